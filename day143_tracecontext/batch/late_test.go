package batch // these tests replace the clock's AfterFunc, which no caller needs

import (
	"context"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tracecontext "workbook/day143_tracecontext"
)

// arrivals is an Exporter that notes when each span came.
type arrivals struct {
	mu sync.Mutex
	at map[*tracecontext.SpanData][]time.Time
}

func (a *arrivals) Export(_ context.Context, spans []*tracecontext.SpanData) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, d := range spans {
		a.at[d] = append(a.at[d], time.Now())
	}
	return nil
}

func (a *arrivals) Shutdown(context.Context) error { return nil }

// TestLateTicks: a tick comes up to three intervals late, when its batch may have gone
// and others wait. No span waits longer than the interval and that delay, none is sent
// twice, and there is never a second tick beside the late one.
func TestLateTicks(t *testing.T) {
	const interval, latest = time.Second, 3 * time.Second
	for seed := range uint64(300) {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 143))
			next := &arrivals{at: map[*tracecontext.SpanData][]time.Time{}}
			b := New(next, Options{Batch: 4, Interval: interval, InFlight: 100})
			ticks := 0                                           // that are late at this moment
			own := rand.New(rand.NewPCG(r.Uint64(), r.Uint64())) // the test goes on drawing from r
			b.after = func(d time.Duration, tick func()) *time.Timer {
				late := time.Duration(own.Int64N(int64(latest)))
				return time.AfterFunc(d, func() {
					b.mu.Lock()
					ticks++
					if ticks > 1 {
						t.Errorf("seed %d: %d ticks at once, want one", seed, ticks)
					}
					b.mu.Unlock()
					<-time.After(late)
					b.mu.Lock()
					ticks--
					b.mu.Unlock()
					tick()
				})
			}
			ended := map[*tracecontext.SpanData]time.Time{}
			for range 40 {
				d := &tracecontext.SpanData{}
				ended[d] = time.Now()
				if err := b.Export(t.Context(), []*tracecontext.SpanData{d}); err != nil {
					t.Errorf("seed %d: Export: %v", seed, err)
				}
				<-time.After(time.Duration(r.Int64N(int64(interval))))
			}
			<-time.After(interval + latest)
			synctest.Wait()
			for d, at := range ended {
				if got := next.at[d]; len(got) != 1 || got[0].Sub(at) > interval+latest {
					t.Errorf("seed %d: a span of %v was sent at %v, want once within %v", seed, at, got, interval+latest)
				}
			}
			if b.timer != nil || ticks != 0 {
				t.Errorf("seed %d: a timer runs although nothing waits", seed)
			}
			if err := b.Shutdown(t.Context()); err != nil {
				t.Errorf("seed %d: Shutdown: %v", seed, err)
			}
		})
	}
}

// endsWith is a context that ends in the very moment in which the last export does.
type endsWith struct {
	context.Context
	export func()
	over   chan struct{}
}

func (c *endsWith) Done() <-chan struct{} {
	if c.Err() == nil {
		c.export()
		close(c.over)
	}
	return c.over
}

func (c *endsWith) Err() error {
	select {
	case <-c.over:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

// TestFlushThatIsDoneInTheEnd: whoever waits wakes up late, and finds its exports done and
// its time over. It is done then, each time.
func TestFlushThatIsDoneInTheEnd(t *testing.T) {
	for range 30 { // a select between the two is a coin
		synctest.Test(t, func(t *testing.T) {
			b := New(&arrivals{at: map[*tracecontext.SpanData][]time.Time{}}, Options{})
			if err := b.Export(t.Context(), []*tracecontext.SpanData{{}}); err != nil {
				t.Fatal(err)
			}
			ctx := &endsWith{Context: t.Context(), export: synctest.Wait, over: make(chan struct{})}
			if err := b.ForceFlush(ctx); err != nil {
				t.Errorf("a flush whose exports and whose context have ended: %v, want nil", err)
			}
		})
	}
}
