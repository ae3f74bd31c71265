package ledger

import (
	"maps"
	"time"
)

// Reading is one counter as one scrape showed it. Total and Bad say what one request
// of this counter is: 1 and 0 for answers, 1 and 1 for failures. A histogram has 1 and 1
// for its _count, and 0 and -1 for the bucket of what was fast enough, which takes the
// fast ones out of the bad ones again.
type Reading struct {
	Series     string // names the counter within its target
	Value      float64
	Total, Bad int
}

// Page is all that one target answered to one scrape.
type Page struct {
	Target   string
	Start    time.Time // of its process; zero when it does not say
	Readings []Reading
}

// gain is what a scrape adds to an account.
type gain struct{ total, bad float64 }

func (g *gain) add(r Reading, grown float64) {
	g.total += float64(r.Total) * grown
	g.bad += float64(r.Bad) * grown
}

// maxMissing bounds how many vanished counters of a target are remembered.
const maxMissing = 10_000

// recent is how many scrapes a counter may be missing for another to take its place.
const recent = 4

// clockError is how far the clock of a target may be from ours, and its start time from
// itself: some systems work it out anew each time, and their clocks are set.
const clockError, startError = 30 * time.Second, 2 * time.Second

// target is what is remembered of one target.
type target struct {
	start    time.Time // of its process
	last     time.Time // scrape
	scrapes  int
	counters map[string]*counter
	owed     float64 // bad requests that the next scrape takes back, see even
}

// counter is the last reading of one series.
type counter struct {
	Reading
	known bool // Value can be gone on from: it is a number, and nothing else took its place
	seen  int  // the scrape that last had it
}

// read takes one page and returns what it adds.
func (t *target) read(now time.Time, p Page) gain {
	t.scrapes++
	first := t.scrapes == 1
	restarted := t.restarted(p.Start)
	t.start, t.last = p.Start, now
	var g gain
	var born []*counter
	for _, r := range p.Readings {
		c, ok := t.counters[r.Series]
		if !ok {
			c = &counter{}
			t.counters[r.Series] = c
		}
		c.seen = t.scrapes
		if !countable(r.Value) {
			continue
		}
		if ok {
			g.add(r, c.growth(r.Value, restarted))
		} else {
			born = append(born, c)
		}
		c.Reading, c.known = r, true
	}
	if restarted {
		t.owed = 0
	}
	if !first && (restarted || len(born) > 0) {
		g.addBorn(born, t.gone(restarted))
	}
	t.forget(len(p.Readings))
	return t.even(g)
}

// restarted reports whether a start time is that of another process: it moved, and to a
// time after the last scrape. A clock that was set moves it too.
func (t *target) restarted(start time.Time) bool {
	return !start.IsZero() && !t.start.IsZero() &&
		start.After(t.start.Add(startError)) && start.After(t.last.Add(-clockError))
}

// countable reports whether v can be a number of requests: beyond 2^53 a float64
// does not tell one request from the next.
func countable(v float64) bool { return v >= 0 && v <= 1<<53 }

// growth returns how much more v is than the last reading.
func (c *counter) growth(v float64, restarted bool) float64 {
	switch {
	case restarted, c.known && v < c.Value: // it began at 0 again
		return v
	case !c.known: // where it began is not known
		return 0
	}
	return v - c.Value
}

// gone returns the counters that vanished lately and that nothing replaced. After a
// restart there are none: what was before it is over.
func (t *target) gone(restarted bool) []*counter {
	var gone []*counter
	for _, c := range t.counters {
		missing := t.scrapes - c.seen
		switch {
		case missing > 0 && restarted:
			c.known = false
		case missing > 0 && missing <= recent && c.known:
			gone = append(gone, c)
		}
	}
	return gone
}

// kind tells apart what must not take each other's place.
type kind struct{ total, bad int }

// sums adds up the values of counters by kind.
func sums(counters []*counter) (all float64, byKind map[kind]float64) {
	byKind = map[kind]float64{}
	for _, c := range counters {
		byKind[kind{c.Total, c.Bad}] += c.Value
		all += c.Value
	}
	return all, byKind
}

// addBorn adds new counters. Where they go on with the count of others that vanished,
// under another label, only the growth is new.
func (g *gain) addBorn(born, gone []*counter) {
	before, old := sums(gone)
	after, fresh := sums(born)
	for _, c := range gone {
		c.known = false // were it to come back: its past may be counted on in its place
	}
	if before == 0 || after < before { // too small to hold what vanished: they began at 0
		for _, c := range born {
			g.add(c.Reading, c.Value)
		}
		return
	}
	for k, v := range old {
		if fresh[k] < v {
			return // another kind stands in its place: nothing is known of it
		}
	}
	for k, v := range fresh {
		g.add(Reading{Total: k.total, Bad: k.bad}, v-old[k])
	}
}

// forget gives up the vanished when there are too many: labels that change with each
// scrape must not fill the memory.
func (t *target) forget(live int) {
	if len(t.counters) > live+maxMissing {
		maps.DeleteFunc(t.counters, func(_ string, c *counter) bool { return c.seen != t.scrapes })
	}
}

// even keeps the bad within the total. The counters of a page are read one after the
// other, so a request can be in the bucket of the fast and not yet in the _count: what is
// too much or too little now is made up for by the next scrape.
func (t *target) even(g gain) gain {
	bad := g.bad + t.owed
	g.bad = min(max(bad, 0), g.total)
	t.owed = bad - g.bad
	return g
}
