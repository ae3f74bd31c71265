// Package stale is the exercise 03_stale.
package stale

import (
	"context"
	"time"
)

// A Health turns the results of one check into a verdict. The caller gives the
// time, so that a test can give any. One goroutine at a time uses it.
type Health struct {
	Fails  int           // failures in a row that turn it red; at least 1
	Passes int           // passes in a row that turn it green; at least 1
	MaxAge time.Duration // how old the last pass may be

	// TODO: what must be remembered of the results.
}

// Record takes the result of a check that ended at now. A nil err is a pass.
func (h *Health) Record(err error, now time.Time) {
	// TODO: count what is in a row, and remember the last pass.
}

// Ready is the verdict at now. It is red before Passes passes in a row, after
// Fails failures in a row until Passes passes in a row, and whenever the last
// pass is older than MaxAge.
func (h *Health) Ready(now time.Time) bool {
	// TODO: green is a matter of both the results and the time.
	return false
}

// A Shared lets many callers share one call of a slow check.
type Shared struct {
	// TODO: what a caller must know of the call under way.
}

// Share makes a Shared of check. It starts nothing.
func Share(check func(context.Context) error) *Shared {
	// TODO: keep it.
	return &Shared{}
}

// Do returns the result of the call under way, and of a new call if there is
// none: never more than one call is under way, and one that has given its
// result is over. A caller whose ctx ends gets ctx.Err() at once, and nobody
// else notices: the call goes on for the others, also for those who come later,
// under a context that does not end. A ctx that has ended already starts none.
// Any number of goroutines may call it.
func (s *Shared) Do(ctx context.Context) error {
	// TODO: join, or start, and wait for whichever comes first.
	return nil
}
