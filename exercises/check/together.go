package check

import (
	"fmt"
	"sync"
)

// Together calls f(0) to f(n-1) at once, each in a goroutine, and returns when all have returned. They start together, so
// that they meet: goroutines started one by one are often done before the next begins. The first panic of
// any of them is a panic of Together.
func (j *Judge) Together(n int, f func(i int)) {
	var start, end sync.WaitGroup
	gate, failures := make(chan struct{}), make(chan placedPanic, n)
	start.Add(n)
	end.Add(n)
	for i := range n {
		go func() {
			defer end.Done()
			defer func() {
				if p := recover(); p != nil {
					failures <- placedPanic(fmt.Sprintf("%v, %s", p, j.exercise.callerPlace()))
				}
			}()
			start.Done()
			<-gate
			f(i)
		}()
	}
	start.Wait()
	close(gate)
	end.Wait()
	select {
	case failure := <-failures:
		panic(failure)
	default:
	}
}

// A placedPanic is the text of a panic with its place, which another goroutine could not find any more.
type placedPanic string
