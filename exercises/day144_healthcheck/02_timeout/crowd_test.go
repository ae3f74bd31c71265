package timeout_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"workbook/exercises/check"
	timeout "workbook/exercises/day144_healthcheck/02_timeout"
)

// TestNextFindsRoom is not in a bubble: one goroutine tries and the other
// returns at the same time, as they do on a machine with two cores.
func TestNextFindsRoom(t *testing.T) {
	const loops, want = 2, "nothing but <nil>, and as many calls"
	judge := check.New(t, readTake)
	judge.Run("back_to_back", check.Case{
		Call: "Try, one after the other for 400ms, of a check that passes at once", Want: want,
		Rule: "when Try has returned a result, that call is over: give back the room before the result, not after it",
		Got: func() string {
			// More threads than cores: the system stops one of them in the worst place soon.
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(8))
			var answers [loops]string
			judge.Together(loops, func(i int) { answers[i] = backToBack(400 * time.Millisecond) })
			return cmp.Or(answers[0], answers[1], want)
		},
	})
}

// backToBack is what went wrong, or "".
func backToBack(long time.Duration) string {
	calls := 0
	b := timeout.Bound(func(context.Context) error { calls++; return nil }, time.Minute)
	began := time.Now()
	for n := 1; n == 1 || time.Since(began) < long; n++ {
		err := b.Try(context.Background())
		if err != nil || calls != n {
			return fmt.Sprintf("%v from Try number %d, %d calls", err, n, calls)
		}
	}
	return ""
}

// TestManyAtOnce has goroutines try at the same moment, again and again. The
// check lasts until both have got in or been turned away.
func TestManyAtOnce(t *testing.T) {
	judge := check.New(t, readTick)
	judge.Run("meeting", check.Case{
		Call: "Try by 2 goroutines at the same moment, the check waiting for both, again and again", Want: "each time 1 call and 1 ErrStuck",
		Rule: "never more than one call: to look whether there is room and to take it is one step, or two goroutines find the same room",
		Got: func() string {
			return cmp.Or(check.Collide(judge, 50_000, meet, (*meeting).try, (*meeting).try, (*meeting).verdict), "each time 1 call and 1 ErrStuck")
		},
	})
}

// A meeting is a Bounded that two goroutines try.
type meeting struct {
	b                     *timeout.Bounded
	calls, stuck, arrived atomic.Int64
}

func meet() *meeting {
	m := &meeting{}
	m.b = timeout.Bound(func(context.Context) error {
		m.calls.Add(1)
		m.arrived.Add(1)
		check.Spin(&m.arrived, 2)
		return nil
	}, time.Minute)
	return m
}

func (m *meeting) try() {
	if errors.Is(m.b.Try(context.Background()), timeout.ErrStuck) {
		m.stuck.Add(1)
		m.arrived.Add(1)
	}
}

func (m *meeting) verdict() string {
	if m.calls.Load() == 1 && m.stuck.Load() == 1 {
		return ""
	}
	return fmt.Sprintf("%d calls and %d ErrStuck", m.calls.Load(), m.stuck.Load())
}

// TestGoexit: t.FailNow in a check that a test shares, for one.
func TestGoexit(t *testing.T) {
	check.New(t, readBegin).Bubble("is_a_failure", check.Case{
		Call: "Try of a check that calls runtime.Goexit, twice", Want: "an error after 0s, an error after 0s, 2 calls",
		Rule: "a check that ended its goroutine has not passed, and is not under way any more",
		Got: func() (answers string) {
			calls := 0
			b := timeout.Bound(func(context.Context) error { calls++; runtime.Goexit(); return nil }, limit)
			for range 2 {
				began := time.Now()
				err := b.Try(context.Background())
				if err != nil && !errors.Is(err, timeout.ErrStuck) {
					err = errors.New("an error")
				}
				answers += fmt.Sprintf("%v after %v, ", err, time.Since(began))
			}
			return answers + fmt.Sprintf("%d calls", calls)
		},
	})
}

const (
	childEnv  = "WORKBOOK_TIMEOUT_CHILD"
	panicText = "nil map"
)

// TestPanic runs its case in a process of its own: a panic that nobody
// recovers ends the process, and with it the other tests.
func TestPanic(t *testing.T) {
	if os.Getenv(childEnv) != "" {
		b := timeout.Bound(func(context.Context) error { panic(panicText) }, time.Minute)
		for range 2 {
			fmt.Printf("Try: %v\n", b.Try(context.Background()))
		}
		return
	}
	const want = "errors that hold the panic's value"
	check.New(t, readBegin).Run("becomes_an_error", check.Case{
		Call: fmt.Sprintf("Try of a check that calls panic(%q), twice", panicText), Want: want,
		Rule: "recover works only in the goroutine that panics: the one that runs the check",
		Got: func() string {
			ctx, cancel := context.WithTimeout(context.Background(), 4*time.Second)
			defer cancel()
			cmd := exec.CommandContext(ctx, os.Args[0], "-test.run=^TestPanic$")
			cmd.Env = append(os.Environ(), childEnv+"=1")
			out, err := cmd.CombinedOutput()
			first, _, _ := strings.Cut(string(out), "\n")
			switch {
			case ctx.Err() != nil:
				return "Try did not return within 4 s"
			case err != nil:
				return "the process crashed: " + first
			case strings.Count(string(out), panicText) == 2:
				return want
			}
			return first
		},
	})
}
