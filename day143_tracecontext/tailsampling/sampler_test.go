package tailsampling_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/batch"
	"workbook/day143_tracecontext/tailsampling"
)

// tailSpan is an ended span of the trace id, a millisecond long.
func tailSpan(id tracecontext.TraceID) *tracecontext.SpanData {
	now := time.Date(2026, 3, 2, 12, 30, 0, 0, time.UTC) // of all spans, so that two of them span what the test says
	return &tracecontext.SpanData{Name: "work", Context: tracecontext.SpanContext{TraceID: id, SpanID: randomSpanID(), Flags: 3}, Start: now.Add(-time.Millisecond), End: now}
}

func failedSpan(id tracecontext.TraceID) *tracecontext.SpanData {
	d := tailSpan(id)
	d.Status = tracecontext.StatusError
	return d
}

func export(t *testing.T, e tracecontext.Exporter, spans ...*tracecontext.SpanData) {
	t.Helper()
	for _, d := range spans {
		if err := e.Export(context.Background(), []*tracecontext.SpanData{d}); err != nil {
			t.Error(err)
		}
	}
}

// TestLate: spans that come after the verdict follow it, errors too,
// with the same count.
func TestLate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newRing()
		tail := tailsampling.New(s, tailsampling.Options{Baseline: 0.5})
		kept, dropped := idWith(1<<56-1), idWith(0)
		export(t, tail, tailSpan(kept), tailSpan(dropped))
		<-time.After(11 * time.Second)
		export(t, tail, tailSpan(kept), failedSpan(dropped))
		got := s.Spans()
		if len(got) != 2 || got[1].Context.TraceID != kept || got[1].AdjustedCount() != 2 {
			t.Errorf("kept %d spans, want the late one of the kept trace, counting 2", len(got))
		}
		if st := tail.Stats(); st != (tailsampling.Stats{Kept: 1, Dropped: 1, Late: 2}) {
			t.Errorf("Stats() = %+v", st)
		}
	})
}

// TestEachInItsTime: the timer goes on to the next trace by itself.
func TestEachInItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newRing()
		tail := tailsampling.New(s, tailsampling.Options{})
		for i := range 3 { // due at 10 s, 14 s and 18 s
			export(t, tail, failedSpan(idWith(uint64(i))))
			<-time.After(4 * time.Second)
		}
		for i := range 3 {
			if got := len(s.Spans()); got != i+1 { // at 12 s, 16 s and 20 s
				t.Errorf("%d s after the first span: %d traces kept, want %d", 12+4*i, got, i+1)
			}
			<-time.After(4 * time.Second)
		}
	})
}

// TestBounds: over a bound the oldest trace is judged early, on what
// was seen of it, and counted.
func TestBounds(t *testing.T) {
	one := tailSpan(idWith(1)).Size()
	for name, o := range map[string]tailsampling.Options{
		"traces": {MaxTraces: 10},
		"bytes":  {MaxBytes: 10*one + one/2},
	} {
		synctest.Test(t, func(t *testing.T) {
			s := newRing()
			tail := tailsampling.New(s, o)
			export(t, tail, failedSpan(idWith(0)))
			for i := range 99 {
				export(t, tail, tailSpan(idWith(uint64(i+1))))
				if st := tail.Stats(); st.Waiting > 10 || st.Bytes > 10*one+one/2 {
					t.Fatalf("%s: %+v, over the bound", name, st)
				}
			}
			if st := tail.Stats(); st.Waiting != 10 || st.Evicted != 90 || st.Kept != 1 || len(s.Spans()) != 1 {
				t.Errorf("%s: %+v, %d spans kept, want 10 waiting, 90 evicted, the failed one kept", name, st, len(s.Spans()))
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

func TestGiantTrace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newRing()
		id := idWith(1)
		tail := tailsampling.New(s, tailsampling.Options{MaxBytes: 10 * tailSpan(id).Size()})
		export(t, tail, failedSpan(id))
		for range 1000 {
			export(t, tail, tailSpan(id))
		}
		if st := tail.Stats(); st.Evicted != 1 || st.Bytes != 0 || len(s.Spans()) != 1001 {
			t.Errorf("%+v, %d spans kept, want the trace judged once and all 1001 of it", st, len(s.Spans()))
		}
		// Nothing waits now, and the timer was stopped: the next trace sets it anew.
		export(t, tail, failedSpan(idWith(2)))
		<-time.After(11 * time.Second)
		synctest.Wait()
		if st := tail.Stats(); st.Waiting != 0 || len(s.Spans()) != 1002 {
			t.Errorf("%+v, %d spans kept, want the next trace judged in its time", st, len(s.Spans()))
		}
	})
}

func TestForgetsVerdicts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tail := tailsampling.New(newRing(), tailsampling.Options{MaxTraces: 1, Verdicts: 5})
		for i := range 100 {
			export(t, tail, tailSpan(idWith(uint64(i))))
		}
		if n := tail.Remembered(); n != 5 {
			t.Errorf("%d verdicts remembered, want 5", n)
		}
		export(t, tail, tailSpan(idWith(98)), tailSpan(idWith(0))) // remembered, forgotten
		if st := tail.Stats(); st.Late != 1 {
			t.Errorf("%+v, want one late span", st)
		}
		if err := errors.Join(tail.Shutdown(context.Background()), tail.Shutdown(context.Background())); err != nil {
			t.Error(err)
		}
		err := tail.Export(context.Background(), []*tracecontext.SpanData{tailSpan(idWith(1))})
		if !errors.Is(err, tracecontext.ErrShutdown) || tail.Stats().Refused != 1 {
			t.Errorf("Export after Shutdown: %v, %+v", err, tail.Stats())
		}
	})
}

func TestOnError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		boom := errors.New("boom")
		var told []error
		fails := exportFunc(func([]*tracecontext.SpanData) error { return boom })
		onError := func(err error) { told = append(told, err) }
		tail := tailsampling.New(fails, tailsampling.Options{Baseline: 1, OnError: onError})
		export(t, tail, tailSpan(idWith(1)))
		<-time.After(11 * time.Second)
		synctest.Wait()
		if len(told) != 1 || !errors.Is(told[0], boom) {
			t.Errorf("OnError got %v, want boom once", told)
		}
	})
}

func TestNewPanics(t *testing.T) {
	const want = "tailsampling: New needs an exporter"
	defer func() {
		if got := fmt.Sprint(recover()); !strings.Contains(got, want) {
			t.Errorf("New(nil): panic %q, want one that says %q", got, want)
		}
	}()
	tailsampling.New(nil, tailsampling.Options{})
}

// TestDrains: what was held for ten seconds is more than a batcher
// takes at once, and still arrives whole.
func TestDrains(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := exportFunc(func([]*tracecontext.SpanData) error { <-time.After(10 * time.Millisecond); return nil })
		b := batch.New(slow, batch.Options{Queue: 600})
		tail := tailsampling.New(b, tailsampling.Options{})
		for range 10_000 {
			export(t, tail, failedSpan(randomTraceID()))
		}
		if err := tail.Shutdown(context.Background()); err != nil {
			t.Error(err)
		}
		if s := b.Stats(); s.Exported != 10_000 || s.Dropped != 0 {
			t.Errorf("%+v, want 10,000 exported", s)
		}
	})
}
