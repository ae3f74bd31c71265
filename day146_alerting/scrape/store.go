package scrape

import (
	"cmp"
	"strings"
	"sync"
	"time"

	"workbook/day146_alerting/promql"
)

// Defaults of a Store: an hour of scrapes every 15 s, and at most 20 MB of points.
const (
	DefaultMaxSeries = 5_000
	DefaultPoints    = 240
)

// lookback is how long a series that has gone stays selectable. It is also how
// long its room is taken: without an end, a label that changes with every
// deployment would fill the cap with the dead.
const lookback = 5 * time.Minute

// Store holds the newest points of every series, in memory, within a fixed
// bound: MaxSeries rings of Points points. The zero value is ready to use; set
// the fields before the first use. All methods are safe for concurrent use.
type Store struct {
	MaxSeries int // 0 means DefaultMaxSeries
	Points    int // points kept of each series; 0 means DefaultPoints

	// First, unless nil, names the metrics that come before all others: a fifth of
	// the room is theirs alone.
	First func(name string) bool

	mu      sync.RWMutex
	series  map[string]*series  // by name and labels
	names   map[string][]string // keys by metric name, in order of birth
	dropped uint64
}

// series is one series as the Store keeps it.
type series struct {
	name   string
	labels promql.Labels
	target string
	ring   ring
	seen   int64 // the scrape that last had it
}

// Append records one whole scrape of target, taken at the given time. Each
// series gets the label instance="target"; an instance label of its own moves to
// exported_instance. Series of the target that are not among the samples are
// marked stale. Timestamps inside the exposition are ignored: a wrong clock
// over there must not decide the order of points here.
//
// New series beyond MaxSeries are dropped and counted; known ones go on.
func (s *Store) Append(target string, at time.Time, samples []promql.Sample) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := at.UnixMilli()
	s.put("up", promql.Labels{{Name: "instance", Value: target}}, target, t, 1)
	// Two passes, because a page may name a thousand others before what is needed.
	for _, first := range []bool{true, false} {
		for _, m := range samples {
			if s.first(m.Name) == first {
				s.put(m.Name, identity(m.Labels, target), target, t, m.Value)
			}
		}
	}
	s.sweep(target, t)
}

// first reports whether a metric is kept before others.
func (s *Store) first(name string) bool { return s.First == nil || s.First(name) }

// Fail records that target could not be scraped: up is 0, and everything it
// exposed before is marked stale, so that no rate, quantile or alert goes on
// answering from values that nobody has confirmed.
func (s *Store) Fail(target string, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := at.UnixMilli()
	s.put("up", promql.Labels{{Name: "instance", Value: target}}, target, t, 0)
	s.sweep(target, t)
}

// identity returns the labels under which a scraped series is kept. They are
// not cloned yet: most series are known already.
func identity(ls promql.Labels, target string) promql.Labels {
	if own := ls.Get("instance"); own != "" {
		ls = ls.With("exported_instance", own)
	}
	return ls.With("instance", target)
}

// put appends one value. The caller holds the lock.
func (s *Store) put(name string, ls promql.Labels, target string, t int64, v float64) {
	var room [256]byte
	key := ls.AppendKey(append(room[:0], name...))
	m := s.series[string(key)] // no allocation: the compiler knows this form
	if m == nil {
		m = s.birth(string(key), name, ls, target)
	}
	if m == nil {
		s.dropped++
		return
	}
	m.seen = t
	m.ring.push(promql.Point{T: t, V: v})
}

// birth makes room for a series that was not seen before, or returns nil when
// there is none left. Known series are never given up for new ones: a flood of
// labels must not wash away what the alerts look at.
func (s *Store) birth(key, name string, ls promql.Labels, target string) *series {
	room := cmp.Or(s.MaxSeries, DefaultMaxSeries)
	if !s.first(name) {
		room -= room / 5
	}
	if len(s.series) >= room {
		return nil
	}
	if s.series == nil {
		s.series, s.names = map[string]*series{}, map[string][]string{}
	}
	// Clone, or one label would keep the whole body of the scrape alive.
	kept := make(promql.Labels, len(ls))
	for i, l := range ls {
		kept[i] = promql.Label{Name: strings.Clone(l.Name), Value: strings.Clone(l.Value)}
	}
	name = strings.Clone(name)
	m := &series{name: name, labels: kept, target: target, ring: newRing(cmp.Or(s.Points, DefaultPoints))}
	s.series[key] = m
	s.names[name] = append(s.names[name], key)
	return m
}

// sweep marks what the scrape at t did not have, and forgets the long gone.
func (s *Store) sweep(target string, t int64) {
	for key, m := range s.series {
		last, _ := m.ring.last()
		switch {
		case promql.IsStale(last.V) && t-last.T > lookback.Milliseconds():
			s.forget(key, m.name)
		case m.target == target && m.seen < t && !promql.IsStale(last.V):
			m.ring.push(promql.Point{T: t, V: promql.StaleMarker()})
		}
	}
}

// forget gives the room of a series back.
func (s *Store) forget(key, name string) {
	delete(s.series, key)
	keys := s.names[name]
	for i, k := range keys {
		if k == key {
			keys = append(keys[:i], keys[i+1:]...)
			break
		}
	}
	s.names[name] = keys
	if len(keys) == 0 {
		delete(s.names, name)
	}
}
