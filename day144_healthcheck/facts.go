package healthcheck

import (
	"fmt"
	"slices"
	"strings"
)

// A kind is one of the three questions a prober asks.
type kind int

const (
	liveness kind = iota
	readiness
	startup
	kinds
)

// facts are all that the verdicts depend on.
type facts struct {
	views    []view
	started  bool
	draining bool
}

// latch sets started the first time every heartbeat is green at once, and so at
// once where there is none. Startup asks what liveness asks, because red has the
// same end: a restart. A process that starts while its database is away would be
// restarted until the database is back, and all its replicas with it.
func (f *facts) latch() {
	f.started = f.started || !slices.ContainsFunc(f.about(liveness), view.red)
}

// verdict is the first line of a body and whether it goes with a 200.
func (f facts) verdict(k kind) (word string, ok bool) {
	switch {
	case k == startup:
		return pick(f.started, "started", "starting")
	case k == liveness:
		// A process that starts or drains is not dead: a restart would throw
		// away the start so far, or the requests in flight.
		return pick(!f.dead() || !f.started || f.draining, "live", "not live")
	case f.draining:
		return "draining", false
	case !f.started:
		return "starting", false
	}
	return pick(!slices.ContainsFunc(f.views, view.red), "ready", "not ready")
}

// dead reports whether a heartbeat is known to be overdue. Knowing nothing, as
// when Run has returned, is reason enough to be not ready and none to be killed.
func (f facts) dead() bool {
	return slices.ContainsFunc(f.about(liveness), func(v view) bool { return v.red() && v.health != unknown })
}

func pick(ok bool, yes, no string) (string, bool) {
	if ok {
		return yes, true
	}
	return no, false
}

// about is the checks that a kind looks at: heartbeats only for liveness.
func (f facts) about(k kind) []view {
	if k != liveness {
		return f.views
	}
	return slices.DeleteFunc(slices.Clone(f.views), func(v view) bool { return !v.beat })
}

// err is the readiness verdict as an error.
func (f facts) err() error {
	sentinel := ErrNotReady
	word, ok := f.verdict(readiness)
	switch {
	case ok:
		return nil
	case word == "draining":
		return ErrDraining
	case word == "starting":
		sentinel = ErrStarting
	}
	var bad []string
	for _, v := range f.views {
		if v.red() {
			bad = append(bad, fmt.Sprintf("%s %s", v.name, v.health))
		}
	}
	return fmt.Errorf("%w: %s", sentinel, strings.Join(bad, ", "))
}

// excluding is f without the say of the named checks. It leaves the latches
// alone: no query may hide that a process drains, or has not started.
func (f facts) excluding(names []string) facts {
	f.views = slices.Clone(f.views)
	for i := range f.views {
		f.views[i].excluded = slices.Contains(names, f.views[i].name)
	}
	return f
}
