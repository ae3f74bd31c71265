package lab

import (
	"context"
	"errors"
	"os"
	"runtime/pprof"
	"testing"
	"testing/synctest"
	"time"
)

// bubble runs f under a fake clock, with a watchdog outside: a goroutine that
// waits for a mutex is not blocked in the eyes of synctest, so a bubble in
// which nothing moves any more would hang without a word.
func bubble(t *testing.T, f func(*testing.T)) {
	watchdog := time.AfterFunc(30*time.Second, func() {
		pprof.Lookup("goroutine").WriteTo(os.Stderr, 2)
		panic("the bubble of " + t.Name() + " hangs; its goroutines are above")
	})
	defer watchdog.Stop()
	synctest.Test(t, f)
}

// TestOrdersOverADelayedWire makes chance a certainty. Bytes take 5ms each
// way, so a server that closes an idle connection closes one on which the
// client's next request is already under way.
func TestOrdersOverADelayedWire(t *testing.T) {
	for _, o := range Orders() {
		t.Run(o.Name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				n := &Network{Delay: 5 * time.Millisecond}
				e := Experiment{Wire: n.Wire(), Clients: 8, Drains: 4}
				r, err := e.Run(t.Context(), o)
				n.Wait()
				if err != nil {
					t.Fatalf("Run: %v", err)
				}
				t.Logf("%d requests, %d drains, %d dropped, first: %v", r.Requests, r.Drains, r.Dropped, r.First)
				switch {
				case o.Right && r.Dropped != 0:
					t.Errorf("dropped: got %d, want 0; first: %v", r.Dropped, r.First)
				case !o.Right && r.Dropped == 0:
					t.Errorf("dropped: got 0, want some: the order is wrong")
				}
			})
		})
	}
}

// TestInterrupted ends an experiment in its middle, as Ctrl-C does: the replicas
// drain as ever, and that is all it waits for.
func TestInterrupted(t *testing.T) {
	for _, o := range Orders() {
		t.Run(o.Name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				n := &Network{Delay: time.Millisecond}
				ctx, cancel := context.WithTimeout(t.Context(), 207*time.Millisecond) // between two polls
				defer cancel()
				_, err := Experiment{Wire: n.Wire(), Clients: 4, Drains: 1 << 20}.Run(ctx, o)
				ended, _ := ctx.Deadline()
				if got, want := time.Since(ended), time.Second; got > want {
					t.Errorf("Run went on for %v after its context, want at most %v", got, want)
				}
				if want := context.DeadlineExceeded; !errors.Is(err, want) {
					t.Errorf("Run: got %v, want it to wrap %v", err, want)
				}
				n.Wait()
			})
		})
	}
}

// TestOrdersOverSockets is the same over loopback, where only the two orders
// that lose most are sure to lose in a few drains.
func TestOrdersOverSockets(t *testing.T) {
	for _, o := range Orders() {
		t.Run(o.Name, func(t *testing.T) {
			r, err := Experiment{Wire: Loopback(), Clients: 16}.Run(t.Context(), o)
			if err != nil {
				t.Fatalf("Run: %v", err)
			}
			t.Logf("%d requests, %d drains, %d dropped, first: %v", r.Requests, r.Drains, r.Dropped, r.First)
			switch {
			case o.Right && r.Dropped != 0:
				t.Errorf("dropped: got %d, want 0; first: %v", r.Dropped, r.First)
			case !o.Right && !o.Rare && r.Dropped == 0:
				t.Errorf("dropped: got 0, want some: the order is wrong")
			}
		})
	}
}
