package lab

import (
	"regexp"
	"strings"
)

// An Exemplar is a bucket of a histogram and the trace of a request in it.
type Exemplar struct {
	Series  string // "http_request_duration_seconds_bucket{…}"
	Count   string
	TraceID string
	Value   string // what that request took, in seconds
}

var piece = regexp.MustCompile(`[^_{,]*[_{,]|[^_{,]+`)

// Pieces is Series cut after each underscore, brace and comma: this is where a
// narrow screen may break it.
func (e Exemplar) Pieces() []string { return piece.FindAllString(e.Series, -1) }

var traceLabel = regexp.MustCompile(`trace_id="([0-9A-Za-z]{1,64})"`)

// Exemplars finds the exemplars of an OpenMetrics page. It reads lines of the
// form `series count # {trace_id="…"} value timestamp` and skips all others.
func Exemplars(page string) []Exemplar {
	var list []Exemplar
	for line := range strings.Lines(page) {
		// A label value may hold " # {" too, so the last one is meant.
		i := strings.LastIndex(line, " # {")
		if i < 0 || strings.HasPrefix(line, "#") {
			continue
		}
		sample, tail := line[:i], line[i:]
		id := traceLabel.FindStringSubmatch(tail)
		_, value, ok := strings.Cut(tail, "} ")
		space := strings.LastIndexByte(sample, ' ')
		if id == nil || !ok || space < 0 {
			continue
		}
		value, _, _ = strings.Cut(strings.TrimSpace(value), " ")
		list = append(list, Exemplar{sample[:space], sample[space+1:], id[1], value})
	}
	return list
}
