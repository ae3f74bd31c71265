package timeout_test

import (
	"context"
	"fmt"
	"sync"
	"testing"
	"time"

	"workbook/exercises/check"
	timeout "workbook/exercises/day144_healthcheck/02_timeout"
	"workbook/exercises/oracle"
)

// A behaviour is what one call of a check does.
type behaviour struct {
	takes time.Duration
	err   error
	deaf  bool // it does not look at its context; else it tidies up for tidying and returns
}

// tidying is how long a check that listens takes to return once it is told to.
const tidying = 10 * time.Millisecond

func (b behaviour) String() string {
	how := "listens"
	if b.deaf {
		how = "ignores its context"
	}
	return fmt.Sprintf("%v after %v, %s", b.err, b.takes, how)
}

// A script is a check whose calls behave one after the other as it says, and
// after the last one as that did.
type script struct {
	calls []behaviour

	mu    sync.Mutex
	n     int
	over  chan struct{}
	ended bool
}

func (s *script) check(ctx context.Context) error {
	b, over := s.next()
	var told <-chan struct{} // of no concern to a check that is deaf
	if !b.deaf {
		told = ctx.Done()
	}
	timer := time.NewTimer(b.takes)
	defer timer.Stop()
	select {
	case <-timer.C:
		return b.err
	case <-over:
		return nil
	case <-told:
		<-time.After(tidying)
		return ctx.Err()
	}
}

func (s *script) next() (behaviour, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over == nil {
		s.over = make(chan struct{})
	}
	s.n++
	return s.calls[min(s.n, len(s.calls))-1], s.over
}

// begun is how many calls there were.
func (s *script) begun() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.n
}

// end lets every call go.
func (s *script) end() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over != nil && !s.ended {
		s.ended = true
		close(s.over)
	}
}

// A try is one Try of a program: so much later than the one before, under a
// context of its own that ends after patience, or never when that is zero. A
// long patience is a deadline, a short one ends by a cancel.
type try struct {
	wait, patience time.Duration
}

// Whatever the calls do and whenever Try is called: one goroutine, one Bounded.
func TestOracle(t *testing.T) {
	check.New(t, readTake).OracleBubble(1500, func(d *oracle.Draw) check.Case {
		calls := []behaviour{drawBehaviour(d)}
		calls = append(calls, oracle.List(d, 4, func() behaviour { return drawBehaviour(d) })...)
		tries := append([]try{drawTry(d)}, oracle.List(d, 6, func() try { return drawTry(d) })...)
		// No call may end in the very moment of a Try, or exactly with its limit: either may be seen first.
		for i := range tries {
			tries[i].wait += time.Duration(i+1) * time.Microsecond
		}
		return check.Case{
			Call: "a timeout of 1s, calls %v, tries (later by, patience) %v", Args: []any{calls, tries},
			Got: func() string { return play(calls, tries) }, Want: expected(calls, tries),
			Rule: "an answer in time is the answer; later it is ErrTimeout, and ErrStuck until the call has returned",
		}
	})
}

func drawBehaviour(d *oracle.Draw) behaviour {
	return behaviour{
		takes: oracle.Pick[time.Duration](d, 0, 300*time.Millisecond, limit-1, limit+1, 2*limit+300*time.Millisecond, 10*limit),
		err:   oracle.Pick(d, nil, errDown),
		deaf:  !d.Bool(),
	}
}

func drawTry(d *oracle.Draw) try {
	return try{
		wait:     oracle.Pick[time.Duration](d, 0, 100*time.Millisecond, limit, 1500*time.Millisecond, 3*limit),
		patience: oracle.Pick[time.Duration](d, 0, 0, 200*time.Millisecond, 5*limit),
	}
}

func play(calls []behaviour, tries []try) (answers string) {
	s := &script{calls: calls}
	defer func() { s.end(); <-time.After(tidying) }()
	b := timeout.Bound(s.check, limit)
	for _, tt := range tries {
		<-time.After(tt.wait)
		ctx, cancel := context.WithCancel(context.Background())
		switch {
		case tt.patience > limit:
			ctx, cancel = context.WithTimeout(ctx, tt.patience)
		case tt.patience > 0:
			time.AfterFunc(tt.patience, cancel)
		}
		answers += spent(func() error { return b.Try(ctx) }) + "; "
		cancel()
	}
	return answers + fmt.Sprint(s.begun(), " calls")
}

// expected is the rule, on a clock that is a number.
func expected(calls []behaviour, tries []try) (answers string) {
	var now, returns time.Duration // the call that is out returns at returns
	n := 0
	for _, tt := range tries {
		now += tt.wait
		if now < returns {
			answers += fmt.Sprintf("%v after 0s; ", timeout.ErrStuck)
			continue
		}
		b := calls[min(n, len(calls)-1)]
		n++
		patience := limit
		if tt.patience > 0 {
			patience = min(limit, tt.patience)
		}
		err, took := b.err, b.takes
		returns = now + b.takes
		if b.takes > patience {
			err, took = timeout.ErrTimeout, patience
		}
		if b.takes > patience && !b.deaf {
			returns = now + patience + tidying
		}
		answers += fmt.Sprintf("%v after %v; ", err, took)
		now += took
	}
	return answers + fmt.Sprint(n, " calls")
}
