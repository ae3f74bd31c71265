package waterfall_test

import (
	"slices"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/waterfall"
)

func TestTraceRowsOfOddTraces(t *testing.T) {
	other := made("other", tracecontext.KindServer, 1, 0, 0, 1)
	other.Context.TraceID[0] = 1
	twin := made("twin", tracecontext.KindServer, 2, 1, 5, 6)
	long := []*tracecontext.SpanData{}
	for i := range 200 {
		long = append(long, made("deep", tracecontext.KindInternal, byte(i+1), byte(i), i, 200))
	}
	for name, tt := range map[string]struct {
		spans []*tracecontext.SpanData
		lines int
		has   []string
	}{
		"nothing":          {nil, 0, nil},
		"orphan":           {[]*tracecontext.SpanData{made("lost", tracecontext.KindServer, 1, 9, 0, 1)}, 2, []string{"^ lost"}},
		"orphan in front":  {[]*tracecontext.SpanData{made("root", tracecontext.KindServer, 1, 0, 5, 9), made("lost", tracecontext.KindServer, 2, 9, 0, 1)}, 3, []string{"9ms\n^ lost"}},
		"two traces":       {[]*tracecontext.SpanData{made("one", tracecontext.KindServer, 1, 0, 0, 1), other}, 5, []string{"one", "other"}},
		"own parent":       {[]*tracecontext.SpanData{made("self", tracecontext.KindServer, 1, 1, 0, 1)}, 2, []string{"^ self"}},
		"circle":           {[]*tracecontext.SpanData{made("a", tracecontext.KindServer, 1, 2, 0, 1), made("b", tracecontext.KindServer, 2, 1, 0, 1)}, 3, []string{"^ a", "\n  b"}},
		"delivered twice":  {[]*tracecontext.SpanData{made("root", tracecontext.KindServer, 1, 0, 0, 10), twin, twin}, 3, []string{"\n  twin"}},
		"same id twice":    {[]*tracecontext.SpanData{made("root", tracecontext.KindServer, 1, 0, 0, 9), made("x", tracecontext.KindServer, 2, 1, 1, 2), made("y", tracecontext.KindServer, 2, 1, 3, 4), made("z", tracecontext.KindServer, 3, 2, 1, 2)}, 5, []string{"  x", "  y", "    z"}},
		"no time at all":   {[]*tracecontext.SpanData{made("instant", tracecontext.KindServer, 1, 0, 5, 5)}, 2, []string{"|========", "0s"}},
		"end before start": {[]*tracecontext.SpanData{made("back", tracecontext.KindServer, 1, 0, 9, 3), made("root", tracecontext.KindServer, 2, 0, 0, 10)}, 3, []string{"back", "0s"}},
		"child first":      {[]*tracecontext.SpanData{made("root", tracecontext.KindServer, 1, 0, 5, 10), made("early", tracecontext.KindServer, 2, 1, 0, 20)}, 3, []string{"20ms"}},
		"terminal codes":   {[]*tracecontext.SpanData{made("a\x1b[31m\nb\u202e", tracecontext.KindServer, 1, 0, 0, 1)}, 2, []string{"a?[31m?b?"}},
		"long name":        {[]*tracecontext.SpanData{made(strings.Repeat("é", 90), tracecontext.KindServer, 1, 0, 0, 1)}, 2, []string{strings.Repeat("é", 37) + "... |"}},
		"200 deep":         {long, 201, []string{strings.Repeat(" ", 24) + "deep"}},
	} {
		got := draw(t, tt.spans...)
		if n := strings.Count(got, "\n"); n != tt.lines {
			t.Errorf("%s: %d lines, want %d:\n%s", name, n, tt.lines, got)
		}
		for _, s := range tt.has {
			if !strings.Contains(got, s) {
				t.Errorf("%s: no %q in\n%s", name, s, got)
			}
		}
		for _, line := range strings.Split(got, "\n") {
			if strings.Contains(line, "|") && strings.LastIndex(line, "|")-strings.Index(line, "|") != 41 {
				t.Errorf("%s: a bar leaves its column:\n%s", name, got)
			}
		}
	}
}

// TestTraces: the trace of the last span comes first, and in it the last span.
func TestTraces(t *testing.T) {
	span := func(name string, trace byte) *tracecontext.SpanData {
		d := made(name, tracecontext.KindServer, 1, 0, 0, 1)
		d.Context.TraceID[0] = trace
		return d
	}
	spans := []*tracecontext.SpanData{span("order", 1), span("refund", 2), span("charge", 1), span("ping", 3)}
	var got []string
	for _, trace := range waterfall.Traces(spans) {
		var names []string
		for _, d := range trace {
			names = append(names, d.Name)
		}
		got = append(got, strings.Join(names, " and "))
	}
	want := []string{"ping", "charge and order", "refund"}
	if !slices.Equal(got, want) || spans[0].Name != "order" || waterfall.Traces(nil) != nil {
		t.Errorf("Traces\n got: %q\nwant: %q, and its argument as it was", got, want)
	}
}
