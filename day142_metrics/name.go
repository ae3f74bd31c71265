package metrics

import (
	"fmt"
	"slices"
	"strings"
)

// A kind is the type of a family, as the TYPE line spells it.
type kind string

const (
	counterKind   kind = "counter"
	gaugeKind     kind = "gauge"
	histogramKind kind = "histogram"
	summaryKind   kind = "summary"
)

// validName reports whether s matches [a-zA-Z_][a-zA-Z0-9_]*, with colons
// allowed as well when it names a metric.
func validName(s string, metric bool) bool {
	for i := range len(s) {
		c := s[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || c == '_' || c == ':' && metric
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

// checkName panics unless name can name a family of kind k.
func checkName(name string, k kind) {
	if !validName(name, true) {
		panic(fmt.Sprintf("metrics: the metric name %.64q is not valid: it must match [a-zA-Z_:][a-zA-Z0-9_:]*.", name))
	}
	if k == counterKind && !validName(counterBase(name), true) {
		panic(fmt.Sprintf("metrics: the counter name %.64q has nothing valid before _total.", name))
	}
}

// checkLabels panics unless labels can label a family of kind k.
func checkLabels(name string, labels []string, k kind) {
	for i, l := range labels {
		switch {
		case !validName(l, false):
			panic(fmt.Sprintf("metrics: %s has the label name %.64q, which is not valid: it must match [a-zA-Z_][a-zA-Z0-9_]*.",
				name, l))
		case strings.HasPrefix(l, "__"):
			panic(fmt.Sprintf("metrics: %s has the label name %.64q: names that start with __ belong to Prometheus.", name, l))
		case slices.Contains(labels[:i], l):
			panic(fmt.Sprintf("metrics: %s has the label name %.64q twice.", name, l))
		case k == histogramKind && l == "le", k == summaryKind && l == "quantile":
			panic(fmt.Sprintf("metrics: %s is a %s, which writes the label %q itself.", name, k, l))
		}
	}
}

// counterBase is the OpenMetrics family name of a counter.
func counterBase(name string) string { return strings.TrimSuffix(name, "_total") }

// claims lists every name that a family occupies in either format: its own,
// and those of its samples. Two families may not share one: a histogram lat
// and a counter lat_count would both write the sample lat_count, and every
// later scrape would be refused. The _created names are never written here,
// but OpenMetrics reserves them for the family.
func claims(name string, k kind) []string {
	switch k {
	case counterKind:
		base := counterBase(name)
		return []string{base, base + "_total", base + "_created"}
	case histogramKind:
		return []string{name, name + "_bucket", name + "_sum", name + "_count", name + "_created"}
	case summaryKind:
		return []string{name, name + "_sum", name + "_count", name + "_created"}
	}
	return []string{name}
}
