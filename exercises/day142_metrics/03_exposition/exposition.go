// Package exposition writes one family of metrics in the Prometheus text
// format, version 0.0.4.
package exposition

// Sample is one line of a family.
type Sample struct {
	Name   string            // of the line: the family's, or with _bucket, _sum, _count
	Labels map[string]string // names are valid, values are any UTF-8
	Value  float64
}

// EscapeLabel returns s as it stands between the quotes of a label value.
func EscapeLabel(s string) string {
	// TODO: escape what the format has an escape for, and nothing else.
	return ""
}

// EscapeHelp returns s as it stands in a HELP line.
func EscapeHelp(s string) string {
	// TODO: as above, but this text has no quotes around it.
	return ""
}

// Encode returns the page of one family: HELP, TYPE and the samples, in an
// order that depends on the samples alone. It changes nothing that it is given.
func Encode(name, help, kind string, samples []Sample) string {
	// TODO: put the samples in order, make one of those that are the same
	// series, and write them.
	return ""
}
