package stale

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"
	"time"
)

func TestSharedCallIsOver(t *testing.T) {
	t.Run("once_its_result_is_out", func(t *testing.T) {
		check(t, "Do by 8 goroutines, again and again", fresh, "a call is over when its result is out: forget it before you wake those who wait, or who comes in between gets an answer about the past", rush)
	})
}

const (
	rushers = 8
	fresh   = "each result from a call that was not over when Do was called"
)

// A numbered error tells the calls of the check apart.
type numbered int64

func (n numbered) Error() string { return fmt.Sprintf("down, call %d", int64(n)) }

// rush looks for a result that was out already when its caller came. The
// moment for that is short, so there are many callers and many moments.
func rush() string {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(4)) // so that they meet on a single core too
	var calls, newest atomic.Int64
	s := Share(func(context.Context) error { return numbered(calls.Add(1)) })
	end := time.Now().Add(500 * time.Millisecond)
	answers := make(chan string, rushers)
	for range rushers {
		go func() {
			answer := fresh
			defer func() {
				if p := recover(); p != nil {
					answer = fmt.Sprintf("panic: %v", p)
				}
				answers <- answer
			}()
			for answer == fresh && time.Now().Before(end) {
				answer = once(s, &newest)
			}
		}()
	}
	answer := fresh
	for range rushers {
		if a := <-answers; a != fresh {
			answer = a
		}
	}
	return answer
}

// once calls Do and compares its result with the newest that was out before.
func once(s *Shared, newest *atomic.Int64) string {
	before := newest.Load()
	err := s.Do(context.Background())
	var n numbered
	if !errors.As(err, &n) {
		return fmt.Sprintf("%v, which is no result of the check", err)
	}
	if int64(n) <= before {
		return fmt.Sprintf("the result of call %d, when that of call %d was out already", n, before)
	}
	for old := newest.Load(); old < int64(n) && !newest.CompareAndSwap(old, int64(n)); old = newest.Load() {
	}
	return fresh
}
