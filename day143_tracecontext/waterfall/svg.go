package waterfall

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	tracecontext "workbook/day143_tracecontext"
)

// The geometry of the drawing, in pixels.
const (
	svgWidth  = 960
	svgNames  = 300 // the column of names
	svgBars   = 540 // the column of bars; the rest is for durations
	svgRow    = 22
	svgHead   = 48
	svgMargin = 12
)

// SVG draws the first trace among spans as an SVG image, self-contained
// and safe to put into a page: all text is escaped. It scales with its width and
// reads on light and dark pages. It returns an error of w alone.
func SVG(w io.Writer, spans []*tracecontext.SpanData) error {
	var b strings.Builder
	traces := byTrace(spans)
	if len(traces) == 0 {
		traces = [][]*tracecontext.SpanData{nil}
	}
	rows := traceRows(traces[0])
	height := svgHead + svgRow*len(rows) + svgMargin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" role="img" `+
		`font-family="ui-monospace, Menlo, Consolas, monospace" font-size="12">`+"\n", svgWidth, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" rx="6" fill="#fff" stroke="#d0d7de"/>`+"\n", svgWidth, height)
	if len(rows) > 0 {
		start, length := traceExtent(traces[0])
		svgHeading(&b, traces[0], length)
		svgTicks(&b, length, height)
		for i, row := range rows {
			svgSpan(&b, row, start, length, svgHead+svgRow*i)
		}
	} else {
		svgText(&b, svgMargin, 28, "#57606a", "start", "no spans")
	}
	b.WriteString("</svg>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

func svgHeading(b *strings.Builder, spans []*tracecontext.SpanData, length time.Duration) {
	title := fmt.Sprintf("trace %s, %d spans, %s", spans[0].Context.TraceID, len(spans), roundDuration(length))
	fmt.Fprintf(b, "<title>%s</title>\n", title)
	svgText(b, svgMargin, 20, "#1f2328", "start", title)
}

// svgTicks draws five lines of the time axis.
func svgTicks(b *strings.Builder, length time.Duration, height int) {
	const ticks = 4
	for i := range ticks + 1 {
		x := svgNames + svgBars*i/ticks
		fmt.Fprintf(b, `<line x1="%d" y1="%d" x2="%d" y2="%d" stroke="#eaeef2"/>`+"\n", x, svgHead-4, x, height-svgMargin/2)
		svgText(b, x, svgHead-8, "#57606a", "middle", roundDuration(length*time.Duration(i)/ticks).String())
	}
}

// svgSpan draws one row; the whole of it has the full text as its tooltip.
func svgSpan(b *strings.Builder, row traceRow, start time.Time, length time.Duration, y int) {
	from, to := place(row.SpanData, start, length, svgBars)
	color := svgColors[row.Kind]
	if color == "" {
		color = svgColors[tracecontext.KindInternal]
	}
	if row.Status == tracecontext.StatusError {
		color = "#cf222e"
	}
	b.WriteString("<g><title>")
	svgEscape(b, fmt.Sprintf("%s, %s%s", row.Name, row.Duration(), row.verdict()))
	b.WriteString("</title>")
	svgText(b, svgMargin, y+15, "#1f2328", "start", row.label())
	// At least two pixels: a span too short to see is still a call that was made.
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" rx="2" fill="%s"/>`+"\n",
		svgNames+from, y+4, max(2, to-from), svgRow-8, color)
	took := roundDuration(row.Duration()).String()
	if row.Status == tracecontext.StatusError {
		took = "failed " + took // colour alone does not reach everybody
	}
	svgText(b, svgWidth-svgMargin, y+15, color, "end", took)
	b.WriteString("</g>\n")
}

// svgColors tell the kinds apart, and each from white.
var svgColors = map[tracecontext.Kind]string{
	tracecontext.KindInternal: "#6e7781",
	tracecontext.KindServer:   "#0969da",
	tracecontext.KindClient:   "#1a7f37",
	tracecontext.KindProducer: "#9a6700",
	tracecontext.KindConsumer: "#8250df",
}

// svgText keeps spaces: indentation is the tree.
func svgText(b *strings.Builder, x, y int, fill, anchor, text string) {
	fmt.Fprintf(b, `<text x="%d" y="%d" fill="%s" text-anchor="%s" xml:space="preserve">`, x, y, fill, anchor)
	svgEscape(b, text)
	b.WriteString("</text>\n")
}

// svgEscape escapes markup and replaces what XML can't hold, such as NUL.
func svgEscape(b *strings.Builder, s string) {
	_ = xml.EscapeText(b, []byte(s)) // a strings.Builder never fails
}
