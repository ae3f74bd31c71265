package tracecontext

import (
	"strings"
	"testing"
)

func TestTraceRowsOfOddTraces(t *testing.T) {
	other := made("other", KindServer, 1, 0, 0, 1)
	other.Context.TraceID[0] = 1
	twin := made("twin", KindServer, 2, 1, 5, 6)
	long := []*SpanData{}
	for i := range 200 {
		long = append(long, made("deep", KindInternal, byte(i+1), byte(i), i, 200))
	}
	for name, row := range map[string]struct {
		spans []*SpanData
		lines int
		has   []string
	}{
		"nothing":          {nil, 0, nil},
		"orphan":           {[]*SpanData{made("lost", KindServer, 1, 9, 0, 1)}, 2, []string{"^ lost"}},
		"orphan in front":  {[]*SpanData{made("root", KindServer, 1, 0, 5, 9), made("lost", KindServer, 2, 9, 0, 1)}, 3, []string{"9ms\n^ lost"}},
		"two traces":       {[]*SpanData{made("one", KindServer, 1, 0, 0, 1), other}, 5, []string{"one", "other"}},
		"own parent":       {[]*SpanData{made("self", KindServer, 1, 1, 0, 1)}, 2, []string{"^ self"}},
		"circle":           {[]*SpanData{made("a", KindServer, 1, 2, 0, 1), made("b", KindServer, 2, 1, 0, 1)}, 3, []string{"^ a", "\n  b"}},
		"delivered twice":  {[]*SpanData{made("root", KindServer, 1, 0, 0, 10), twin, twin}, 3, []string{"\n  twin"}},
		"same id twice":    {[]*SpanData{made("root", KindServer, 1, 0, 0, 9), made("x", KindServer, 2, 1, 1, 2), made("y", KindServer, 2, 1, 3, 4), made("z", KindServer, 3, 2, 1, 2)}, 5, []string{"  x", "  y", "    z"}},
		"no time at all":   {[]*SpanData{made("instant", KindServer, 1, 0, 5, 5)}, 2, []string{"|========", "0s"}},
		"end before start": {[]*SpanData{made("back", KindServer, 1, 0, 9, 3), made("root", KindServer, 2, 0, 0, 10)}, 3, []string{"back", "0s"}},
		"child first":      {[]*SpanData{made("root", KindServer, 1, 0, 5, 10), made("early", KindServer, 2, 1, 0, 20)}, 3, []string{"20ms"}},
		"terminal codes":   {[]*SpanData{made("a\x1b[31m\nb\u202e", KindServer, 1, 0, 0, 1)}, 2, []string{"a?[31m?b?"}},
		"long name":        {[]*SpanData{made(strings.Repeat("é", 90), KindServer, 1, 0, 0, 1)}, 2, []string{strings.Repeat("é", 37) + "... |"}},
		"200 deep":         {long, 201, []string{strings.Repeat(" ", 24) + "deep"}},
	} {
		got := draw(t, row.spans...)
		if n := strings.Count(got, "\n"); n != row.lines {
			t.Errorf("%s: %d lines, want %d:\n%s", name, n, row.lines, got)
		}
		for _, s := range row.has {
			if !strings.Contains(got, s) {
				t.Errorf("%s: no %q in\n%s", name, s, got)
			}
		}
		for _, line := range strings.Split(got, "\n") {
			if strings.Contains(line, "|") && strings.LastIndex(line, "|")-strings.Index(line, "|") != barWidth+1 {
				t.Errorf("%s: a bar leaves its column:\n%s", name, got)
			}
		}
	}
}
