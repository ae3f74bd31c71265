package waterfall

import (
	_ "embed"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	tracecontext "workbook/day143_tracecontext"
)

// svgStyle colours a drawing that stands alone, dark or light as the reader has it.
//
//go:embed svg.css
var svgStyle string

// The geometry of the drawing, in pixels. It is narrow and its letters are large, so
// that they can be read on a telephone.
const (
	svgWidth  = 560
	svgMargin = 12
	svgNames  = 212 // where the column of names ends
	svgBars   = 212 // the column of bars; the rest is for durations
	svgName   = 22  // letters of a name at most
	svgRow    = 24
	svgHead   = 52 // the heading of a trace and its axis
)

// SVG draws spans as an SVG image, self-contained and safe to put into a page: all
// text is escaped. The traces among spans stand below each other, as in Text. It
// reads on light and dark pages. It returns an error of w alone.
func SVG(w io.Writer, spans []*tracecontext.SpanData) error {
	var body strings.Builder
	y := 0
	for _, trace := range byTrace(spans) {
		y = svgTrace(&body, trace, y)
	}
	if len(spans) == 0 {
		svgText(&body, svgMargin, 24, "head", "start", "no spans")
		y = svgHead - svgMargin
	}
	y += svgMargin
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img">
<style>%[3]s</style>
<rect class="paper" x="0" y="0" width="%[1]d" height="%[2]d"/>
%[4]s</svg>
`, svgWidth, y, svgStyle, body.String())
	return err
}

// svgTrace draws one trace below y and returns where it ends.
func svgTrace(b *strings.Builder, spans []*tracecontext.SpanData, y int) int {
	start, length := traceExtent(spans)
	rows := traceRows(spans)
	svgHeading(b, spans, length, y)
	svgTicks(b, length, y, len(rows))
	y += svgHead
	for _, row := range rows {
		svgSpan(b, row, start, length, y)
		y += svgRow
	}
	return y
}

// svgHeading names the trace by the first half of its id, which is enough to tell two
// apart; the title, which a pointer shows, has all of it.
func svgHeading(b *strings.Builder, spans []*tracecontext.SpanData, length time.Duration, y int) {
	id, noun := spans[0].Context.TraceID.String(), "spans"
	if len(spans) == 1 {
		noun = "span"
	}
	about := fmt.Sprintf("%d %s, %s", len(spans), noun, roundDuration(length))
	fmt.Fprintf(b, "<g><title>trace %s, %s</title>\n", id, about)
	svgText(b, svgMargin, y+24, "head", "start", fmt.Sprintf("trace %s…, %s", id[:16], about))
	b.WriteString("</g>\n")
}

// svgTicks draws three lines of the time axis.
func svgTicks(b *strings.Builder, length time.Duration, y, rows int) {
	const ticks = 2
	for i := range ticks + 1 {
		x := svgNames + svgBars*i/ticks
		fmt.Fprintf(b, `<line x1="%d" y1="%d" x2="%d" y2="%d"/>`+"\n", x, y+svgHead-4, x, y+svgHead+svgRow*rows)
		svgText(b, x, y+svgHead-8, "tick", "middle", roundDuration(length*time.Duration(i)/ticks).String())
	}
}

// svgSpan draws one row; the whole of it has the full text as its tooltip.
func svgSpan(b *strings.Builder, row traceRow, start time.Time, length time.Duration, y int) {
	from, to := place(row.SpanData, start, length, svgBars)
	class, took := svgClass(row.SpanData), roundDuration(row.Duration()).String()
	b.WriteString("<g><title>")
	svgEscape(b, fmt.Sprintf("%s, %s%s", row.Name, row.Duration(), row.verdict()))
	b.WriteString("</title>")
	label := []rune(row.label())
	if len(label) > svgName {
		label = append(label[:svgName-1], '…')
	}
	svgText(b, svgMargin, y+17, "name", "start", string(label))
	// At least two pixels: a span too short to see is still a call that was made.
	fmt.Fprintf(b, `<rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="2"/>`+"\n",
		class, svgNames+from, y+4, max(2, to-from), svgRow-8)
	if row.Status == tracecontext.StatusError {
		took = "failed " + took // colour alone does not reach everybody
	}
	svgText(b, svgWidth-svgMargin, y+17, class, "end", took)
	b.WriteString("</g>\n")
}

// svgClass is the class of a span in the style sheet: its kind, or that it failed.
func svgClass(d *tracecontext.SpanData) string {
	classes := map[tracecontext.Kind]string{tracecontext.KindServer: "server", tracecontext.KindClient: "client",
		tracecontext.KindProducer: "producer", tracecontext.KindConsumer: "consumer"}
	switch {
	case d.Status == tracecontext.StatusError:
		return "failed"
	case classes[d.Kind] == "":
		return "internal" // and what a later OTLP adds
	}
	return classes[d.Kind]
}

// svgText keeps spaces: indentation is the tree.
func svgText(b *strings.Builder, x, y int, class, anchor, text string) {
	fmt.Fprintf(b, `<text class="%s" x="%d" y="%d" text-anchor="%s" xml:space="preserve">`, class, x, y, anchor)
	svgEscape(b, text)
	b.WriteString("</text>\n")
}

// svgEscape escapes markup and replaces what XML can't hold, such as NUL.
func svgEscape(b *strings.Builder, s string) {
	_ = xml.EscapeText(b, []byte(s)) // a strings.Builder never fails
}
