package tracecontext_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"unicode/utf8"

	tracecontext "workbook/day143_tracecontext"
)

const mebibyte = 1 << 20

// TestTextsAreCut: whatever a stranger can put into a span, a path, a name, a key or an
// error, takes 4 KiB of it at most, and whole characters.
func TestTextsAreCut(t *testing.T) {
	long := strings.Repeat("é", mebibyte/2) // two bytes each
	for name, do := range map[string]func(*tracecontext.Span){
		"attribute":       func(s *tracecontext.Span) { s.Set(slog.String("url.path", "/"+long)) },
		"key":             func(s *tracecontext.Span) { s.Set(slog.String(long, "v")) },
		"of another type": func(s *tracecontext.Span) { s.Set(slog.Any("list", []string{long})) },
		"in a group":      func(s *tracecontext.Span) { s.Set(slog.Group("g", "inner", long)) },
		"out of a LogValuer": func(s *tracecontext.Span) {
			s.Set(slog.Any("lazy", lazy{func() slog.Value { return slog.StringValue(long) }}))
		},
		"name":    func(s *tracecontext.Span) { s.Rename("x" + long) },
		"message": func(s *tracecontext.Span) { s.SetStatus(tracecontext.StatusError, long) },
		"error":   func(s *tracecontext.Span) { s.Fail(errors.New(long)) },
		"event":   func(s *tracecontext.Span) { s.Event(long, slog.String(long, long)) },
		"link":    func(s *tracecontext.Span) { s.Link(s.Context(), slog.String(long, long)) },
	} {
		tracer, got := newSink(tracecontext.Options{})
		_, span := tracer.Start(context.Background(), "work")
		do(span)
		span.End()
		d := only(t, got)
		if n := d.Size(); n > 20<<10 {
			t.Errorf("%s of 1 MiB: a record of %d bytes, want a few KiB", name, n)
		}
		texts := []string{d.Name, d.Message}
		for _, a := range d.Attrs {
			texts = append(texts, a.Key, a.Value.String())
		}
		for _, text := range texts {
			if !utf8.ValidString(text) {
				t.Errorf("%s: cut in the middle of a character: ...%q", name, text[len(text)-8:])
			}
		}
	}
	tracer, got := newSink(tracecontext.Options{MaxValueLen: 5})
	_, span := tracer.Start(context.Background(), "works on", slog.String("k", "12345"), slog.String("l", "123456"))
	span.End()
	if d := only(t, got); d.Name != "works" || d.Attrs[0].Value.String() != "12345" || d.Attrs[1].Value.String() != "12345" {
		t.Errorf("MaxValueLen 5: name %q, attributes %v", d.Name, d.Attrs)
	}
}

// TestSpanIsBounded: the limits of counts and lengths multiply, so that the whole has one.
func TestSpanIsBounded(t *testing.T) {
	tracer, got := newSink(tracecontext.Options{})
	_, span := tracer.Start(context.Background(), "work")
	var many []slog.Attr
	for i := range 200 {
		many = append(many, slog.String(string(rune('a'+i%26))+string(rune('a'+i/26)), strings.Repeat("x", 4<<10)))
	}
	for range 200 {
		span.Set(many...)
		span.Event("retry", many...)
		span.Link(span.Context(), many...)
	}
	span.Set(slog.String("aa", "short")) // an update that frees more than it takes
	span.End()
	d := only(t, got)
	if n := d.Size(); n > 257<<10 || d.DroppedAttrs == 0 || d.DroppedEvents != 200 || d.DroppedLinks != 200 {
		t.Errorf("a record of %d bytes with %d, %d, %d dropped, want 256 KiB and the rest counted",
			n, d.DroppedAttrs, d.DroppedEvents, d.DroppedLinks)
	}
	if got := d.Attrs[0].Value.String(); got != "short" {
		t.Errorf("an update of a full span left %.20q", got)
	}
}

// TestGroupsDoNotMultiply: groups of groups out of a LogValuer, eight deep, are cut in
// number and not only in depth.
func TestGroupsDoNotMultiply(t *testing.T) {
	calls := 0
	var wide lazy
	wide.f = func() slog.Value {
		calls++
		return slog.GroupValue(slog.Any("a", wide), slog.Any("b", wide), slog.Any("c", wide), slog.Any("d", wide))
	}
	tracer, got := newSink(tracecontext.Options{})
	_, span := tracer.Start(context.Background(), "work", slog.Any("wide", wide))
	span.End()
	if n := only(t, got).Size(); calls > 600 || n > 64<<10 {
		t.Errorf("%d values taken, a record of %d bytes, want 600 at most and 64 KiB", calls, n)
	}
}

// TestRingIsBounded: giants push more than their number out, and one that is larger
// than the ring leaves nothing.
func TestRingIsBounded(t *testing.T) {
	r := tracecontext.NewRing(20_000)
	d := &tracecontext.SpanData{Name: strings.Repeat("x", 256<<10)}
	for range 1000 {
		if err := r.Export(t.Context(), []*tracecontext.SpanData{d}); err != nil {
			t.Fatal(err)
		}
	}
	if held := len(r.Spans()) * d.Size(); held > 40*mebibyte || held < 38*mebibyte {
		t.Errorf("a ring of 20,000 holds %d bytes of spans of 256 KiB, want just under 20,000 times 2 KiB", held)
	}
	small := tracecontext.NewRing(1)
	giant := &tracecontext.SpanData{Name: strings.Repeat("x", 2*mebibyte)}
	if err := small.Export(t.Context(), []*tracecontext.SpanData{d, giant}); err != nil || len(small.Spans()) != 0 {
		t.Errorf("a ring of 1 MiB holds %d spans after one of 2 MiB, %v, want none", len(small.Spans()), err)
	}
}
