package metrics

import (
	"slices"
	"sort"
)

// An index holds series in order of their label values. It never changes:
// insert returns another one, which shares all chunks but the one it touched.
// So a scrape walks it without a lock, and 100,000 series cost each newcomer
// a copy of one chunk and of the list of chunks, not of all that came before.
type index struct {
	chunks []*chunk // each non-empty and sorted, and so are they in sequence
}

// insert returns an index that holds s as well, written with these labels.
func (x *index) insert(s *series, labels string) *index {
	if len(x.chunks) == 0 {
		return &index{chunks: []*chunk{new(chunk).insert(s, labels)}}
	}
	at := sort.Search(len(x.chunks), func(i int) bool {
		c := x.chunks[i].series
		return compareSeries(c[len(c)-1], s) >= 0
	})
	at = min(at, len(x.chunks)-1) // past the end: the last chunk grows
	grown := x.chunks[at].insert(s, labels)
	return &index{chunks: slices.Concat(x.chunks[:at], grown.split(), x.chunks[at+1:])}
}
