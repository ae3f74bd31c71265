package scrape

import (
	"sort"

	"workbook/day146_alerting/promql"
)

// Series is a copy of one series, its points oldest first.
type Series struct {
	Name   string
	Labels promql.Labels
	Points []promql.Point
}

// Select returns copies of all series with the metric name, in order of birth.
func (s *Store) Select(name string) []Series {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make([]Series, 0, len(s.names[name]))
	for _, key := range s.names[name] {
		m := s.series[key]
		out = append(out, Series{m.name, m.labels, m.ring.points()})
	}
	return out
}

// Names returns the metric names that the store holds, sorted.
func (s *Store) Names() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := make([]string, 0, len(s.names))
	for name := range s.names {
		out = append(out, name)
	}
	sort.Strings(out)
	return out
}

// Size returns how many series the store holds, and how many samples it has
// dropped because MaxSeries was reached.
func (s *Store) Size() (series int, dropped uint64) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return len(s.series), s.dropped
}
