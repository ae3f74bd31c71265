package healthcheck

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

// A Heartbeat watches a loop of this process. The zero value is ready to use.
// Call Beat from inside the loop, once each time round, idle rounds included.
// A ticker goroutine beside the loop that calls Beat proves only that the
// ticker runs: the loop hangs, and liveness stays green.
type Heartbeat struct {
	// Name is the name of the check; empty means "heartbeat".
	Name string

	// base is when the first beat came, last the time of the newest one as
	// nanoseconds after base. A wall clock set back or forward by an hour
	// would fake a hang; base keeps its monotonic reading and cannot.
	base atomic.Pointer[time.Time]
	last atomic.Int64
}

// Beat says that the loop came round. It takes some tens of nanoseconds and,
// after the first, no memory. Any number of goroutines may call it.
func (h *Heartbeat) Beat() {
	base := h.base.Load()
	if base == nil {
		now := time.Now()
		h.base.CompareAndSwap(nil, &now)
		base = h.base.Load()
	}
	h.last.Store(int64(time.Since(*base)))
}

// Check is a check that fails once the last beat is more than max ago. It is
// the only kind that liveness looks at, as of its last result, so it needs Run
// like any other; it counts for readiness too. Before
// the first beat the loop is starting: not ready, and not dead either. The
// caller may change the check's Every, Fails and the rest; as it comes, it
// looks four times within max, at least once a second, and one failure is
// enough, so liveness is red at most 1.25 x max after the last beat.
func (h *Heartbeat) Check(max time.Duration) Check {
	name := h.Name
	if name == "" {
		name = "heartbeat"
	}
	every := min(max/4, time.Second) // a patient max must not make a patient start
	return Check{Name: name, Every: every, Timeout: every, Fails: 1, beat: true,
		Func: func(context.Context) error { return h.overdue(max) }}
}

func (h *Heartbeat) overdue(max time.Duration) error {
	base := h.base.Load()
	if base == nil {
		return errors.New("no beat yet")
	}
	if age := time.Since(*base) - time.Duration(h.last.Load()); age > max {
		return fmt.Errorf("the last beat was %v ago, over %v", age, max)
	}
	return nil
}
