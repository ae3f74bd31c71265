package healthcheck_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	healthcheck "workbook/day144_healthcheck"
)

// TestNothingIsKnownAfterRun ends Run in the very moment in which twenty
// attempts time out. Which of the timers is first differs from check to check,
// and a verdict must not come back after Run has forgotten all of them.
func TestNothingIsKnownAfterRun(t *testing.T) {
	const n = 20
	for range 20 {
		synctest.Test(t, func(t *testing.T) {
			var checks []healthcheck.Check
			for i := range n {
				checks = append(checks, healthcheck.Check{Name: fmt.Sprint("db", i), Func: hang, Every: time.Second, Timeout: time.Second})
			}
			p, err := healthcheck.New(checks...)
			if err != nil {
				t.Fatal(err)
			}
			p.Logger = slog.New(slog.DiscardHandler)
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			if err := p.Run(ctx); err != nil {
				t.Errorf("Run: got %v, want nil", err)
			}
			if got, want := p.Ready().Error(), n; strings.Count(got, " unknown") != want {
				t.Errorf("Ready after Run: got %q, want all %d unknown", got, want)
			}
		})
	}
}

// TestEndOfRunWhileALineIsWritten: the logger holds a check's goroutine up, the
// check is told to stop meanwhile, and both are seen at once when the line is
// out. The check's error is still no outage.
func TestEndOfRunWhileALineIsWritten(t *testing.T) {
	for range 50 { // which of the two is seen first is up to select
		synctest.Test(t, func(t *testing.T) {
			d := answers(nil)
			p, err := healthcheck.New(healthcheck.Check{Name: "db", Func: d.Func, Fails: 1,
				Every: time.Second, Timeout: time.Second, MaxAge: 1500 * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			logged := &record{}
			slow := &slowLog{Handler: slog.NewTextHandler(logged, nil), release: make(chan struct{})}
			p.Logger = slog.New(slow)
			ctx, cancel := context.WithCancel(t.Context())
			done := make(chan error)
			go func() { done <- p.Run(ctx) }()
			synctest.Wait()
			d.now(hang)
			advance(1500*time.Millisecond + 1) // the last pass is too old: that line hangs
			cancel()
			synctest.Wait() // and the call that is out has come back
			close(slow.release)
			if err := <-done; err != nil {
				t.Errorf("Run: got %v, want nil", err)
			}
			if got, want := logged.String(), "check failing"; strings.Contains(got, want) || !strings.Contains(got, "check stale") {
				t.Errorf("log: got %q, want the stale check in it, and no %q", got, want)
			}
			if err := p.Ready(); !errors.Is(err, healthcheck.ErrNotReady) {
				t.Errorf("Ready after Run: got %v, want %v", err, healthcheck.ErrNotReady)
			}
		})
	}
}

// TestMissedTicksAreSkipped: a check's goroutine was held up, as by a suspended
// process. What it missed comes once, and the next attempt a whole Every later.
func TestMissedTicksAreSkipped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := answers(errors.New("down"))
		p, err := healthcheck.New(healthcheck.Check{Name: "db", Func: d.Func, Every: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		slow := &slowLog{Handler: slog.NewTextHandler(io.Discard, nil), release: make(chan struct{})}
		p.Logger = slog.New(slow)
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- p.Run(ctx) }()
		advance(time.Minute + time.Second/2) // the first failure's line hangs
		close(slow.release)
		advance(time.Second - 1)
		if got, want := d.called(), 2; got != want {
			t.Errorf("calls just before Every is over again: got %d, want %d, the first and one for all that was missed", got, want)
		}
		advance(1)
		if got, want := d.called(), 3; got != want {
			t.Errorf("calls when Every is over: got %d, want %d", got, want)
		}
		cancel()
		<-done
	})
}

// A slowLog holds warnings up until they are released.
type slowLog struct {
	slog.Handler
	release chan struct{}
}

func (l *slowLog) Handle(ctx context.Context, r slog.Record) error {
	if r.Level >= slog.LevelWarn {
		<-l.release
	}
	return l.Handler.Handle(ctx, r)
}

// WithAttrs keeps the loggers made of this one slow.
func (l *slowLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &slowLog{l.Handler.WithAttrs(attrs), l.release}
}
