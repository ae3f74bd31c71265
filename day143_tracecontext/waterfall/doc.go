// Package waterfall draws a trace, as text and as SVG: a row for each span, indented
// below its parent, with a bar from its start to its end. Jaeger and Zipkin call the
// page with this drawing the timeline. Begin with Text in text.go; tree.go has the order of the rows.
//
//	for _, trace := range waterfall.Traces(ring.Spans()) {
//		err := waterfall.Text(os.Stdout, trace)
//	}
//
// An order whose payment fails:
//
//	trace 4bf90000000000000000000000000036, 6 spans, 230ms
//	POST /orders       |================================        |    182ms
//	  store.Put        | ====                                   |     22ms
//	  POST             |     =========================          |    141ms  failed: 402
//	    POST /charge   |       ======================           |    128ms  failed: card declined
//	  publish orders   |                              =         |      5ms
//	    process orders |                                ========|     46ms
//
// Spans may come in any order, twice, without their parents, or with parents in a
// circle: a drawing is what shows such a fault. Text of strangers is escaped.
package waterfall
