package tracecontext_test

import (
	"log/slog"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/tracestate"
)

// TestSizeCountsWhatHangsOn: a bound in bytes is one only if all that a span
// can hold counts, letter by letter.
func TestSizeCountsWhatHangsOn(t *testing.T) {
	const text, attr = 256, 40
	long := strings.Repeat("x", text)
	list, err := tracestate.Parse("k=" + long[2:])
	if err != nil {
		t.Fatal(err)
	}
	state := tracecontext.SpanContext{State: list}
	for name, tt := range map[string]struct {
		edit func(*tracecontext.SpanData)
		want int
	}{
		"name":       {func(d *tracecontext.SpanData) { d.Name = long }, text},
		"message":    {func(d *tracecontext.SpanData) { d.Message = long }, text},
		"tracestate": {func(d *tracecontext.SpanData) { d.Context = state }, text},
		"attribute":  {func(d *tracecontext.SpanData) { d.Attrs = []slog.Attr{slog.Int("key", 1)} }, attr + 3},
		"string":     {func(d *tracecontext.SpanData) { d.Attrs = []slog.Attr{slog.String("key", long)} }, attr + 3 + text},
		"group":      {func(d *tracecontext.SpanData) { d.Attrs = []slog.Attr{slog.Group("key", "in", long)} }, attr + 3 + attr + 2 + text},
		"event":      {func(d *tracecontext.SpanData) { d.Events = []tracecontext.Event{{Name: long}} }, 80 + text},
		"event's string": {func(d *tracecontext.SpanData) {
			d.Events = []tracecontext.Event{{Attrs: []slog.Attr{slog.String("key", long)}}}
		}, 80 + attr + 3 + text},
		"link": {func(d *tracecontext.SpanData) { d.Links = []tracecontext.Link{{Context: state}} }, 88 + text},
		"link's string": {func(d *tracecontext.SpanData) {
			d.Links = []tracecontext.Link{{Attrs: []slog.Attr{slog.String("key", long)}}}
		}, 88 + attr + 3 + text},
		"two of a kind":   {func(d *tracecontext.SpanData) { d.Events = []tracecontext.Event{{Name: long}, {Name: long}} }, 2 * (80 + text)},
		"nothing further": {func(*tracecontext.SpanData) {}, 0},
	} {
		var d tracecontext.SpanData
		bare := d.Size()
		tt.edit(&d)
		if got := d.Size() - bare; got != tt.want {
			t.Errorf("%s: %d bytes more, want %d", name, got, tt.want)
		}
	}
}
