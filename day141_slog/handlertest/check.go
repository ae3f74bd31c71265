package handlertest

import (
	"fmt"
	"time"
)

// patience bounds one check. The slowest takes milliseconds; a handler that
// needs seconds is waiting for a lock that nobody will release.
const patience = 5 * time.Second

// check is one rule and the calls that would break it.
type check struct {
	name string
	rule string
	run  func(p *probe)
}

// judge runs c on a probe of its own. It reports at most one failure, and
// whether c is still running: then its goroutine is left behind.
func (c check) judge(p probe) (f *Failure, stuck bool) {
	p.call = "calls of " + c.name
	own := p                     // the goroutine's; it may outlive this call
	done := make(chan *probe, 1) // buffered: a late check must not block for ever
	go func() {
		defer func() {
			if r := recover(); r != nil {
				if _, known := r.(abandoned); !known {
					own.mismatch(own.call, fmt.Sprintf("panic: %v", r), "no panic")
				}
			}
			done <- &own
		}()
		c.run(&own)
	}()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case own := <-done:
		if len(own.problems) == 0 {
			return nil, false
		}
		return &Failure{c.name, c.rule, own.detail()}, false
	case <-timer.C:
		p.mismatch(p.call, fmt.Sprintf("no answer after %v: a call into the handler never returned", patience), "an answer")
		return &Failure{c.name, c.rule, p.detail()}, true
	}
}

// detail is the first problem in full and the number of the others: they
// mostly have one cause.
func (p *probe) detail() string {
	if more := len(p.problems) - 1; more > 0 {
		return fmt.Sprintf("%s\n    and %d more of this kind", p.problems[0], more)
	}
	return p.problems[0]
}

// abandoned is the panic value that ends a check whose problem is noted.
type abandoned struct{}

// mismatch notes a problem in the three lines that a reader can act on.
func (p *probe) mismatch(call, got, want string) {
	p.problems = append(p.problems, fmt.Sprintf("%s\n     got: %s\n    want: %s", call, got, want))
}

// abandon notes a problem after which the rest of the check makes no sense.
func (p *probe) abandon(call, got, want string) {
	p.mismatch(call, got, want)
	panic(abandoned{})
}
