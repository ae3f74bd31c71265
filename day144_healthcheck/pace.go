package healthcheck

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// A pace drives one check. It lives in one goroutine and starts at most one
// more, for the call. Each tick opens an attempt, and each attempt comes to one
// result by its deadline: that of a call which began in it, or a failure.
type pace struct {
	state    state
	next     time.Time  // the next tick
	deadline *time.Time // of the attempt that is open; nil between two of them
	call     *call      // at work, in time or late; nil when there is none
	show     func(view)
	log      *slog.Logger

	// after is time.After. Real timers are late when the machine is busy, those
	// of a test's bubble never: a test puts late ones in its place.
	after func(time.Duration) <-chan time.Time
}

// A call is a check's Func at work.
type call struct {
	*task
	began time.Time

	// missed is how many attempts have ended without it. A call that has missed
	// one is stuck, and nobody wants its result any more.
	missed int
}

func newPace(c Check, log *slog.Logger, show func(view)) *pace {
	return &pace{state: newState(c), show: show, log: log.With("check", c.Name), after: time.After}
}

// run works until ctx is done and the call, if there is one, has returned.
func (p *pace) run(ctx context.Context) {
	p.next = time.Now()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
			continue // what a check says when it is told to stop is no verdict
		case <-p.returned():
		case <-p.after(time.Until(p.due())):
		}
		if ctx.Err() == nil {
			p.wake(ctx, time.Now())
		}
	}
	if p.call != nil {
		<-p.call.done
	}
}

// returned is closed once the call has returned.
func (p *pace) returned() <-chan struct{} {
	if p.call == nil {
		return nil
	}
	return p.call.done
}

// due is the next moment at which something must happen without a result.
func (p *pace) due() time.Time {
	due := p.next
	if p.deadline != nil && p.deadline.Before(due) {
		due = *p.deadline
	}
	if stale, ok := p.state.expires(); ok && stale.Before(due) {
		due = stale
	}
	return due
}

// wake does what is due at now, the oldest first. A result that came in time
// counts, however late this goroutine is; and an attempt ends before the next
// one begins, so that a Timeout equal to Every still gives a result each tick.
func (p *pace) wake(ctx context.Context, now time.Time) {
	if p.call != nil && p.call.over() {
		p.take(ctx, now)
	}
	if p.deadline != nil && !now.Before(*p.deadline) {
		p.miss(now)
	}
	p.expire(now)
	if !now.Before(p.next) {
		p.tick(ctx, now)
	}
}

// take takes the result of the call that has returned, or drops it when it
// came too late.
func (p *pace) take(ctx context.Context, now time.Time) {
	before, c := p.state.view, p.call
	p.call = nil
	p.state.view.stuckSince = time.Time{}
	switch {
	case c.missed == 0 && c.at.Before(*p.deadline):
		p.deadline = nil
		p.record(c.err, c.at)
	case c.missed > 0 && p.deadline != nil && now.Before(*p.deadline):
		p.start(ctx, now) // an attempt was waiting for this call to leave
	}
	p.news(before, c.err)
}

func (p *pace) record(err error, at time.Time) {
	switch {
	case err == nil:
		p.state.pass(at)
	case !errors.Is(err, ErrBusy):
		p.state.fail(at)
	}
}

// miss ends the attempt as a failure. A call that is still out has been told to
// stop by its context; one that misses a second attempt does not listen.
func (p *pace) miss(now time.Time) {
	before := p.state.view
	p.deadline = nil
	if p.call != nil {
		p.call.missed++
		p.state.view.stuckSince = p.call.began
	}
	if p.call != nil && p.call.missed == 2 {
		p.log.Warn("check ignores its context", "stuck_since", p.call.began)
	}
	p.state.fail(now)
	p.news(before, fmt.Errorf("no answer within %v: %w", p.state.check.Timeout, context.DeadlineExceeded))
}

func (p *pace) expire(now time.Time) {
	before := p.state.view
	p.state.expire(now)
	p.news(before, fmt.Errorf("the last pass is older than %v", p.state.check.MaxAge))
}

// tick opens an attempt. When the previous call is still out, the attempt waits
// for it to leave, and then makes a call of its own (take). It fails when the
// previous call stays out until its deadline: the dependency is late (miss).
func (p *pace) tick(ctx context.Context, now time.Time) {
	p.next = p.next.Add(p.state.check.Every)
	if !p.next.After(now) { // the process was suspended: skip what was missed
		p.next = now.Add(p.state.check.Every)
	}
	deadline := now.Add(p.state.check.Timeout)
	if deadline.After(p.next) { // this wake-up is late: the attempt may not last into the next one
		deadline = p.next
	}
	p.deadline = &deadline
	if p.call == nil {
		p.start(ctx, now)
	}
}

// start makes the call of the open attempt.
func (p *pace) start(ctx context.Context, now time.Time) {
	ctx, cancel := context.WithDeadline(ctx, *p.deadline)
	p.call = &call{began: now, task: begin(ctx, func(ctx context.Context) error {
		defer cancel()
		return p.state.check.Func(ctx)
	})}
}

// news publishes what changed since before, and logs err if the health did:
// once for each transition, and nowhere but in the log.
func (p *pace) news(before view, err error) {
	v := p.state.view
	if v == before {
		return
	}
	p.show(v)
	switch {
	case v.health == before.health:
	case v.health == passing:
		p.log.Info("check passes", "was", string(before.health))
	default:
		p.log.Warn("check "+string(v.health), "err", err, "optional", v.optional,
			"misconfigured", errors.Is(err, ErrConfig))
	}
}
