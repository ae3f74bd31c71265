package tracecontext_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	tracecontext "workbook/day143_tracecontext"
)

type lazy struct{ f func() slog.Value }

func (l lazy) LogValue() slog.Value { return l.f() }

// TestValuesAreFrozen: an exported value is what it was when it was set.
func TestValuesAreFrozen(t *testing.T) {
	tracer, got := newSink(tracecontext.Options{})
	_, s := tracer.Start(context.Background(), "work")
	list, loop := []string{"a"}, lazy{}
	loop.f = func() slog.Value { return slog.GroupValue(slog.Any("again", loop)) }
	attrs := []slog.Attr{
		slog.Any("list", list),
		slog.Any("err", errors.New("boom")),
		slog.Any("lazy", lazy{func() slog.Value { s.Set(slog.Int("inner", 1)); return slog.IntValue(7) }}), // would deadlock under the lock
		slog.Any("panics", lazy{func() slog.Value { panic("oops") }}),
		slog.Any("loop", loop),
		slog.Group("g", slog.Any("list", list)),
		slog.Any("nil", nil),
		slog.Time("t", time.Unix(0, 0).UTC()),
	}
	s.Set(attrs...)
	list[0] = "changed"
	s.End()
	text := map[string]string{}
	for _, a := range only(t, got).Attrs {
		text[a.Key] = a.Value.String()
	}
	for key, want := range map[string]string{"list": "[a]", "err": "boom", "lazy": "7", "inner": "1", "g": "[list=[a]]", "nil": "<nil>"} {
		if text[key] != want {
			t.Errorf("attribute %s = %q, want %q", key, text[key], want)
		}
	}
	if text["panics"] == "" || text["loop"] == "" {
		t.Errorf("a panicking and an endless value left %q and %q, want something to see", text["panics"], text["loop"])
	}
	if attrs[0].Value.Kind() != slog.KindAny {
		t.Error("Set changed the caller's slice")
	}
}

// TestAttrKeysAreUnique: OTLP allows a key once, in events, links and resources
// too. The last value wins, in the first one's place.
func TestAttrKeysAreUnique(t *testing.T) {
	twice := []slog.Attr{slog.Int("tries", 1), slog.String("zone", "b"), slog.Int("tries", 2), {}}
	tracer, got := newSink(tracecontext.Options{Resource: twice})
	_, span := tracer.Start(t.Context(), "charge", twice...)
	span.Event("retry", twice...)
	span.Link(tracecontext.SpanContext{TraceID: tracecontext.TraceID{1}, SpanID: tracecontext.SpanID{1}}, twice...)
	span.End()
	d, want := only(t, got), "[tries=2 zone=b]"
	for name, attrs := range map[string][]slog.Attr{
		"span": d.Attrs, "event": d.Events[0].Attrs, "link": d.Links[0].Attrs, "resource": d.Scope.Resource,
	} {
		if text := fmt.Sprint(attrs); text != want {
			t.Errorf("%s: attributes %s, want %s", name, text, want)
		}
	}
	if n := d.DroppedAttrs + d.Events[0].DroppedAttrs + d.Links[0].DroppedAttrs; n != 0 {
		t.Errorf("%d attributes counted as dropped, want 0: none was over the limit", n)
	}
}
