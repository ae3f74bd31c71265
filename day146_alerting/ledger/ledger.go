package ledger

import (
	"math"
	"sort"
	"time"
)

// maxMarks bounds a ledger: 30 days in steps of 13 s. With what waits to be dropped it
// takes up to 16 MB.
const maxMarks = 200_000

// idleAfter is the longest time between two requests that still counts as traffic.
const idleAfter = 5 * time.Minute

// Ledger remembers how many requests there were, and how many were bad, over a whole
// period of an objective. Set Period before the first Add.
type Ledger struct {
	Period  time.Duration
	targets map[string]*target
	marks   []mark
	busy    int64 // when the last request was counted
}

// mark holds running totals, so that any window is one subtraction.
type mark struct {
	t          int64 // milliseconds
	total, bad float64
	active     int64 // milliseconds with traffic
}

// Window is what a Ledger knows of the time up to the last Add.
type Window struct {
	Total, Bad float64
	Watched    time.Duration // how much of it the ledger has seen
	Active     time.Duration // how much of that had traffic
}

// Ratio returns the share of bad requests; ok is false without requests, which are
// neither good nor bad.
func (w Window) Ratio() (ratio float64, ok bool) {
	if w.Total <= 0 {
		return 0, false
	}
	return w.Bad / w.Total, true
}

// Add takes what the targets answered to the scrapes at one time. Targets that did not
// answer are left out. Times must rise.
func (l *Ledger) Add(now time.Time, pages []Page) {
	if l.targets == nil {
		l.targets = map[string]*target{}
	}
	var sum gain
	for _, p := range pages {
		t := l.targets[p.Target]
		if t == nil {
			t = &target{counters: map[string]*counter{}}
			l.targets[p.Target] = t
		}
		g := t.read(now, p)
		sum.total += g.total
		sum.bad += g.bad
	}
	l.append(now.UnixMilli(), sum)
}

// append adds a mark. Marks closer together than the bound allows replace each other:
// totals lose nothing by it.
func (l *Ledger) append(t int64, g gain) {
	n := len(l.marks)
	m := mark{t: t, total: g.total, bad: g.bad}
	if n > 0 {
		last := l.marks[n-1]
		m.total, m.bad, m.active = last.total+g.total, last.bad+g.bad, last.active
		if g.total > 0 { // the time since the last request had traffic, unless it was long
			m.active += min(t-l.busy, idleAfter.Milliseconds())
		}
	}
	if n == 0 || g.total > 0 {
		l.busy = t
	}
	if n > 1 && t-l.marks[n-2].t < l.Period.Milliseconds()/maxMarks {
		l.marks[n-1] = m
		return
	}
	l.marks = append(l.marks, m)
	// Drop what is older than the period, but only when that is half of it, so
	// that the copying costs little on average.
	if old := l.before(t - l.Period.Milliseconds()); old > len(l.marks)/2 && old > 1000 {
		l.marks = append(l.marks[:0], l.marks[old:]...)
	}
}

// before returns the index of the last mark at or before t, or 0.
func (l *Ledger) before(t int64) int {
	i := sort.Search(len(l.marks), func(i int) bool { return l.marks[i].t > t })
	return max(i-1, 0)
}

// Over returns what the last length of time saw. It begins at the scrape before its edge.
func (l *Ledger) Over(length time.Duration) Window {
	if len(l.marks) == 0 {
		return Window{}
	}
	last := l.marks[len(l.marks)-1]
	first := l.marks[l.before(last.t-length.Milliseconds())]
	return Window{
		Total: last.total - first.total, Bad: last.bad - first.bad,
		Watched: time.Duration(last.t-first.t) * time.Millisecond,
		Active:  time.Duration(last.active-first.active) * time.Millisecond,
	}
}

// Spent returns the share of the period's budget that the watched requests have spent,
// for a budget given as a share of the requests; NaN before the first request.
//
// The budget is that share of the requests of a whole period. What was not watched of the
// period is taken to be as busy as the time in which there were requests. So a request
// spends, and idle time does not: a service that nobody asks keeps what it has. When the
// whole period was watched, nothing is taken for anything.
func (l *Ledger) Spent(budget float64) float64 {
	w := l.Over(l.Period)
	ratio, ok := w.Ratio()
	switch {
	case !ok:
		return math.NaN()
	case w.Watched >= l.Period:
		return ratio / budget
	}
	return ratio / budget * float64(w.Active) / float64(l.Period)
}
