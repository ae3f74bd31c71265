package metrics

// A sampler is the part of a metric that a scrape sees.
type sampler interface {
	// appendTo appends the lines of one series to the page. Labels is what
	// the entry of the series holds.
	appendTo(p *page, labels string)

	// touch reads some word of the metric and returns it; see entry.
	touch() uint64
}

// A series is one set of label values of a family, and its metric.
type series struct {
	hash   uint64
	values []string // one for each of the family's labels, cleaned, owned
	metric sampler
}

// An entry is what a scrape needs of a series, side by side in memory with
// those of its neighbours. With 100,000 series nearly every label text and
// every metric is a wait for main memory, and a loop that formats in between
// waits for them one by one. So a scrape first touches a chunk of entries in a
// tight loop, in which the processor fetches many at a time.
type entry struct {
	// labels is `{a="x",b="y"} `, escaped once at creation so that a scrape
	// only copies it, or " " when there is nothing between the braces.
	labels string
	metric sampler
	series *series
}

func newEntry(f *family, s *series) entry {
	e := entry{labels: " ", metric: s.metric, series: s}
	if b := appendLabels([]byte{'{'}, f.labels, s.values); len(b) > 1 {
		e.labels = string(append(b, '}', ' '))
	}
	return e
}
