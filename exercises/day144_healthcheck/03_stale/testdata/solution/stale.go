// Package stale is the exercise 03_stale.
package stale

import (
	"context"
	"sync"
	"time"
)

// A Health turns the results of one check into a verdict. The caller gives the
// time, so that a test can give any. One goroutine at a time uses it.
type Health struct {
	Fails  int           // failures in a row that turn it red; at least 1
	Passes int           // passes in a row that turn it green; at least 1
	MaxAge time.Duration // how old the last pass may be

	green    bool
	failed   int // in a row
	passed   int // in a row
	lastPass time.Time
}

// Record takes the result of a check that ended at now. A nil err is a pass.
func (h *Health) Record(err error, now time.Time) {
	if err != nil {
		h.passed = 0 // this is what makes it "in a row"
		h.failed++
		if h.failed >= h.Fails {
			h.green = false
		}
		return
	}
	h.failed = 0
	h.passed++
	h.lastPass = now
	if h.passed >= h.Passes {
		h.green = true
	}
}

// Ready is the verdict at now. It is red before Passes passes in a row, after
// Fails failures in a row until Passes passes in a row, and whenever the last
// pass is older than MaxAge.
func (h *Health) Ready(now time.Time) bool {
	// The age is judged here and not in Record: a check that hangs records
	// nothing, and that is just when the age matters.
	return h.green && now.Sub(h.lastPass) <= h.MaxAge
}

// A Shared lets many callers share one call of a slow check.
type Shared struct {
	check func(context.Context) error

	mu      sync.Mutex
	current *call // the call under way, nil if there is none
}

// A call is one call of the check and everybody who waits for it.
type call struct {
	done chan struct{} // closed when err is there: a close wakes all who wait
	err  error
}

// Share makes a Shared of check. It starts nothing.
func Share(check func(context.Context) error) *Shared {
	return &Shared{check: check}
}

// Do returns the result of the call under way, and of a new call if there is
// none: never more than one call is under way, and one that has given its
// result is over. A caller whose ctx ends gets ctx.Err() at once, and nobody
// else notices: the call goes on for the others, also for those who come later,
// under a context that does not end. A ctx that has ended already starts none.
// Any number of goroutines may call it.
func (s *Shared) Do(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err // no call for somebody who will not wait for it
	}
	c := s.join(ctx)
	select {
	case <-c.done:
		return c.err
	case <-ctx.Done():
		return ctx.Err()
	}
}

// join is the call under way. The lock is held for the look and not for the
// call: a caller must be able to join while the check hangs.
func (s *Shared) join(ctx context.Context) *call {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.current == nil {
		s.current = &call{done: make(chan struct{})}
		go s.run(context.WithoutCancel(ctx), s.current)
	}
	return s.current
}

func (s *Shared) run(ctx context.Context, c *call) {
	c.err = s.check(ctx)
	s.mu.Lock()
	s.current = nil // before the close, so that nobody joins a call that is over
	s.mu.Unlock()
	close(c.done)
}
