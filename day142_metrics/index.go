package metrics

import (
	"slices"
	"sort"
)

// An index holds series in order of their label values. It never changes:
// insert returns another one, which shares all chunks but the one it touched.
// This is copy-on-write: a scrape walks it without a lock, and 100,000 series cost each newcomer
// a copy of one chunk and of the list of chunks, not of all that came before.
type index struct {
	chunks []*chunk // each non-empty and sorted, and so are they in sequence
}

// insert returns an index that holds s as well, written with these labels.
func (x *index) insert(s *series, labels string) *index {
	if len(x.chunks) == 0 {
		return &index{chunks: []*chunk{new(chunk).insert(s, labels)}}
	}
	position := sort.Search(len(x.chunks), func(i int) bool {
		c := x.chunks[i].series
		return compareSeries(c[len(c)-1], s) >= 0
	})
	position = min(position, len(x.chunks)-1) // past the end: the last chunk grows
	grown := x.chunks[position].insert(s, labels)
	return &index{chunks: slices.Concat(x.chunks[:position], grown.split(), x.chunks[position+1:])}
}
