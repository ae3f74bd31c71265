package metrics

import "strings"

// A format is one of the two page formats; it indexes the strings that a
// family keeps ready for each.
type format int

const (
	text format = iota
	openMetrics
)

// A page is what one scrape is built in. Its memory is used again.
type page struct {
	format format
	buf    []byte
	family *family // the one being written

	touched uint64 // keeps the reads of a chunk from being optimized away
	scratch []uint64
	sorted  []float64
}

// appendSample appends one line: the family's name, suffix, labels, value.
func (p *page) appendSample(suffix, labels string, v float64) {
	b := append(p.buf, p.family.sample[p.format]...)
	b = append(b, suffix...)
	b = append(b, labels...)
	b = append(b, ' ')
	b = appendNumber(b, v)
	p.buf = append(b, '\n')
}

// appendOpen appends labels, as a series keeps them, up to where one more
// label can follow.
func appendOpen(b []byte, labels string) []byte {
	if labels == "" {
		return append(b, '{')
	}
	return append(append(b, strings.TrimSuffix(labels, "}")...), ',')
}

// counters returns n zeroed integers, valid until the next call.
func (p *page) counters(n int) []uint64 {
	if cap(p.scratch) < n {
		p.scratch = make([]uint64, n)
	}
	clear(p.scratch[:n])
	return p.scratch[:n]
}
