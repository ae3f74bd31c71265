package healthcheck

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// A Plan says how Serve drains. Every field may be zero.
type Plan struct {
	// Stop is the stop function of signal.NotifyContext. Serve calls it first of
	// all, so that a second signal kills the process instead of being swallowed.
	// The status is 143 for SIGTERM, and 2 for a process that is PID 1, as in a
	// container: there the kernel does not let a signal kill it, and Go exits.
	Stop context.CancelFunc

	// Probe is told to Drain. Nil means that nobody asks.
	Probe *Probe

	// Notice is how long Serve goes on serving with readiness red: the time the
	// balancer needs to see it (default none). Budget computes the worst case.
	Notice time.Duration

	// Released ends the notice early when it returns nil, for a balancer that can
	// say that it sends no more. Its context ends with the notice. Return only when
	// kept connections are gone too, else their next request meets a closed socket.
	Released func(context.Context) error

	// Grace is how long requests may take to finish once the notice is over
	// (default 10s). What is left then is cut, and counted in a CutError.
	Grace time.Duration

	// After is what to do once no request runs, in order: stop the intake of
	// workers and let their queues run empty, then flush telemetry.
	After []Step

	// Close is what was opened, in the order of opening. It is closed in reverse,
	// after After: what was opened later may lean on what was opened before.
	Close []Step

	// Admin serves the probes on AdminListener and closes last of all: until then
	// the orchestrator can see the process drain. Set both or neither.
	Admin         *http.Server
	AdminListener net.Listener

	// Logger is told of each phase and its duration; nil means slog.Default().
	Logger *slog.Logger
}

// A Step is one piece of a drain. Its context has the values of the context
// given to Serve but not its end, which has come already, and is done after
// Timeout (default 5s). A step that ignores its context is left behind then.
// An error, a panic or a timeout is logged and returned by Serve, and does not
// stop the steps after it.
type Step struct {
	Name    string
	Timeout time.Duration
	Func    func(context.Context) error
}

const (
	defaultGrace = 10 * time.Second
	defaultStep  = 5 * time.Second
	adminGrace   = time.Second // for a probe that is being answered right now
)

func (s Step) timeout() time.Duration { return cmp.Or(s.Timeout, defaultStep) }

// withDefaults fills in zero values and panics on a plan that cannot work.
func (p Plan) withDefaults() Plan {
	if (p.Admin == nil) != (p.AdminListener == nil) {
		panic("healthcheck: Plan.Admin and Plan.AdminListener go together: set both or neither")
	}
	for i, s := range append(p.After[:len(p.After):len(p.After)], p.Close...) {
		if s.Func == nil {
			panic(fmt.Sprintf("healthcheck: step %d (%q) of the plan has no Func", i, s.Name))
		}
	}
	p.Grace = cmp.Or(p.Grace, defaultGrace)
	if p.Logger == nil {
		p.Logger = slog.Default()
	}
	return p
}
