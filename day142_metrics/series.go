package metrics

// A sampler is the part of a metric that a scrape sees.
type sampler interface {
	// appendTo appends the lines of one series to the page. Labels is what
	// its entry holds.
	appendTo(p *page, labels string)

	// touch reads some word of the metric and returns it; see chunk.
	touch() uint64
}

// A series is one set of label values of a family, and its metric.
type series struct {
	hash   uint64
	values []string // one for each of the family's labels, cleaned, owned
	metric sampler
}

// render returns the labels of s as an entry holds them.
func (s *series) render(f *family) string {
	b := appendLabels([]byte{'{'}, f.labels, s.values)
	if len(b) == len("{") {
		return ""
	}
	return string(append(b, '}'))
}
