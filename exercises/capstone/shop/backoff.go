package shop

import (
	"context"
	"math/rand/v2"
	"time"
)

// Backoff says how long to wait before the next attempt: doubled after each
// failure, capped at Max, with full jitter.
type Backoff struct {
	Base time.Duration // the ceiling of the first wait
	Max  time.Duration // the ceiling of any wait
	// Rand returns a number in [0, n); nil means math/rand/v2.Int64N.
	Rand func(n int64) int64
}

// Delay returns the wait after failure number n, counted from 0: anything from
// 0 to min(Base<<n, Max). Full jitter, because clients that lost one server at
// one moment would otherwise all come back at one moment too.
func (b Backoff) Delay(n int) time.Duration {
	ceiling := min(b.Base, b.Max)
	// Doubling in a loop that stops at the cap can't overflow; Base<<n does so
	// at n = 40 or so, and then does not wait at all.
	for ; n > 0 && ceiling < b.Max; n-- {
		ceiling = min(2*ceiling, b.Max)
	}
	draw := b.Rand
	if draw == nil {
		draw = rand.Int64N
	}
	return time.Duration(draw(int64(ceiling) + 1))
}

// wait returns after d, or when ctx is done.
func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
