package simulation

import (
	"math/rand/v2"
	"time"
)

// Chance is the randomness of one recording.
type Chance struct{ source *rand.PCG }

// NewChance returns the chance of a seed.
func NewChance(seed uint64) *Chance { return &Chance{rand.NewPCG(seed, seed)} }

// Intn returns a number from 0 to n-1. That it is not perfectly even does not matter here; that it is the same with
// every release of Go does.
func (c *Chance) Intn(n int) int { return int(c.source.Uint64() >> 1 % uint64(n)) }

// OneIn is true once in n times.
func (c *Chance) OneIn(n int) bool { return c.Intn(n) == 0 }

// Text returns n random letters and digits, none of which can be mistaken for another.
func (c *Chance) Text(n int) string {
	const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	b := make([]byte, n)
	for i := range b {
		b[i] = alphabet[c.Intn(len(alphabet))]
	}
	return string(b)
}

// Until returns a duration below d, in whole microseconds.
func (c *Chance) Until(d time.Duration) time.Duration {
	return time.Duration(c.Intn(int(d/time.Microsecond))) * time.Microsecond
}

// Around returns a latency as services have them: half are below d, a twentieth above 1.6 d, none above 2.5 d.
func (c *Chance) Around(d time.Duration) time.Duration {
	return c.scale(d, 550, 680, 760, 820, 870, 920, 960, 1000, 1050, 1100, 1180, 1280, 1440, 1640, 2500)
}

// Gap returns the time to the next arrival when one comes every d on average, independent of each other.
func (c *Chance) Gap(d time.Duration) time.Duration {
	return c.scale(d, 0, 70, 150, 240, 330, 430, 540, 660, 800, 960, 1160, 1400, 1730, 2400, 4000)
}

// scale draws a multiple of d, in thousandths, from a distribution that is given by its quantiles at even steps.
func (c *Chance) scale(d time.Duration, quantiles ...int) time.Duration {
	const parts = 1000
	at := c.Intn(parts * (len(quantiles) - 1))
	low, high := quantiles[at/parts], quantiles[at/parts+1]
	millionths := low*parts + (high-low)*(at%parts)
	return d / time.Microsecond * time.Duration(millionths) / 1e6 * time.Microsecond
}
