package tailsampling

import (
	"log/slog"

	tracecontext "workbook/day143_tracecontext"
)

// size estimates the heap that a span holds, for bounds in bytes: the struct, and the
// strings and slices that hang on it. Names shared by all spans count too.
func size(d *tracecontext.SpanData) int {
	n := 480 + len(d.Name) + len(d.Message) + len(d.Context.State.String()) + attrsSize(d.Attrs)
	for _, e := range d.Events {
		n += 80 + len(e.Name) + attrsSize(e.Attrs)
	}
	for _, l := range d.Links {
		n += 88 + len(l.Context.State.String()) + attrsSize(l.Attrs)
	}
	return n
}

// attrsSize estimates too: 40 bytes are a slog.Attr on 64-bit machines.
func attrsSize(attrs []slog.Attr) (n int) {
	for _, a := range attrs {
		n += 40 + len(a.Key)
		switch a.Value.Kind() {
		case slog.KindString:
			n += len(a.Value.String())
		case slog.KindGroup:
			n += attrsSize(a.Value.Group())
		}
	}
	return n
}
