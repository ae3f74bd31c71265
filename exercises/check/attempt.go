package check

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// bubbleLimit is how long a call may wait by the clock of its bubble. That clock goes on when everything waits, so no machine
// is too slow for it.
const bubbleLimit = 24 * time.Hour

// attempt makes one call in a goroutine of its own and returns what it says. A panic, a goroutine that ends itself, and no
// answer within the limit are answers too, with the place in the exercise. In a bubble the limit counts by the bubble's clock.
func (j *Judge) attempt(limit time.Duration, call func() string) string {
	done := make(chan string, 1)
	go func() {
		answer, returned := "", false
		defer func() {
			switch p := recover().(type) {
			case nil:
				if !returned {
					answer = "the call ended its goroutine, by runtime.Goexit, " + j.exercise.callerPlace()
				}
			case placedPanic:
				answer = "panic: " + string(p)
			default:
				answer = fmt.Sprintf("panic: %v, %s", p, j.exercise.callerPlace())
			}
			done <- answer
		}()
		answer = call()
		returned = true
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case answer := <-done:
		return answer
	case <-timer.C:
		j.hung = true
		return fmt.Sprintf("no answer within %v, %s", limit, j.exercise.stuckPlace())
	}
}

// bubble makes one call in a bubble. The bubble has ended when bubble returns, in every case but one: a loop that never waits
// holds the bubble's clock, nothing can end it, and the process ends with a panic that names the case.
func (j *Judge) bubble(t *testing.T, c Case) (got string) {
	guard := time.AfterFunc(limit, func() {
		panic(fmt.Sprintf("%s: %s", t.Name(), j.text(c, fmt.Sprintf("no answer within %v, %s", limit, j.exercise.stuckPlace()))))
	})
	defer guard.Stop()
	defer func() {
		p := recover() // synctest.Test panics when goroutines are left that wait for each other
		j.hung = false // whatever it was, it was in this bubble alone
		if p != nil && got == c.Want {
			got += fmt.Sprintf(", and a goroutine is left that waits for ever, %s", j.exercise.stuckPlace())
		}
	}()
	synctest.Test(t, func(*testing.T) {
		got = j.attempt(bubbleLimit, c.Got)
	})
	return got
}
