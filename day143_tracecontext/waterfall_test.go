package tracecontext

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"
)

// made builds a record by hand: times in milliseconds, ids of one byte.
func made(name string, kind Kind, id, parent byte, from, to int) *SpanData {
	start := time.Unix(1000, 0)
	d := &SpanData{Name: name, Kind: kind, Start: start.Add(time.Duration(from) * time.Millisecond), End: start.Add(time.Duration(to) * time.Millisecond)}
	d.Context.TraceID = TraceID{0: 0x4b, 1: 0xf9, 15: 0x36}
	d.Context.SpanID[7] = id
	d.Parent[7] = parent
	return d
}

// checkout is the trace of the lesson: an order whose payment fails.
func checkout() []*SpanData {
	pay := made("POST /charge", KindServer, 4, 3, 40, 168)
	pay.Status, pay.Message = StatusError, "card declined"
	call := made("POST", KindClient, 3, 1, 31, 172)
	call.Status, call.Message = StatusError, "Payment Required"
	return []*SpanData{
		made("orders process", KindConsumer, 7, 6, 184, 230),
		pay,
		made("store.Put", KindInternal, 2, 1, 4, 26),
		call,
		made("orders publish", KindProducer, 6, 1, 175, 180),
		made("POST /orders", KindServer, 1, 0, 0, 182),
	}
}

func draw(t *testing.T, spans ...*SpanData) string {
	t.Helper()
	var b strings.Builder
	if err := Waterfall(&b, spans); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWaterfall(t *testing.T) {
	want, err := os.ReadFile("testdata/waterfall.golden")
	if err != nil {
		t.Fatal(err)
	}
	if got := draw(t, checkout()...); got != string(want) {
		t.Errorf("Waterfall(checkout)\n got:\n%s\nwant:\n%s", got, want)
	}
}

func TestWaterfallOddTraces(t *testing.T) {
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

func TestWaterfallSVG(t *testing.T) {
	spans := checkout()
	spans[0].Name = `<script>alert("1")</script> & ` + "\x00\xff"
	for name, in := range map[string][]*SpanData{"checkout": spans, "nothing": nil, "circle": {made("a", KindServer, 1, 1, 0, 1)}, "kind of the future": {made("a", 9, 1, 0, 0, 1)}} {
		var b strings.Builder
		if err := WaterfallSVG(&b, in); err != nil {
			t.Fatal(err)
		}
		got := b.String()
		d := xml.NewDecoder(strings.NewReader(got))
		rects := 0
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: not XML: %v\n%s", name, err, got)
			}
			if e, ok := token.(xml.StartElement); ok {
				if e.Name.Local == "script" {
					t.Errorf("%s: a name became an element", name)
				}
				if e.Name.Local == "rect" {
					rects++
				}
			}
		}
		if rects != len(in)+1 { // a bar each, and the background
			t.Errorf("%s: %d rects, want %d", name, rects, len(in)+1)
		}
	}
}

// brokenWriter fails every Write.
type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestDrawingReportsWriteErrors(t *testing.T) {
	boom := errors.New("disk full")
	if err := Waterfall(brokenWriter{boom}, checkout()); err != boom {
		t.Errorf("Waterfall to a full disk: %v", err)
	}
	if err := WaterfallSVG(brokenWriter{boom}, checkout()); err != boom {
		t.Errorf("WaterfallSVG to a full disk: %v", err)
	}
}
