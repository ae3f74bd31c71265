package tracecontext

import (
	"log/slog"
	"testing"
)

// TestSizeCountsWhatHangsOn: a bound in bytes is one only if all that a span
// can hold counts, letter by letter.
func TestSizeCountsWhatHangsOn(t *testing.T) {
	const text, attr = 1000, 40
	long := rep("x", text)
	state := SpanContext{State: State{text: long}}
	for name, row := range map[string]struct {
		edit func(*SpanData)
		want int
	}{
		"name":            {func(d *SpanData) { d.Name = long }, text},
		"message":         {func(d *SpanData) { d.Message = long }, text},
		"tracestate":      {func(d *SpanData) { d.Context = state }, text},
		"attribute":       {func(d *SpanData) { d.Attrs = []slog.Attr{slog.Int("key", 1)} }, attr + 3},
		"string":          {func(d *SpanData) { d.Attrs = []slog.Attr{slog.String("key", long)} }, attr + 3 + text},
		"group":           {func(d *SpanData) { d.Attrs = []slog.Attr{slog.Group("key", "in", long)} }, attr + 3 + attr + 2 + text},
		"event":           {func(d *SpanData) { d.Events = []Event{{Name: long}} }, 80 + text},
		"event's string":  {func(d *SpanData) { d.Events = []Event{{Attrs: []slog.Attr{slog.String("key", long)}}} }, 80 + attr + 3 + text},
		"link":            {func(d *SpanData) { d.Links = []Link{{Context: state}} }, 88 + text},
		"link's string":   {func(d *SpanData) { d.Links = []Link{{Attrs: []slog.Attr{slog.String("key", long)}}} }, 88 + attr + 3 + text},
		"two of a kind":   {func(d *SpanData) { d.Events = []Event{{Name: long}, {Name: long}} }, 2 * (80 + text)},
		"nothing further": {func(*SpanData) {}, 0},
	} {
		var d SpanData
		bare := size(&d)
		row.edit(&d)
		if got := size(&d) - bare; got != row.want {
			t.Errorf("%s: %d bytes more, want %d", name, got, row.want)
		}
	}
}
