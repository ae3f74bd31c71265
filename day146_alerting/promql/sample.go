package promql

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Label is one name and value of a series.
type Label struct{ Name, Value string }

// Labels are the labels of one series, sorted by name, without the metric name.
// They are shared between samples, series and alerts, and never changed in place.
type Labels []Label

// Get returns the value of the label name, or "" when there is none: for
// Prometheus an absent label and an empty one are the same.
func (ls Labels) Get(name string) string {
	for _, l := range ls {
		if l.Name == name {
			return l.Value
		}
	}
	return ""
}

// String returns the labels as the exposition formats write them: {a="b",c="d"}.
func (ls Labels) String() string {
	var b strings.Builder
	b.WriteByte('{')
	for i, l := range ls {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(l.Name + "=" + strconv.Quote(l.Value))
	}
	b.WriteByte('}')
	return b.String()
}

// With returns a sorted copy in which the label name has the given value; an
// empty value removes the label.
func (ls Labels) With(name, value string) Labels {
	out := make(Labels, 0, len(ls)+1)
	for _, l := range ls {
		if l.Name != name {
			out = append(out, l)
		}
	}
	if value != "" {
		out = append(out, Label{name, value})
	}
	out.Sort()
	return out
}

// Sort orders by name, which makes equal sets equal slices.
func (ls Labels) Sort() {
	slices.SortFunc(ls, func(a, b Label) int { return cmp.Compare(a.Name, b.Name) })
}

// AppendKey appends a key that two label sets share only if they are equal: 0xff
// cannot occur in valid UTF-8, so no value can imitate the separator.
func (ls Labels) AppendKey(b []byte) []byte {
	for _, l := range ls {
		b = append(b, 0xff)
		b = append(b, l.Name...)
		b = append(b, 0xff)
		b = append(b, l.Value...)
	}
	return b
}

// Sample is one line of an exposition, or one element of a query result.
type Sample struct {
	Name   string
	Labels Labels
	Value  float64
	Time   int64 // milliseconds since the Unix epoch; 0 when the line gave none
}
