package metrics

// A sampler is the part of a metric that a scrape sees. It appends the lines
// of one series to the page; labels is series.labels.
type sampler interface {
	appendTo(p *page, labels string)
}

// A series is one set of label values of a family, and its metric.
type series struct {
	hash   uint64
	values []string // one for each of the family's labels, cleaned, owned

	// labels is `{a="x",b="y"} `, escaped once at creation so that a scrape
	// only copies it, or " " when there is nothing between the braces.
	labels string
	metric sampler
}

func newSeries(f *family, values []string, m sampler) *series {
	s := &series{values: values, metric: m, labels: " "}
	if b := appendLabels([]byte{'{'}, f.labels, values); len(b) > 1 {
		s.labels = string(append(b, '}', ' '))
	}
	return s
}
