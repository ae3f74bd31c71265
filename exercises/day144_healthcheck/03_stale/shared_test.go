package stale_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"workbook/exercises/check"
	stale "workbook/exercises/day144_healthcheck/03_stale"
	"workbook/exercises/oracle"
)

const (
	readRule   = "exercises/day144_healthcheck/03_stale/README.md The rule"
	readHandle = "day144_healthcheck/handler.go Probe.answer"
)

// A caller calls Do at a moment, and leaves after its patience; zero is never,
// and less than zero has left before it came.
type caller struct {
	at, patience time.Duration
}

func (c caller) String() string {
	switch {
	case c.patience < 0:
		return fmt.Sprintf("at %v under a ctx that has ended", c.at)
	case c.patience == 0:
		return fmt.Sprintf("at %v", c.at)
	}
	return fmt.Sprintf("at %v, leaves at %v", c.at, c.at+c.patience)
}

// crowd has the callers call Do of one Shared, whose calls take so long and
// fail with their number, and writes what each caller got and when.
func crowd(calls []time.Duration, callers []caller) string {
	began := time.Now()
	var mu sync.Mutex
	var n, ended, out, most int
	s := stale.Share(func(ctx context.Context) error {
		mu.Lock()
		n++
		number := n
		out++
		most = max(most, out)
		mu.Unlock()
		_, limited := ctx.Deadline()
		select {
		case <-ctx.Done():
			limited = true
		case <-time.After(calls[min(number, len(calls))-1]):
		}
		mu.Lock()
		defer mu.Unlock()
		out--
		if limited {
			ended++
		}
		return fmt.Errorf("result %d", number)
	})
	answers := make([]string, len(callers))
	var all sync.WaitGroup
	for i, c := range callers {
		all.Go(func() {
			<-time.After(c.at)
			ctx, cancel := context.WithCancelCause(context.Background())
			leave := func() { cancel(errors.New("the caller has gone")) } // its ctx.Err() is context.Canceled all the same
			defer leave()
			switch {
			case c.patience < 0:
				leave()
			case c.patience > 0:
				time.AfterFunc(c.patience, leave)
			}
			err := s.Do(ctx)
			answers[i] = fmt.Sprintf("%v at %v", err, time.Since(began))
		})
	}
	all.Wait()
	<-time.After(time.Hour) // the last call ends, though nobody waits for it
	synctest.Wait()
	mu.Lock()
	defer mu.Unlock()
	return summary(answers, n, most, ended)
}

func summary(answers []string, calls, most, ended int) string {
	return fmt.Sprintf("%s; calls %d, at once %d, under a context that ends %d", strings.Join(answers, "; "), calls, most, ended)
}

// foretold is the rule: the callers in their order, and the call under way.
func foretold(calls []time.Duration, callers []caller) string {
	var answers []string
	var over time.Duration // when the newest call is over
	n := 0
	for _, c := range callers {
		if c.patience < 0 {
			answers = append(answers, fmt.Sprintf("%v at %v", context.Canceled, c.at))
			continue
		}
		if n == 0 || c.at >= over {
			n++
			over = c.at + calls[min(n, len(calls))-1]
		}
		if c.patience > 0 && c.at+c.patience < over {
			answers = append(answers, fmt.Sprintf("%v at %v", context.Canceled, c.at+c.patience))
			continue
		}
		answers = append(answers, fmt.Sprintf("result %d at %v", n, over))
	}
	return summary(answers, n, min(n, 1), 0)
}

func sharedCase(calls []time.Duration, callers []caller, rule string) check.Case {
	return check.Case{
		Call: "Do of a check whose calls take %v, by callers %v", Args: []any{calls, callers},
		Got: func() string { return crowd(calls, callers) }, Want: foretold(calls, callers), Rule: rule,
	}
}

func TestShared(t *testing.T) {
	const second = time.Second
	judge := check.New(t, readRule)
	for _, tt := range []struct {
		name    string
		callers []caller
		rule    string
	}{
		{"alone", []caller{{0, 0}, {2 * second, 0}}, "a call that has ended answers nobody any more: the next caller gets a new one"},
		{"ten_at_once", []caller{{0, 0}, {1, 0}, {2, 0}, {3, 0}, {4, 0}, {5, 0}, {6, 0}, {7, 0}, {8, 0}, {second / 2, 0}},
			"ten probers are one call: a slow dependency must not be asked more because it is slow"},
		{"leaves_at_once", []caller{{0, second / 2}}, "a caller that has gone needs no answer: do not make it wait"},
		{"first_leaves", []caller{{0, second / 2}, {second / 4, 0}}, "the call belongs to everybody who waits: it must not end with the context of the one who came first"},
		{"last_leaves", []caller{{0, 0}, {second / 4, second / 4}}, "the call belongs to everybody who waits, and whoever leaves changes nothing for the others"},
		{"all_leave", []caller{{0, second / 4}, {second / 2, 0}}, "nobody waits for a moment, and the call goes on: the next caller shares it"},
		{"gone_before_it_came", []caller{{0, -1}, {second, 0}}, "a caller whose ctx is done gets its error and starts nothing"},
		{"gone_while_a_call_is_out", []caller{{0, 0}, {second / 2, -1}}, "a caller whose ctx is done gets its error, and need not wait for a result"},
	} {
		judge.Bubble(tt.name, sharedCase([]time.Duration{second}, tt.callers, tt.rule))
	}
}

func TestOracleShared(t *testing.T) {
	check.New(t, readRule).OracleBubble(800, func(d *oracle.Draw) check.Case {
		one := func() time.Duration {
			return oracle.Pick[time.Duration](d, time.Second, 0, 300*time.Millisecond, time.Minute)
		}
		calls := append([]time.Duration{one()}, oracle.List(d, 4, one)...)
		at := time.Duration(0)
		callers := oracle.List(d, 7, func() caller {
			// A microsecond more each time: nobody comes or leaves in the moment in which a call ends.
			at += oracle.Pick[time.Duration](d, 0, 100*time.Millisecond, 500*time.Millisecond, 2*time.Second) + time.Microsecond
			return caller{at, oracle.Pick[time.Duration](d, 0, 0, 200*time.Millisecond, 5*time.Second, -1)}
		})
		return sharedCase(calls, callers, "one call at a time; each caller gets its result, or the error of its own context when that ends first")
	})
}

// TestCallIsOver is about the moment in which a result comes out: many callers,
// on all cores, and as many moments.
func TestCallIsOver(t *testing.T) {
	const callers, want = 4, "each result of a call that was not over when Do was called, one call at a time"
	judge := check.New(t, readHandle)
	judge.Run("rush", check.Case{
		Call: fmt.Sprintf("Do by %d goroutines, again and again for 500ms", callers), Want: want,
		Rule: "a call is over when its result is out: forget it before you wake those who wait, or who comes in between gets an answer about the past",
		Got: func() string {
			r := &rush{until: time.Now().Add(500 * time.Millisecond)}
			r.shared = stale.Share(r.check)
			var answers [callers]string
			judge.Together(callers, func(i int) { answers[i] = r.again() })
			return cmp.Or(answers[0], answers[1], answers[2], answers[3], want)
		},
	})
}

// A rush is a Shared that many callers use all the time.
type rush struct {
	shared             *stale.Shared
	until              time.Time
	calls, out, newest atomic.Int64 // newest is the last call whose result somebody has
	twice, stop        atomic.Bool
}

// A numbered error tells the calls of the check apart.
type numbered int64

func (n numbered) Error() string { return fmt.Sprintf("call %d", int64(n)) }

func (r *rush) check(context.Context) error {
	if r.out.Add(1) > 1 {
		r.twice.Store(true)
	}
	defer r.out.Add(-1)
	return numbered(r.calls.Add(1))
}

// again is what went wrong, or "".
func (r *rush) again() string {
	for n := 0; n == 0 || !r.stop.Load() && time.Now().Before(r.until); n++ {
		before := r.newest.Load()
		got, ok := r.shared.Do(context.Background()).(numbered)
		if problem := r.judge(before, int64(got), ok); problem != "" {
			r.stop.Store(true)
			return problem
		}
		for old := r.newest.Load(); old < int64(got) && !r.newest.CompareAndSwap(old, int64(got)); old = r.newest.Load() {
		}
	}
	return ""
}

func (r *rush) judge(before, got int64, ok bool) string {
	switch {
	case !ok:
		return "an answer that is no result of the check"
	case r.twice.Load():
		return "two calls at once"
	case got <= before:
		return fmt.Sprintf("the result of call %d, when that of call %d was out already", got, before)
	}
	return ""
}

// TestOneStarts has two callers find no call at the same moment.
func TestOneStarts(t *testing.T) {
	const want = "each time one call"
	judge := check.New(t, readRule)
	judge.Run("meeting", check.Case{
		Call: "Do by 2 goroutines at the same moment, the check taking some time, again and again", Want: want,
		Rule: "to look whether there is a call and to start one is one step, or two callers start two",
		Got: func() string {
			return cmp.Or(check.Collide(judge, 20_000, newPair, (*pair).do, (*pair).do, (*pair).verdict), want)
		},
	})
}

// A pair is a Shared that two goroutines call. The call lasts until both are
// on their way, as far as that can be seen from outside.
type pair struct {
	shared     *stale.Shared
	calls, out atomic.Int64
	twice      atomic.Bool
}

func newPair() *pair {
	p := &pair{}
	p.shared = stale.Share(func(context.Context) error {
		p.calls.Add(1)
		if p.out.Add(1) > 1 {
			p.twice.Store(true)
		}
		for n := 0; n < 20_000 && p.out.Load() < 2; n++ { // some ten microseconds
		}
		p.out.Add(-1)
		return nil
	})
	return p
}

func (p *pair) do() { p.shared.Do(context.Background()) }

func (p *pair) verdict() string {
	switch {
	case p.calls.Load() == 0:
		return "no call"
	case p.twice.Load():
		return "two calls at once"
	}
	return ""
}
