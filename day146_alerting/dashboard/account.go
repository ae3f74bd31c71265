package dashboard

import (
	"slices"
	"time"

	"workbook/day146_alerting/ledger"
	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/scrape"
)

// read returns what the ledger reads: the counters of the SLI, of each target that answered.
func (m measure) read() []ledger.Page {
	var out []ledger.Page
	start := byTarget(m.store.Select("process_start_time_seconds"))
	requests, buckets := byTarget(m.requests), byTarget(m.named(m.signals.bucket(m.sli)))
	for target, up := range byTarget(m.store.Select("up")) {
		if v, ok := m.fresh(up[0]); !ok || v != 1 {
			continue
		}
		p := ledger.Page{Target: target}
		for _, s := range start[target] {
			if v, ok := m.fresh(s); ok && v > 0 && v < 1e11 {
				p.Start = time.UnixMilli(int64(v * 1000))
			}
		}
		fast := slices.DeleteFunc(buckets[target], func(s scrape.Series) bool {
			return !sameBound(s.Labels.Get("le"), m.sli.Threshold)
		})
		// Without the bucket of its threshold everything would be slow.
		if m.sli.Histogram == "" || len(fast) > 0 {
			p.Readings = append(m.readings(requests[target], m.weights), m.readings(fast, weightsOfFast)...)
		}
		out = append(out, p)
	}
	return out
}

// byTarget sorts series by the target that exposed them.
func byTarget(series []scrape.Series) map[string][]scrape.Series {
	out := map[string][]scrape.Series{}
	for _, s := range series {
		target := s.Labels.Get("instance")
		out[target] = append(out[target], s)
	}
	return out
}

// weightsOfFast takes a request that was fast enough out of the bad ones.
func weightsOfFast(scrape.Series) (total, bad int) { return 0, -1 }

// weights says what one request of a series is: a request, and a bad one if the series counts
// failures. For a latency SLI all are bad until the bucket of its threshold takes the fast ones out.
func (m measure) weights(s scrape.Series) (total, bad int) {
	if m.sli.Histogram != "" || m.failed(s) {
		return 1, 1
	}
	return 1, 0
}

// readings returns the newest values of series.
func (m measure) readings(series []scrape.Series, weights func(scrape.Series) (total, bad int)) []ledger.Reading {
	var out []ledger.Reading
	for _, s := range series {
		if v, ok := m.fresh(s); ok {
			total, bad := weights(s)
			key := string(s.Labels.AppendKey([]byte(s.Name)))
			out = append(out, ledger.Reading{Series: key, Value: v, Total: total, Bad: bad})
		}
	}
	return out
}

// fresh returns the value that the last scrape gave.
func (m measure) fresh(s scrape.Series) (v float64, ok bool) {
	p := s.Points[len(s.Points)-1]
	return p.V, p.T == m.now.UnixMilli() && !promql.IsStale(p.V)
}

// alive reports whether the last scrape has what the SLI counts.
func (m measure) alive() bool {
	return slices.ContainsFunc(m.pages, func(p ledger.Page) bool { return len(p.Readings) > 0 })
}
