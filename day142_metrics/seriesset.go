package metrics

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"unicode/utf8"
)

// defaultLimit is the number of series a vector holds unless told otherwise.
const defaultLimit = 1000

// other is the label value of what is folded together.
const other = "other"

// A seriesSet is what all kinds of Vec have in common.
type seriesSet struct {
	family *family
	create func() sampler
	table  atomic.Pointer[table]

	mu      sync.Mutex // held to add a series, never to find one
	limit   int
	bounded [][]string // by label: the values it may have, or nil for any
	created int        // series that count towards limit
}

func (s *seriesSet) miscounted(got int) {
	panic(fmt.Sprintf("metrics: With was given %d values for %s, which has the %d labels %s.",
		got, s.family.name, len(s.family.labels), strings.Join(s.family.labels, ", ")))
}

func (s *seriesSet) mustBeNew(method string) {
	if s.table.Load().used > 0 {
		panic(fmt.Sprintf("metrics: %s of %s must be called before its first With.", method, s.family.name))
	}
}

func (s *seriesSet) setLimit(series int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustBeNew("Limit")
	if series < 1 {
		panic(fmt.Sprintf("metrics: %s has the limit %d: it must be at least 1.", s.family.name, series))
	}
	s.limit = series
}

func (s *seriesSet) setBounded(label string, values []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.mustBeNew("Bounded")
	i := slices.Index(s.family.labels, label)
	switch {
	case i < 0:
		panic(fmt.Sprintf("metrics: %s has no label %.64q to be bounded.", s.family.name, label))
	case len(values) == 0:
		panic(fmt.Sprintf("metrics: Bounded of %s names no value for the label %s.", s.family.name, label))
	}
	for _, value := range values {
		if !utf8.ValidString(value) {
			panic(fmt.Sprintf("metrics: Bounded of %s has the value %.64q, which is not UTF-8.", s.family.name, value))
		}
	}
	s.bounded[i] = append(s.bounded[i], values...)
}

// find returns the series with exactly these values, or nil. It takes no lock
// and allocates nothing.
func (s *seriesSet) find(values []string) *series {
	t := s.table.Load()
	return t.find(t.hash(values), values)
}

// add returns the series for values, making it if the limit allows, and the
// overflow series if not. Looking, checking the limit and inserting happen
// under one lock: with a gap between them, two goroutines would make the same
// series twice, or each of many would see room for one more.
func (s *seriesSet) add(values []string) *series {
	accepted := s.accept(values)
	s.mu.Lock()
	defer s.mu.Unlock()
	if found := s.find(accepted); found != nil {
		return found
	}
	if s.created >= s.limit {
		return s.overflow(accepted)
	}
	s.created++
	return s.insert(accepted)
}

// accept copies values into what the series will be known by. A bounded
// label's value is the declared string or other; the caller's is not kept.
func (s *seriesSet) accept(values []string) []string {
	accepted := make([]string, len(values))
	for i, v := range values {
		if s.bounded[i] == nil {
			accepted[i] = clean(strings.Clone(v)) // cloned: v may be part of a large buffer
		} else if declared := slices.Index(s.bounded[i], v); declared >= 0 {
			accepted[i] = s.bounded[i][declared]
		} else {
			accepted[i] = other
		}
	}
	return accepted
}

// overflow returns the series that counts for what the limit has refused. There
// is one for each combination of the bounded labels' values, beyond the limit.
func (s *seriesSet) overflow(accepted []string) *series {
	s.family.folded.Add(1)
	for i := range accepted {
		if s.bounded[i] == nil {
			accepted[i] = other
		}
	}
	if found := s.find(accepted); found != nil {
		return found
	}
	return s.insert(accepted)
}

func (s *seriesSet) insert(accepted []string) *series {
	t := s.table.Load()
	inserted := &series{hash: t.hash(accepted), values: accepted, metric: s.create()}
	s.family.index.Store(s.family.index.Load().insert(inserted, inserted.render(s.family)))
	s.table.Store(t.add(inserted))
	return inserted
}
