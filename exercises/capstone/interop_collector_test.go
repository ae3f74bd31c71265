package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"workbook/day146_alerting/scrape"
)

// Collectors that are slow, full and gone, under more orders than the batcher has room
// for: every span that was made is exported or counted as lost, on /metrics and in a
// line, and the drain ends.
func TestInteropBadCollectors(t *testing.T) {
	if os.Getenv("WORKBOOK_INTEROP") != "1" {
		t.Skip("takes some seconds; set WORKBOOK_INTEROP=1")
	}
	slow := &slowCollector{later: make(chan struct{})}
	serve := func(h http.Handler) string {
		srv := httptest.NewServer(h)
		t.Cleanup(srv.Close)
		return srv.URL
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	full := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusTooManyRequests) })
	urls := map[string]string{"slow": serve(slow), "full": serve(full), "gone": gone.URL}
	runs, accepted := map[string]*testRun{}, map[string]uint64{}
	for name, url := range urls {
		runs[name] = launchRun(t, func(c *Config) { c.OTLP, c.Page = url, "" }).run()
		accepted[name] = runs[name].flood(16, 40)
		runs[name].term()
	}
	close(slow.later)
	for name, r := range runs {
		err := r.end() // an error for the two that took nothing: the flush was in vain
		// The step of the drain ends with its time, the exports that it cut a moment later.
		waitUntil(func() bool { s := r.svc.SpanStats(); return s.Exported+s.Failed == s.Accepted })
		s := r.svc.SpanStats()
		t.Logf("%s: %d orders, %+v, %v", name, accepted[name], s, err)
		if got, want := s.Accepted+s.Dropped, orderSpans*accepted[name]; got != want {
			t.Errorf("%s: %d spans counted, want %d: %d of each order", name, got, want, orderSpans)
		}
		if s.Exported+s.Failed != s.Accepted || s.Dropped == 0 {
			t.Errorf("%s: %+v, want exported + failed = accepted, and more made than there is room for", name, s)
		}
		w := httptest.NewRecorder()
		r.svc.AdminMux.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
		page, err := scrape.Parse(w.Body)
		if got := sumSamples(page, "spans_dropped_total"); err != nil || got != float64(s.Dropped) {
			t.Errorf("%s: spans_dropped_total %v (%v), want %d", name, got, err, s.Dropped)
		}
		if said := r.log.with("spans lost", fmt.Sprintf("%d spans dropped", s.Dropped)); len(said) == 0 {
			t.Errorf("%s: no line says that %d spans were dropped; %d lines say spans lost", name, s.Dropped, len(r.log.with("spans lost")))
		}
	}
	if got, want := slow.got.Load(), runs["slow"].svc.SpanStats().Exported; got != want {
		t.Errorf("the slow collector has %d spans, exported are %d", got, want)
	}
}

// flood places orders from some clients, and returns how many were accepted.
func (r *testRun) flood(clients, each int) uint64 {
	var accepted atomic.Uint64
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			for range each {
				if id, _ := r.place(); id != "" {
					accepted.Add(1)
				}
			}
		})
	}
	wg.Wait()
	return accepted.Load()
}

// A slowCollector answers later, and counts spans.
type slowCollector struct {
	later chan struct{}
	got   atomic.Uint64
}

func (c *slowCollector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	one := &otlpCollector{}
	one.ServeHTTP(w, r)
	select {
	case <-c.later:
	case <-r.Context().Done():
		return // whoever sent them counts them as failed
	}
	for _, names := range one.traces {
		c.got.Add(uint64(len(names)))
	}
}
