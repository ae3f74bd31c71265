package metrics

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.table.Load().used > 0 {
		panic(fmt.Sprintf("metrics: %s of %s must be called before its first With.", method, s.family.name))
	}
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
	own := s.settle(values)
	s.mu.Lock()
	defer s.mu.Unlock()
	if found := s.find(own); found != nil {
		return found
	}
	if s.created < s.limit {
		s.created++
		return s.insert(own)
	}
	s.family.folded.Add(1)
	for i := range own {
		if s.bounded[i] == nil {
			own[i] = other
		}
	}
	if found := s.find(own); found != nil {
		return found
	}
	return s.insert(own) // beyond the limit, once for each bounded combination
}

// settle copies values into what the series will be known by. A bounded
// label's value is the declared string or other; the caller's is not kept.
func (s *seriesSet) settle(values []string) []string {
	own := make([]string, len(values))
	for i, v := range values {
		if s.bounded[i] == nil {
			own[i] = clean(strings.Clone(v)) // cloned: v may be part of a large buffer
		} else if at := slices.Index(s.bounded[i], v); at >= 0 {
			own[i] = s.bounded[i][at]
		} else {
			own[i] = other
		}
	}
	return own
}

func (s *seriesSet) insert(own []string) *series {
	t := s.table.Load()
	made := &series{hash: t.hash(own), values: own, metric: s.create()}
	s.family.index.Store(s.family.index.Load().insert(made, made.render(s.family)))
	s.table.Store(t.add(made))
	return made
}
