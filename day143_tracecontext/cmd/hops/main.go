package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/waterfall"
)

func main() {
	if err := draw(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "hops:", err)
		os.Exit(1)
	}
}

// A hopCase is one way of the service in the middle, orders, to call payments.
type hopCase struct {
	title, remark string
	change        func(client, payments *tracecontext.SpanData) // of the right trace
	lost          int                                           // spans of the end that nobody recorded
}

// cases are the right hop and the four broken ones.
func cases() []hopCase {
	otherTrace := tracecontext.TraceID{0xa3, 0xce, 0x92, 0x9d, 0x0e, 0x0e, 0x47, 0x36, 15: 1}
	nobody := tracecontext.SpanID{7: 9}
	return []hopCase{
		{"The right hop", "orders sends the id of its client span",
			func(_, _ *tracecontext.SpanData) {}, 0},
		{"1. The header is forwarded as it came", "payments hangs below the caller of orders",
			func(client, payments *tracecontext.SpanData) { payments.Parent = tracecontext.SpanID{7: 1} }, 0},
		{"2. A new trace is started", "nothing leads from the one trace to the other",
			func(_, payments *tracecontext.SpanData) {
				payments.Context.TraceID, payments.Parent = otherTrace, tracecontext.SpanID{}
			}, 0},
		{"3. The id sent belongs to no recorded span", "^ marks a span whose parent is missing",
			func(_, payments *tracecontext.SpanData) { payments.Parent = nobody }, 0},
		{"4. The sampled flag is lost", "payments records nothing, and nobody sees a fault",
			func(_, _ *tracecontext.SpanData) {}, 1},
	}
}

// spans returns the trace of a case: the gateway calls orders, orders calls payments.
func (c hopCase) spans() []*tracecontext.SpanData {
	all := []*tracecontext.SpanData{
		span("gateway: POST", tracecontext.KindClient, 1, 0, 0, 100),
		span("orders: /orders", tracecontext.KindServer, 2, 1, 8, 94),
		span("orders: POST", tracecontext.KindClient, 3, 2, 24, 86),
		span("payments: /pay", tracecontext.KindServer, 4, 3, 32, 80),
	}
	c.change(all[2], all[3])
	return all[:len(all)-c.lost]
}

func span(name string, kind tracecontext.Kind, id, parent byte, from, to int) *tracecontext.SpanData {
	at := func(ms int) time.Time { return time.Unix(0, 0).Add(time.Duration(ms) * time.Millisecond) }
	d := &tracecontext.SpanData{Name: name, Kind: kind, Start: at(from), End: at(to)}
	d.Context.TraceID = tracecontext.TraceID{0x4b, 0xf9, 0x2f, 0x35, 0x77, 0xb3, 0x4d, 0xa6, 15: 1}
	d.Context.SpanID[7], d.Parent[7] = id, parent
	return d
}

// The heights of what stands above and below each waterfall, in pixels.
const (
	titleHeight = 54
	gap         = 8
)

// draw writes the cases below each other: a title, a remark and a waterfall each.
func draw(w io.Writer) error {
	var body strings.Builder
	width, y := 0, 0
	for _, c := range cases() {
		var drawing strings.Builder
		if err := waterfall.SVG(&drawing, c.spans()); err != nil {
			return err
		}
		var height int
		_, err := fmt.Sscanf(drawing.String(), `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"`, &width, &height)
		if err != nil {
			return fmt.Errorf("the size of a waterfall: %w", err)
		}
		fmt.Fprintf(&body, `<text class="title" x="12" y="%d">%s</text>`+"\n", y+24, c.title)
		fmt.Fprintf(&body, `<text x="12" y="%d">%s</text>`+"\n", y+44, c.remark)
		fmt.Fprintf(&body, `<g transform="translate(0 %d)">%s</g>`+"\n", y+titleHeight, drawing.String())
		y += titleHeight + height + gap
	}
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img">
<title>One request through three services, and four ways to break its trace</title>
<style>.title{font-weight:bold;fill:#1f2328}@media(prefers-color-scheme:dark){.title{fill:#e6edf3}}</style>
<rect class="paper" width="%[1]d" height="%[2]d"/>
%[3]s</svg>
`, width, y, body.String())
	return err
}
