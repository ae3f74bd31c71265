package healthcheck

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
)

// Ready and the Readyz handler tell these three apart. Their texts, and the
// texts of the errors that wrap them, name checks and states only.
var (
	ErrStarting = errors.New("starting")
	ErrNotReady = errors.New("not ready")
	ErrDraining = errors.New("draining")
)

// A Probe runs checks at their own pace and answers from their last results.
// Make one with New, start it with Run, and serve its three handlers:
//
//	mux.HandleFunc("/livez", probe.Live)       // red: restart this process
//	mux.HandleFunc("/readyz", probe.Readyz)    // red: send it no requests
//	mux.HandleFunc("/startupz", probe.Startup) // red: give it time
//
// All its methods may be called at any time from any goroutine.
type Probe struct {
	// Logger is told of every transition, with the error that caused it. Set
	// it before Run; nil means slog.Default().
	Logger *slog.Logger

	checks []Check

	// current is all that a handler reads. The snapshot behind it is never
	// written again, so a reader needs no lock and ten thousand readers do
	// not wait for each other, or for a check that hangs.
	current atomic.Pointer[snapshot]

	mu    sync.Mutex // guards facts, and the order in which snapshots appear
	facts facts

	running atomic.Bool
}

// New makes a Probe of the checks, in the order in which bodies will list
// them. It refuses a check that could not work: an empty, unprintable or
// duplicate name, no Func, a negative field, a Timeout longer than Every, a
// MaxAge shorter than Every. It starts nothing.
func New(checks ...Check) (*Probe, error) {
	p := &Probe{}
	for i, c := range checks {
		if err := c.validate(); err != nil {
			return nil, fmt.Errorf("healthcheck: check %d: %w", i, err)
		}
		if slices.ContainsFunc(p.checks, func(o Check) bool { return o.Name == c.Name }) {
			return nil, fmt.Errorf("healthcheck: check %d: the name %q is used twice", i, c.Name)
		}
		p.checks = append(p.checks, c.withDefaults())
	}
	p.reset()
	return p, nil
}

// Run runs the checks until ctx is done, each at once and then every Every,
// and returns nil when every goroutine it started has gone. A check that
// ignores its context therefore holds Run up for as long as it hangs: wait for
// Run with a deadline, or not at all. Once Run has returned nothing is known
// any more, so a probe with a required check is not ready. A second Run at the
// same time is an error; one after another is not.
func (p *Probe) Run(ctx context.Context) error {
	if !p.running.CompareAndSwap(false, true) {
		return errors.New("healthcheck: Run is already running")
	}
	defer p.running.Store(false)
	log := p.Logger
	if log == nil {
		log = slog.Default()
	}
	var all sync.WaitGroup
	for i, c := range p.checks {
		pace := newPace(c, log, func(v view) {
			p.change(func(f *facts) {
				if ctx.Err() == nil { // else reset has been here, or will be
					f.views[i] = v
				}
			})
		})
		all.Go(func() { pace.run(ctx) })
	}
	<-ctx.Done()
	p.reset() // before the wait: a check that hangs must not keep the rest green
	all.Wait()
	return nil
}

// Drain turns readiness red for good: no result and no later call undoes it.
// Liveness turns, or stays, green: the loops that a heartbeat watches end in a
// drain, and a restart is the last thing it needs. Drain may be called twice.
func (p *Probe) Drain() {
	p.change(func(f *facts) { f.draining = true })
}

// Ready is the readiness verdict: nil, or an error that wraps ErrDraining,
// ErrStarting or ErrNotReady and names the checks at fault.
func (p *Probe) Ready() error { return p.current.Load().err }

// reset forgets every result. That started and draining are kept makes them
// latches.
func (p *Probe) reset() {
	views := make([]view, len(p.checks))
	for i, c := range p.checks {
		views[i] = newState(c).view
	}
	p.change(func(f *facts) { f.views = views })
}

// change applies edit and publishes the outcome. Rendering under the lock is
// what keeps an older snapshot from replacing a newer one.
func (p *Probe) change(edit func(*facts)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	edit(&p.facts)
	p.facts.latch()
	p.current.Store(render(p.facts))
}
