package metrics

import (
	"slices"
	"sync/atomic"
)

// A family is all that is written under one TYPE line. Everything that does
// not change with a sample's value is rendered once, here or in a series.
type family struct {
	name   string
	labels []string
	kind   kind

	header [2]string   // the HELP and TYPE lines
	sample [2]string   // the name at the start of a sample line, without suffix
	points [2][]string // `le="0.1"} ` of each bucket, or `quantile="0.5"} `

	index atomic.Pointer[index] // the series in the order they are written

	rejected atomic.Uint64 // samples that were refused; see Registry
	folded   atomic.Uint64 // lookups that ended in the overflow series
}

func newFamily(name, help string, k kind, labels []string) *family {
	checkName(name, k)
	checkLabels(name, labels, k)
	openName, openSample := name, name
	if k == counterKind {
		// OpenMetrics names the family requests and the sample requests_total.
		openName, openSample = counterBase(name), counterBase(name)+"_total"
	}
	help = clean(help)
	f := &family{name: name, kind: k, labels: slices.Clone(labels)}
	f.header = [2]string{text: header(name, help, k, false), openMetrics: header(openName, help, k, true)}
	f.sample = [2]string{text: name, openMetrics: openSample}
	f.index.Store(&index{})
	return f
}

// header renders the two comment lines. OpenMetrics escapes quotes in HELP,
// the older format must not.
func header(name, help string, k kind, quotes bool) string {
	var b []byte
	if help != "" {
		b = append(b, "# HELP "+name+" "...)
		b = appendEscaped(b, help, quotes)
		b = append(b, '\n')
	}
	return string(append(b, "# TYPE "+name+" "+string(k)+"\n"...))
}

// setPoints renders the values of the label that tells the lines of one
// histogram or summary apart.
func (f *family) setPoints(label string, points []float64) {
	for _, v := range points {
		open := append([]byte(label), '=', '"')
		plain := appendNumber(slices.Clone(open), v)
		dotted := appendCanonical(open, v)
		f.points[text] = append(f.points[text], string(plain)+`"} `)
		f.points[openMetrics] = append(f.points[openMetrics], string(dotted)+`"} `)
	}
}

// only makes m the family's single series, which has no labels.
func (f *family) only(m sampler) {
	s := &series{metric: m}
	f.index.Store(new(index).insert(s, s.render(f)))
}

// appendTo appends the family: the header, then each series in order. A
// vector without series yet still says that it exists.
func (f *family) appendTo(p *page) {
	p.buf = append(p.buf, f.header[p.format]...)
	p.family = f
	for _, c := range f.index.Load().chunks {
		c.appendTo(p)
	}
}

// reject counts a sample that a metric of this family could not take. A metric
// made without a registry has no family, and nobody to tell.
func (f *family) reject() {
	if f != nil {
		f.rejected.Add(1)
	}
}
