// Package exposition writes one family of metrics in the Prometheus text
// format, version 0.0.4.
package exposition

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Sample is one line of a family.
type Sample struct {
	Name   string            // of the line: the family's, or with _bucket, _sum, _count
	Labels map[string]string // names are valid, values are any UTF-8
	Value  float64
}

// EscapeLabel returns s as it stands between the quotes of a label value.
func EscapeLabel(s string) string {
	// One pass: a second one would escape the backslashes of the first.
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(s)
}

// EscapeHelp returns s as it stands in a HELP line.
func EscapeHelp(s string) string {
	return strings.NewReplacer(`\`, `\\`, "\n", `\n`).Replace(s)
}

// Encode returns the page of one family: HELP, TYPE and the samples, in an
// order that depends on the samples alone. It changes nothing that it is given.
func Encode(name, help, kind string, samples []Sample) string {
	var b strings.Builder
	b.WriteString("# HELP " + name + " " + EscapeHelp(help) + "\n")
	b.WriteString("# TYPE " + name + " " + kind + "\n")
	for _, l := range merge(samples) {
		b.WriteString(l.text() + " " + number(l.value) + "\n")
	}
	return b.String()
}

// A line is a sample in a form that compares.
type line struct {
	id    []string // the name, then label names and values in turn, without le
	le    string   // as it was given: "1" and "1.0" are two series
	bound float64  // le as a number; 0 without one, or when it is none
	value float64
}

// order compares the ids element by element: joined strings would make one of
// ("a", "bc") and ("ab", "c"). Bounds compare as numbers: "10" is not below "5".
func order(a, b line) int {
	return cmp.Or(slices.Compare(a.id, b.id), cmp.Compare(a.bound, b.bound), cmp.Compare(a.le, b.le))
}

// merge returns the lines in order, one for each series.
func merge(samples []Sample) []line {
	var lines []line
	for _, s := range samples {
		l := line{id: []string{s.Name}, le: s.Labels["le"], value: s.Value}
		l.bound, _ = strconv.ParseFloat(l.le, 64)
		for _, label := range slices.Sorted(maps.Keys(s.Labels)) {
			if v := s.Labels[label]; v != "" && label != "le" {
				l.id = append(l.id, label, v)
			}
		}
		lines = append(lines, l)
	}
	slices.SortStableFunc(lines, order)
	var merged []line
	for _, l := range lines {
		if n := len(merged); n > 0 && order(merged[n-1], l) == 0 {
			merged[n-1].value += l.value
		} else {
			merged = append(merged, l)
		}
	}
	return merged
}

func (l line) text() string {
	var pairs []string
	for i := 1; i < len(l.id); i += 2 {
		pairs = append(pairs, l.id[i]+`="`+EscapeLabel(l.id[i+1])+`"`)
	}
	if l.le != "" {
		pairs = append(pairs, `le="`+EscapeLabel(l.le)+`"`)
	}
	if len(pairs) == 0 {
		return l.id[0]
	}
	return l.id[0] + "{" + strings.Join(pairs, ",") + "}"
}

// number formats a value: a whole number in full, which keeps it readable.
func number(v float64) string {
	if v == math.Trunc(v) && math.Abs(v) <= 1<<53 {
		return strconv.FormatFloat(v, 'f', -1, 64)
	}
	return strconv.FormatFloat(v, 'g', -1, 64)
}
