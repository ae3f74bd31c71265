package healthcheck

import (
	"cmp"
	"context"
	"errors"
	"time"
)

// ErrBusy marks the error of a check that could not ask: a pool with every
// connection in use is busy, not broken. Such a result counts neither as a
// pass nor as a failure, so only MaxAge ends a busy spell.
var ErrBusy = errors.New("busy")

// ErrConfig marks an error that waiting will not cure, such as a wrong
// password. It counts as a failure; the log says that it is one of these.
var ErrConfig = errors.New("configuration error")

// A Check is one thing a process needs in order to be ready. Only Name and
// Func are required; every other zero value stands for the default beside it.
type Check struct {
	// Name is how bodies and logs call the check: 1 to 64 bytes of printable
	// UTF-8, unique in its Probe. It is public; keep addresses out of it.
	Name string

	// Func asks the dependency once. A nil error is a pass. An error that
	// wraps ErrBusy is neither a pass nor a failure. Func should return when
	// its context is done; if it does not, it is counted as failing, reported
	// as stuck, and never called again before it has returned.
	Func func(context.Context) error

	// Timeout bounds one attempt, Every is the pace from the start of one
	// attempt to the start of the next. Defaults: 5s for Every, or Timeout if
	// that is longer; 1s for Timeout, or Every if that is shorter. Timeout may
	// not exceed Every: otherwise the worst case Every x Fails + Timeout from
	// fault to unready would not hold.
	Timeout, Every time.Duration

	// MaxAge is how old the last pass may be: once it is older, the check is
	// stale and counts as failing, whatever its thresholds say. It may not be
	// shorter than Every; give it Every + Timeout or more. Default: 2 x Every
	// x Fails + Timeout.
	MaxAge time.Duration

	// Fails consecutive failures turn the check red (default 3), Passes
	// consecutive passes turn it green (default 1).
	Fails, Passes int

	// Optional failures are shown as a warning and change no verdict.
	Optional bool

	// beat marks the checks made by Heartbeat.Check, the only ones liveness
	// looks at. It is unexported so that no dependency can get there.
	beat bool
}

// Defaults, chosen so that a blip shorter than ten seconds turns nothing red.
const (
	defaultEvery   = 5 * time.Second
	defaultTimeout = time.Second
	defaultFails   = 3
	longest        = 100 * 365 * 24 * time.Hour
)

// withDefaults fills in zero values. Call it on a check that is valid.
func (c Check) withDefaults() Check {
	if c.Every == 0 {
		c.Every = max(defaultEvery, c.Timeout)
	}
	if c.Timeout == 0 {
		c.Timeout = min(defaultTimeout, c.Every)
	}
	c.Fails = cmp.Or(c.Fails, defaultFails)
	c.Passes = cmp.Or(c.Passes, 1)
	if c.MaxAge == 0 && c.Every < longest/time.Duration(2*c.Fails) {
		c.MaxAge = 2*c.Every*time.Duration(c.Fails) + c.Timeout
	}
	c.MaxAge = min(cmp.Or(c.MaxAge, longest), longest) // else adding to it could overflow
	return c
}
