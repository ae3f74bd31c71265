package healthcheck

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"testing"
	"testing/synctest"
	"time"
)

// TestUnreadyWithinTheBound breaks a dependency at any moment and in any way,
// and wants what the documentation of Check promises: green before, and red
// Every x Fails + Timeout later at the latest.
func TestUnreadyWithinTheBound(t *testing.T) {
	for seed := range uint64(rounds(t, 2000)) {
		synctest.Test(t, func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 144))
			every := time.Duration(1+r.IntN(100)) * 100 * time.Millisecond
			check := Check{Name: "db", Every: every, Timeout: 1 + time.Duration(r.Int64N(int64(every))), Fails: 1 + r.IntN(5)}
			faulty := make(chan struct{})
			release := make(chan struct{})
			check.Func = func(ctx context.Context) error {
				select {
				case <-faulty:
					return fault(ctx, r.IntN(4), check, release)
				default:
					return nil
				}
			}
			p, err := New(check)
			if err != nil {
				t.Fatal(err)
			}
			p.Logger = slog.New(slog.DiscardHandler)
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error)
			go func() { done <- p.Run(ctx) }()
			<-time.After(time.Duration(r.Int64N(int64(10 * every))))
			synctest.Wait()
			if err := p.Ready(); err != nil {
				t.Errorf("seed %d, %+v: before the fault: got %v, want ready", seed, check, err)
			}
			close(faulty)
			<-time.After(every*time.Duration(check.Fails) + check.Timeout)
			synctest.Wait()
			if p.Ready() == nil {
				t.Errorf("seed %d: Every %v, Timeout %v, Fails %d: got ready after the bound, want not ready", seed, every, check.Timeout, check.Fails)
			}
			close(release)
			cancel()
			<-done
		})
	}
}

// fault is one way not to pass: at once, late and deaf, by hanging until told,
// or by hanging for good.
func fault(ctx context.Context, way int, check Check, release chan struct{}) error {
	switch way {
	case 0:
		return errors.New("down")
	case 1:
		<-time.After(check.Timeout + check.Every/3)
		return nil
	case 2:
		<-ctx.Done()
		return ctx.Err()
	default:
		<-release
		return nil
	}
}
