package waterfall

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	tracecontext "workbook/day143_tracecontext"
)

// The measures of the drawing. A line is at most 40+2+1+40+1+9 columns wide, and
// the reason of a failure comes behind that.
const (
	barWidth  = 40 // columns
	nameWidth = 40 // columns at most
	maxIndent = 12 // levels; deeper ones are drawn at this one
)

// Text draws spans as text, a line for each, under a line for each trace:
// name indented below its parent, bar from start to end, duration, failure.
// A name after "^ " has a parent that is not among the spans. Spans may come in
// any order and from several traces. It returns an error of w alone.
func Text(w io.Writer, spans []*tracecontext.SpanData) error {
	var b strings.Builder
	for i, trace := range byTrace(spans) {
		if i > 0 {
			b.WriteByte('\n')
		}
		writeWaterfall(&b, trace)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// writeWaterfall draws one trace. All names are measured first, so that the
// bars stand below each other.
func writeWaterfall(b *strings.Builder, spans []*tracecontext.SpanData) {
	start, length := traceExtent(spans)
	noun := "spans"
	if len(spans) == 1 {
		noun = "span"
	}
	fmt.Fprintf(b, "trace %s, %d %s, %s\n", spans[0].Context.TraceID, len(spans), noun, roundDuration(length))
	rows := traceRows(spans)
	width := 0
	for _, row := range rows {
		width = max(width, utf8.RuneCountInString(row.label()))
	}
	for _, row := range rows {
		from, to := place(row.SpanData, start, length, barWidth)
		bar := strings.Repeat(" ", from) + strings.Repeat("=", to-from) + strings.Repeat(" ", barWidth-to)
		label := row.label()
		pad := strings.Repeat(" ", width-utf8.RuneCountInString(label))
		fmt.Fprintf(b, "%s%s |%s| %8s%s\n", label, pad, bar, roundDuration(row.Duration()), row.verdict())
	}
}

// label is the indented name, at most nameWidth columns.
func (r traceRow) label() string {
	s := strings.Repeat("  ", min(r.depth, maxIndent))
	if r.orphan {
		s += "^ "
	}
	s += oneLine(r.Name)
	if n := []rune(s); len(n) > nameWidth {
		s = string(n[:nameWidth-3]) + "..."
	}
	return s
}

// verdict says that and why a span failed, and nothing of the others.
func (r traceRow) verdict() string {
	if r.Status != tracecontext.StatusError {
		return ""
	}
	why := r.Message
	for _, a := range r.Attrs { // an HTTP span says it by its status code
		if why == "" && a.Key == "error.type" {
			why = a.Value.String()
		}
	}
	if why == "" {
		return "  failed"
	}
	return "  failed: " + oneLine(why)
}

// oneLine keeps a stranger's text from breaking the drawing or the terminal.
func oneLine(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, s)
}

// roundDuration keeps about four digits.
func roundDuration(d time.Duration) time.Duration {
	for _, unit := range []time.Duration{time.Second, time.Millisecond, time.Microsecond} {
		if d >= unit {
			return d.Round(unit / 100)
		}
	}
	return d
}
