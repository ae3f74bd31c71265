package tracecontext

import (
	"context"
	"errors"
	"math"
	"testing"
	"testing/synctest"
	"time"
)

// tailSpan is an ended span of the trace id, a millisecond long.
func tailSpan(id TraceID) *SpanData {
	now := time.Now()
	return &SpanData{Name: "work", Context: SpanContext{TraceID: id, SpanID: newSpanID(), Flags: 3}, Start: now.Add(-time.Millisecond), End: now}
}

func failedSpan(id TraceID) *SpanData {
	d := tailSpan(id)
	d.Status = StatusError
	return d
}

func export(t *testing.T, e Exporter, spans ...*SpanData) {
	t.Helper()
	for _, d := range spans {
		if err := e.Export(context.Background(), []*SpanData{d}); err != nil {
			t.Error(err)
		}
	}
}

func TestTailSamplerVerdicts(t *testing.T) {
	low, high := idWith(0), idWith(1<<56-1) // never and always in the baseline
	slow := tailSpan(low)
	slow.Start = slow.End.Add(-time.Second)
	late := tailSpan(low) // two short spans can make a slow trace
	late.Start, late.End = late.Start.Add(time.Second), late.End.Add(time.Second)
	for _, row := range []struct {
		name  string
		spans []*SpanData
		kept  bool
		state string
	}{
		{"good", []*SpanData{tailSpan(low), tailSpan(low)}, false, ""},
		{"baseline", []*SpanData{tailSpan(high), tailSpan(high)}, true, "ot=th:fd70a"},
		{"failed", []*SpanData{tailSpan(low), failedSpan(low)}, true, ""},
		{"failed in the baseline", []*SpanData{failedSpan(high)}, true, ""},
		{"slow", []*SpanData{slow}, true, ""},
		{"slow as a whole", []*SpanData{tailSpan(low), late}, true, ""},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &sink{}
			tail := NewTailSampler(s, TailOptions{Slow: time.Second, Baseline: 0.01})
			export(t, tail, row.spans[0])
			<-time.After(9 * time.Second)
			export(t, tail, row.spans[1:]...)
			synctest.Wait()
			if len(s.all()) != 0 {
				t.Errorf("%s: judged before 10s", row.name)
			}
			<-time.After(time.Second)
			synctest.Wait()
			got, want := s.all(), 0
			if row.kept {
				want = len(row.spans)
			}
			if len(got) != want {
				t.Fatalf("%s: %d of %d spans kept, want all: %v", row.name, len(got), len(row.spans), row.kept)
			}
			for _, d := range got {
				if d.Context.State.String() != row.state {
					t.Errorf("%s: tracestate %q, want %q", row.name, d.Context.State, row.state)
				}
			}
			if row.spans[0].Context.State != (State{}) {
				t.Errorf("%s: the shared record was changed", row.name)
			}
		})
	}
}

// TestTailSamplerLate: spans that come after the verdict follow it, errors too,
// with the same count.
func TestTailSamplerLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &sink{}
		tail := NewTailSampler(s, TailOptions{Baseline: 0.5})
		kept, dropped := idWith(1<<56-1), idWith(0)
		export(t, tail, tailSpan(kept), tailSpan(dropped))
		<-time.After(11 * time.Second)
		export(t, tail, tailSpan(kept), failedSpan(dropped))
		got := s.all()
		if len(got) != 2 || got[1].Context.TraceID != kept || got[1].AdjustedCount() != 2 {
			t.Errorf("kept %d spans, want the late one of the kept trace, counting 2", len(got))
		}
		if st := tail.Stats(); st != (TailStats{Kept: 1, Dropped: 1, Late: 2}) {
			t.Errorf("Stats() = %+v", st)
		}
	})
}

// TestTailSamplerBounds: over a bound the oldest trace is judged early, on what
// was seen of it, and counted.
func TestTailSamplerBounds(t *testing.T) {
	one := tailSpan(idWith(1)).size()
	for name, o := range map[string]TailOptions{
		"traces": {MaxTraces: 10},
		"bytes":  {MaxBytes: 10*one + one/2},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := &sink{}
			tail := NewTailSampler(s, o)
			export(t, tail, failedSpan(idWith(0)))
			for i := range 99 {
				export(t, tail, tailSpan(idWith(uint64(i+1))))
				if st := tail.Stats(); st.Waiting > 10 || st.Bytes > 10*one+one/2 {
					t.Fatalf("%s: %+v, over the bound", name, st)
				}
			}
			if st := tail.Stats(); st.Waiting != 10 || st.Evicted != 90 || st.Kept != 1 || len(s.all()) != 1 {
				t.Errorf("%s: %+v, %d spans kept, want 10 waiting, 90 evicted, the failed one kept", name, st, len(s.all()))
			}
			if err := tail.Shutdown(context.Background()); err != nil {
				t.Error(err)
			}
			if st := tail.Stats(); st.Waiting != 0 || st.Bytes != 0 || st.Kept+st.Dropped != 100 {
				t.Errorf("%s: %+v after Shutdown, want nothing held and 100 verdicts", name, st)
			}
		})
	}
}

func TestTailSamplerGiantTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &sink{}
		id := idWith(1)
		tail := NewTailSampler(s, TailOptions{MaxBytes: 10 * tailSpan(id).size()})
		export(t, tail, failedSpan(id))
		for range 1000 {
			export(t, tail, tailSpan(id))
		}
		if st := tail.Stats(); st.Evicted != 1 || st.Bytes != 0 || len(s.all()) != 1001 {
			t.Errorf("%+v, %d spans kept, want the trace judged once and all 1001 of it", st, len(s.all()))
		}
	})
}

func TestTailSamplerForgetsVerdicts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tail := NewTailSampler(&sink{}, TailOptions{MaxTraces: 1, Verdicts: 5})
		for i := range 100 {
			export(t, tail, tailSpan(idWith(uint64(i))))
		}
		if n := len(tail.verdicts.of); n != 5 || len(tail.verdicts.order) != 5 {
			t.Errorf("%d verdicts remembered, want 5", n)
		}
		export(t, tail, tailSpan(idWith(98)), tailSpan(idWith(0))) // remembered, forgotten
		if st := tail.Stats(); st.Late != 1 {
			t.Errorf("%+v, want one late span", st)
		}
		if err := errors.Join(tail.Shutdown(context.Background()), tail.Shutdown(context.Background())); err != nil {
			t.Error(err)
		}
		if err := tail.Export(context.Background(), []*SpanData{tailSpan(idWith(1))}); !errors.Is(err, ErrShutdown) || tail.Stats().Refused != 1 {
			t.Errorf("Export after Shutdown: %v, %+v", err, tail.Stats())
		}
	})
}

// TestTailSamplerAfterHead: when the head has sampled already, the stricter of
// the two thresholds stands, because both look at the same bits.
func TestTailSamplerAfterHead(t *testing.T) {
	for _, row := range []struct {
		head, tail, want float64
	}{{0.5, 0.25, 4}, {0.25, 0.5, 4}, {0.25, 0.25, 4}, {1, 0.25, 4}} {
		synctest.Test(t, func(t *testing.T) {
			s := &sink{}
			tail := NewTailSampler(s, TailOptions{Baseline: row.tail})
			d := tailSpan(idWith(1<<56 - 1))
			d.Context.State = Ratio(row.head)(SampleParams{TraceID: d.Context.TraceID}).State
			failed := failedSpan(idWith(1<<56 - 2))
			failed.Context.State = d.Context.State
			export(t, tail, d, failed)
			if err := tail.Shutdown(context.Background()); err != nil {
				t.Error(err)
			}
			if got := s.all(); len(got) != 2 || got[0].AdjustedCount() != row.want || got[1].AdjustedCount() != 1/row.head {
				t.Errorf("head %v, tail %v: counts %v and %v, want %v and %v", row.head, row.tail, got[0].AdjustedCount(), got[1].AdjustedCount(), row.want, 1/row.head)
			}
		})
	}
}

// TestTailSamplerEstimates: the adjusted counts of what is kept estimate the
// whole within 3 standard errors, where a plain count is off by a factor.
func TestTailSamplerEstimates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n, errorsIn := 100_000*rounds(), 0
		s := &sink{}
		tail := NewTailSampler(s, TailOptions{Baseline: 0.01, MaxTraces: n, MaxBytes: math.MaxInt})
		for i := range n {
			d := tailSpan(newTraceID())
			if i%1000 == 0 {
				d.Status = StatusError
				errorsIn++
			}
			export(t, tail, d)
		}
		if err := tail.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		total, failed := 0.0, 0.0
		for _, d := range s.all() {
			total += d.AdjustedCount()
			if d.Status == StatusError {
				failed += d.AdjustedCount()
			}
		}
		// The good traces are a binomial sample at q; the failed ones are all there.
		q, good := 0.01, float64(n-errorsIn)
		se := math.Sqrt(good * (1 - q) / q)
		if math.Abs(total-float64(n)) > 3*se || failed != float64(errorsIn) {
			t.Errorf("estimated %.0f of %d traces (standard error %.0f) and %.0f of %d failed", total, n, se, failed, errorsIn)
		}
		if naive := float64(errorsIn) / float64(len(s.all())); naive < 0.08 || naive > 0.1 {
			t.Errorf("a plain count reads an error share of %.3f, want about 0.09 for a true 0.001", naive)
		}
	})
}

func TestTailSamplerOnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		boom := errors.New("boom")
		var told []error
		tail := NewTailSampler(exportFunc(func([]*SpanData) error { return boom }), TailOptions{Baseline: 1, OnError: func(err error) { told = append(told, err) }})
		export(t, tail, tailSpan(idWith(1)))
		<-time.After(11 * time.Second)
		synctest.Wait()
		if len(told) != 1 || !errors.Is(told[0], boom) {
			t.Errorf("OnError got %v, want boom once", told)
		}
	})
}
