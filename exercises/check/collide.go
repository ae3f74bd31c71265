package check

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

const (
	collideFor     = 600 * time.Millisecond // bounds a Collide where two threads seldom run at once
	collideAtLeast = 5000                   // meetings all the same,
	collideAtMost  = 3 * time.Second        // as far as they fit in here
)

// Collide makes two calls at the same moment, up to n times, and returns the first verdict that is not "". Each time meet makes
// what the two calls share, left and right are called with it, and verdict says what came of it.
//
// The two goroutines do not sleep before a call but spin, so that on two cores they call within some nanoseconds of each other:
// what looks and then acts, two steps in place of one, is caught between them. Keep all that the calls share in one
// struct, for the caches; a call may wait for the other one by Spin.
func Collide[T any](j *Judge, n int, meet func() *T, left, right func(*T), verdict func(*T) string) string {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(max(2, runtime.GOMAXPROCS(0))))
	c := &collision[T]{left: n, meet: meet, verdict: verdict, began: time.Now()}
	c.current.Store(&meeting[T]{shared: meet()})
	failures := make(chan placedPanic, 2)
	var both sync.WaitGroup
	for _, call := range []func(*T){left, right} {
		both.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					failures <- placedPanic(fmt.Sprintf("%v, %s", p, j.exercise.callerPlace()))
					c.over.Store(true)
				}
			}()
			c.run(call)
		})
	}
	both.Wait()
	select {
	case failure := <-failures:
		panic(failure)
	default:
		return c.said
	}
}

// A collision is a Collide under way. Whoever leaves a meeting last makes the next one.
type collision[T any] struct {
	meet    func() *T
	verdict func(*T) string
	current atomic.Pointer[meeting[T]]
	over    atomic.Bool
	met     int // meetings that are over
	left    int // those to come
	began   time.Time
	said    string
}

type meeting[T any] struct {
	shared        *T
	arrived, gone atomic.Int64
}

func (c *collision[T]) run(call func(*T)) {
	for !c.over.Load() {
		m := c.current.Load()
		m.arrived.Add(1)
		for i := 1; m.arrived.Load() < 2 && !c.over.Load(); i++ {
			breathe(i)
		}
		call(m.shared)
		if m.gone.Add(1) == 2 {
			c.advance(m)
		}
		for i := 1; c.current.Load() == m && !c.over.Load(); i++ {
			breathe(i)
		}
	}
}

// advance judges a meeting in which nobody is any more, and makes the next.
func (c *collision[T]) advance(m *meeting[T]) {
	c.said = c.verdict(m.shared)
	c.met++
	c.left--
	spent := time.Since(c.began)
	enough := c.met >= collideAtLeast || runtime.NumCPU() == 1 // where no number would be
	late := spent > collideFor && enough || spent > collideAtMost
	if c.said != "" || c.left == 0 || late {
		c.over.Store(true)
		return
	}
	c.current.Store(&meeting[T]{shared: c.meet()})
}

// Spin returns when n is at least want, or when no answer is expected any more.
func Spin(n *atomic.Int64, want int64) {
	var began time.Time
	for i := 1; n.Load() < want; i++ {
		breathe(i)
		if i == 10_000 {
			began = time.Now()
		}
		if i%10_000 == 0 && time.Since(began) > limit {
			return
		}
	}
}

// breathe lets others run once in a while: there may be one core only.
func breathe(i int) {
	if i%2000 == 0 {
		runtime.Gosched()
	}
}
