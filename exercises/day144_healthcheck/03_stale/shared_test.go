package stale

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
)

// A slow check returns when the test lets it, or at the end of the test.
type slow struct {
	t       *testing.T
	entered chan struct{} // one value for each call
	let     chan error
	over    chan struct{}
	calls   atomic.Int64
	ended   atomic.Int64 // calls whose context ended under them
}

func newSlow(t *testing.T) *slow {
	s := &slow{t: t, entered: make(chan struct{}, 100), let: make(chan error), over: make(chan struct{})}
	t.Cleanup(func() { close(s.over) })
	return s
}

func (s *slow) check(ctx context.Context) error {
	s.calls.Add(1)
	s.entered <- struct{}{}
	select {
	case err := <-s.let:
		return err
	case <-ctx.Done():
		s.ended.Add(1)
		return ctx.Err()
	case <-s.over:
		return errors.New("the test is over")
	}
}

// result gives one call its result.
func (s *slow) result(err error) {
	select {
	case s.let <- err:
	case <-s.over:
	}
}

// ask calls Do in a goroutine and passes on its answer.
func ask(s *Shared, ctx context.Context) <-chan error {
	answer := make(chan error, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				answer <- fmt.Errorf("panic: %v", p)
			}
		}()
		answer <- s.Do(ctx)
	}()
	return answer
}

func TestSharedResult(t *testing.T) {
	t.Run("alone", func(t *testing.T) {
		check(t, "Do, twice, of a check that fails and then passes", "down, then <nil>; calls 2", "a call that has ended answers nobody any more: the next caller gets a new one", func() string {
			calls := 0
			s := Share(func(context.Context) error {
				if calls++; calls == 1 {
					return errors.New("down")
				}
				return nil
			})
			first, second := s.Do(context.Background()), s.Do(context.Background())
			return fmt.Sprintf("%v, then %v; calls %d", first, second, calls)
		})
	})
}

func TestSharedCall(t *testing.T) {
	const callers = 10
	t.Run("one_call", func(t *testing.T) {
		slow := newSlow(t)
		check(t, fmt.Sprintf("%d callers of Do at once", callers), "10 x down, calls 1", "ten probers at once are one call: a slow dependency must not be asked more because it is slow", func() string {
			s := Share(slow.check)
			first := ask(s, context.Background())
			<-slow.entered
			answers := []<-chan error{first}
			for range callers - 1 {
				answers = append(answers, joins(s, context.Background()))
			}
			slow.result(errors.New("down"))
			n := 0
			for _, a := range answers {
				if err := <-a; err != nil && err.Error() == "down" {
					n++
				}
			}
			return fmt.Sprintf("%d x down, calls %d", n, slow.calls.Load())
		})
	})
}

// joins calls Do in a goroutine and returns once it is in there, waiting: a
// context that is asked for Done is about to be waited for.
func joins(s *Shared, ctx context.Context) <-chan error {
	w := &watched{Context: ctx, asked: make(chan struct{})}
	answer := ask(s, w)
	<-w.asked
	return answer
}

type watched struct {
	context.Context
	asked chan struct{}
	once  atomic.Bool
}

func (w *watched) Done() <-chan struct{} {
	if w.once.CompareAndSwap(false, true) {
		close(w.asked)
	}
	return w.Context.Done()
}

func TestImpatientCaller(t *testing.T) {
	t.Run("leaves_at_once", func(t *testing.T) {
		slow := newSlow(t)
		check(t, "Do, and its ctx cancelled while the check hangs", context.Canceled.Error(), "a caller that has gone needs no answer: do not make it wait", func() string {
			ctx, cancel := context.WithCancel(context.Background())
			answer := ask(Share(slow.check), ctx)
			<-slow.entered
			cancel()
			return fmt.Sprint(<-answer)
		})
	})
	t.Run("does_not_end_the_call", func(t *testing.T) {
		slow := newSlow(t)
		check(t, "the caller that started the call leaves; the result of the other", "<nil>, calls 1, ended 0", "the call belongs to everybody who waits: it must not end with the context of the one who came first", func() string {
			s := Share(slow.check)
			ctx, cancel := context.WithCancel(context.Background())
			first := ask(s, ctx)
			<-slow.entered
			second := joins(s, context.Background())
			cancel()
			<-first
			go slow.result(nil)
			return fmt.Sprintf("%v, calls %d, ended %d", <-second, slow.calls.Load(), slow.ended.Load())
		})
	})
	t.Run("gone_before_it_came", func(t *testing.T) {
		slow := newSlow(t)
		check(t, "Do under a ctx that is done, then Do of a patient caller", "context canceled, then <nil>", "a caller whose ctx is done gets its error, and leaves nothing broken behind", func() string {
			s := Share(slow.check)
			ctx, cancel := context.WithCancel(context.Background())
			cancel()
			first := s.Do(ctx)
			second := ask(s, context.Background())
			go slow.result(nil)
			return fmt.Sprintf("%v, then %v", first, <-second)
		})
	})
}
