package waterfall_test

import (
	"os"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/waterfall"
)

func ExampleText() {
	start := time.Unix(0, 0)
	span := func(name string, id, parent byte, from, to int) *tracecontext.SpanData {
		d := &tracecontext.SpanData{
			Name:  name,
			Start: start.Add(time.Duration(from) * time.Millisecond),
			End:   start.Add(time.Duration(to) * time.Millisecond),
		}
		d.Context.TraceID[15], d.Context.SpanID[7], d.Parent[7] = 1, id, parent
		return d
	}
	_ = waterfall.Text(os.Stdout, []*tracecontext.SpanData{span("query", 2, 1, 10, 60), span("GET /orders", 1, 0, 0, 80)})
	// Output:
	// trace 00000000000000000000000000000001, 2 spans, 80ms
	// GET /orders |========================================|     80ms
	//   query     |     =========================          |     50ms
}
