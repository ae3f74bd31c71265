package healthcheck

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// A pace drives one check: it lives in one goroutine and starts at most one
// more, the call in progress, so a check never has more than two.
type pace struct {
	state   state
	next    time.Time // the next tick
	attempt attempt
	calling bool      // a call is out, on time or stuck
	called  time.Time // when that call was started
	limit   time.Time // and when it should have returned
	late    bool      // its attempt has ended without it
	warned  bool      // the log has been told that it is stuck
	results chan result
	show    func(view)
	log     *slog.Logger
}

func newPace(c Check, log *slog.Logger, show func(view)) *pace {
	// One slot, because one call is out at most: call never blocks on sending,
	// even when its result comes too late for anybody to want it.
	results := make(chan result, 1)
	return &pace{state: newState(c), results: results, show: show, log: log.With("check", c.Name)}
}

// run works until ctx is done and the call in progress, if any, has returned.
func (p *pace) run(ctx context.Context) {
	p.next = time.Now()
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			if p.calling {
				<-p.results
			}
			return
		case r := <-p.results:
			if ctx.Err() != nil {
				return // what a check says when told to stop is no verdict
			}
			p.returned(ctx, r)
		case <-timer.C:
			p.wake(ctx, time.Now())
		}
		timer.Reset(time.Until(p.due()))
	}
}

// due is the next moment at which something must happen without a result.
func (p *pace) due() time.Time {
	at := p.next
	if p.attempt.open && p.attempt.deadline.Before(at) {
		at = p.attempt.deadline
	}
	if stale, ok := p.state.expires(); ok && stale.Before(at) {
		at = stale
	}
	return at
}

// wake does what is due at now: first it ends, then it begins, so that a
// Timeout equal to Every still gives one result for each tick.
func (p *pace) wake(ctx context.Context, now time.Time) {
	if p.attempt.open && !now.Before(p.attempt.deadline) {
		p.timedOut(now)
	}
	before := p.state.view
	p.state.expire(now)
	p.news(before, fmt.Errorf("the last pass is older than %v", p.state.check.MaxAge))
	if !now.Before(p.next) {
		p.tick(ctx, now)
	}
}

// tick opens an attempt. When the previous call is still out, the attempt
// waits for it and shares its fate: it is the dependency that is late.
func (p *pace) tick(ctx context.Context, now time.Time) {
	p.attempt = attempt{open: true, deadline: now.Add(p.state.check.Timeout)}
	p.next = p.next.Add(p.state.check.Every)
	if !p.next.After(now) { // the process was suspended: skip what was missed
		p.next = now.Add(p.state.check.Every)
	}
	switch {
	case !p.calling:
		p.start(ctx, now)
	case p.late && p.limit.Before(now) && !p.warned:
		p.warned = true
		p.log.Warn("check ignores its context", "stuck_since", p.called)
	}
}

func (p *pace) start(ctx context.Context, now time.Time) {
	p.calling, p.called, p.limit = true, now, p.attempt.deadline
	p.late, p.warned = false, false
	go call(ctx, p.state.check.Func, p.attempt.deadline, p.results)
}

// timedOut ends the open attempt as a failure and disowns the call.
func (p *pace) timedOut(now time.Time) {
	before := p.state.view
	p.attempt.open = false
	p.late = true
	if p.calling {
		p.state.view.stuckSince = p.called
	}
	p.state.fail(now)
	p.news(before, fmt.Errorf("no answer within %v: %w", p.state.check.Timeout, context.DeadlineExceeded))
}

// returned takes a call's result, or drops it when it came too late. A check
// that keeps to its context returns at its deadline and is late by a hair;
// whether the timer or the result is seen first must not matter.
func (p *pace) returned(ctx context.Context, r result) {
	before := p.state.view
	p.calling = false
	p.state.view.stuckSince = time.Time{}
	switch onTime := r.at.Before(p.attempt.deadline); {
	case !p.late && onTime:
		p.attempt.open = false
		p.record(r)
	case p.late && p.attempt.open && onTime:
		p.start(ctx, r.at) // an attempt was waiting for this call to leave
	}
	p.news(before, r.err)
}

func (p *pace) record(r result) {
	switch {
	case r.err == nil:
		p.state.pass(r.at)
	case !errors.Is(r.err, ErrBusy):
		p.state.fail(r.at)
	}
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
