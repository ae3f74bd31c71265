package tailsampling_test

import (
	"context"
	"math"
	"testing"
	"testing/synctest"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/tailsampling"
	"workbook/day143_tracecontext/tracestate"
)

func TestVerdicts(t *testing.T) {
	low, high := idWith(0), idWith(1<<56-1) // never and always in the baseline
	slow := tailSpan(low)
	slow.Start = slow.End.Add(-time.Second)
	late := tailSpan(low) // two short spans can make a slow trace
	late.Start, late.End = late.Start.Add(time.Second), late.End.Add(time.Second)
	within := tailSpan(low) // begins after slow does, and ends before
	within.Start, within.End = slow.Start.Add(time.Millisecond), slow.Start.Add(2*time.Millisecond)
	for _, tt := range []struct {
		name  string
		spans []*tracecontext.SpanData
		kept  bool
		state string
	}{
		{"good", []*tracecontext.SpanData{tailSpan(low), tailSpan(low)}, false, ""},
		{"baseline", []*tracecontext.SpanData{tailSpan(high), tailSpan(high)}, true, "ot=th:fd70a"},
		{"failed", []*tracecontext.SpanData{tailSpan(low), failedSpan(low)}, true, ""},
		{"failed in the baseline", []*tracecontext.SpanData{failedSpan(high)}, true, ""},
		{"slow", []*tracecontext.SpanData{slow}, true, ""},
		{"failed, and then not", []*tracecontext.SpanData{failedSpan(low), tailSpan(low)}, true, ""},
		{"slow, and then within it", []*tracecontext.SpanData{slow, within}, true, ""},
		{"slow, after what is within it", []*tracecontext.SpanData{within, slow}, true, ""},
		{"slow as a whole", []*tracecontext.SpanData{tailSpan(low), late}, true, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newRing()
			tail := tailsampling.New(s, tailsampling.Options{Slow: time.Second, Baseline: 0.01})
			export(t, tail, tt.spans[0])
			<-time.After(9 * time.Second)
			export(t, tail, tt.spans[1:]...)
			synctest.Wait()
			if len(s.Spans()) != 0 {
				t.Errorf("%s: judged before 10s", tt.name)
			}
			<-time.After(time.Second)
			synctest.Wait()
			got, want := s.Spans(), 0
			if tt.kept {
				want = len(tt.spans)
			}
			if len(got) != want {
				t.Fatalf("%s: %d of %d spans kept, want all: %v", tt.name, len(got), len(tt.spans), tt.kept)
			}
			for _, d := range got {
				if d.Context.State.String() != tt.state {
					t.Errorf("%s: tracestate %q, want %q", tt.name, d.Context.State, tt.state)
				}
			}
			if tt.spans[0].Context.State != (tracestate.State{}) {
				t.Errorf("%s: the shared record was changed", tt.name)
			}
		})
	}
}

// TestAfterHead: when the head has sampled already, the stricter of
// the two thresholds stands, because both look at the same bits.
func TestAfterHead(t *testing.T) {
	for _, tt := range []struct {
		head, tail, want float64
	}{{0.5, 0.25, 4}, {0.25, 0.5, 4}, {0.25, 0.25, 4}, {1, 0.25, 4}} {
		synctest.Test(t, func(t *testing.T) {
			s := newRing()
			tail := tailsampling.New(s, tailsampling.Options{Baseline: tt.tail})
			d := tailSpan(idWith(1<<56 - 1))
			d.Context.State = tracecontext.Ratio(tt.head)(tracecontext.SampleParams{TraceID: d.Context.TraceID}).State
			failed := failedSpan(idWith(1<<56 - 2))
			failed.Context.State = d.Context.State
			export(t, tail, d, failed)
			if err := tail.Shutdown(context.Background()); err != nil {
				t.Error(err)
			}
			if got := s.Spans(); len(got) != 2 || got[0].AdjustedCount() != tt.want || got[1].AdjustedCount() != 1/tt.head {
				t.Errorf("head %v, tail %v: counts %v and %v, want %v and %v", tt.head, tt.tail, got[0].AdjustedCount(), got[1].AdjustedCount(), tt.want, 1/tt.head)
			}
		})
	}
}

// TestEstimates: the adjusted counts of what is kept estimate the
// whole within 5 standard errors, where a plain count is off by a factor.
func TestEstimates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, errorsIn := rounds(t, 100_000), 0
		s := newRing()
		tail := tailsampling.New(s, tailsampling.Options{Baseline: 0.01, MaxTraces: n, MaxBytes: math.MaxInt})
		for i := range n {
			d := tailSpan(randomTraceID())
			if i%1000 == 0 {
				d.Status = tracecontext.StatusError
				errorsIn++
			}
			export(t, tail, d)
		}
		if err := tail.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		total, failed := 0.0, 0.0
		for _, d := range s.Spans() {
			total += d.AdjustedCount()
			if d.Status == tracecontext.StatusError {
				failed += d.AdjustedCount()
			}
		}
		// The good traces are a binomial sample at q; the failed ones are all there.
		// Five standard errors: the ids are random, and three are one run in 370.
		q, good := 0.01, float64(n-errorsIn)
		se := math.Sqrt(good * (1 - q) / q)
		if math.Abs(total-float64(n)) > 5*se || failed != float64(errorsIn) {
			t.Errorf("estimated %.0f of %d traces (standard error %.0f) and %.0f of %d failed", total, n, se, failed, errorsIn)
		}
		if naive := float64(errorsIn) / float64(len(s.Spans())); naive < 0.075 || naive > 0.11 {
			t.Errorf("a plain count reads an error share of %.3f, want about 0.09 for a true 0.001", naive)
		}
	})
}
