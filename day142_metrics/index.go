package metrics

import (
	"slices"
	"sort"
)

// maxChunk bounds what one insertion copies. It is also how many series a scrape
// fetches ahead: their texts and numbers should fit into the nearest cache.
const maxChunk = 128

// An index holds series in order of their label values. It never changes:
// insert returns another one, which shares all chunks but the one it touched.
// So a scrape walks it without a lock, and 100,000 series cost each newcomer
// a copy of one chunk and of the list of chunks, not of all that came before.
type index struct {
	chunks [][]entry // each non-empty and sorted, and so are they in sequence
}

func compareEntries(a, b entry) int { return slices.Compare(a.series.values, b.series.values) }

// insert returns an index that holds e as well. Label values compare one by
// one, so that ("a", "z") stands before ("ab", "c").
func (x *index) insert(e entry) *index {
	if len(x.chunks) == 0 {
		return &index{chunks: [][]entry{{e}}}
	}
	at := sort.Search(len(x.chunks), func(i int) bool {
		c := x.chunks[i]
		return compareEntries(c[len(c)-1], e) >= 0
	})
	at = min(at, len(x.chunks)-1) // past the end: the last chunk grows
	chunk := x.chunks[at]
	pos, _ := slices.BinarySearchFunc(chunk, e, compareEntries)
	grown := make([]entry, 0, len(chunk)+1)
	grown = append(append(append(grown, chunk[:pos]...), e), chunk[pos:]...)

	chunks := make([][]entry, 0, len(x.chunks)+1)
	chunks = append(chunks, x.chunks[:at]...)
	if len(grown) <= maxChunk {
		chunks = append(chunks, grown)
	} else {
		half := len(grown) / 2
		chunks = append(chunks, grown[:half:half], grown[half:])
	}
	return &index{chunks: append(chunks, x.chunks[at+1:]...)}
}
