package waterfall_test

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/waterfall"
)

func TestSVGIsSafe(t *testing.T) {
	spans := checkout()
	spans[0].Name = `<script>alert("1")</script> & ` + "\x00\xff"
	for name, in := range map[string][]*tracecontext.SpanData{"checkout": spans, "nothing": nil, "circle": {made("a", tracecontext.KindServer, 1, 1, 0, 1)}, "kind of the future": {made("a", 9, 1, 0, 0, 1)}} {
		var b strings.Builder
		if err := waterfall.SVG(&b, in); err != nil {
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
		if name == "kind of the future" && !strings.Contains(got, `fill="#6e7781"`) {
			t.Errorf("%s: no bar in the colour of an internal span:\n%s", name, got)
		}
		if rects != len(in)+1 { // a bar each, and the background
			t.Errorf("%s: %d rects, want %d", name, rects, len(in)+1)
		}
	}
}

// TestSVGRows: each span has its place, its colour and its duration, and
// one that failed says so in words as well.
func TestSVGRows(t *testing.T) {
	var b strings.Builder
	if err := waterfall.SVG(&b, checkout()); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Title string   `xml:"title"`
		Texts []string `xml:"text"` // the heading, then the axis
		Rows  []struct {
			Title string   `xml:"title"`
			Texts []string `xml:"text"`
			Bar   struct {
				X     float64 `xml:"x,attr"`
				Width float64 `xml:"width,attr"`
				Fill  string  `xml:"fill,attr"`
			} `xml:"rect"`
		} `xml:"g"`
	}
	if err := xml.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	heading, axis := "trace "+checkout()[0].Context.TraceID.String()+", 6 spans, 230ms", "0s 57.5ms 115ms 172.5ms 230ms"
	if len(got.Texts) != 6 || got.Title != heading || got.Texts[0] != heading || strings.Join(got.Texts[1:], " ") != axis {
		t.Errorf("title %q, texts %q, want %q and the axis %s", got.Title, got.Texts, heading, axis)
	}
	want := []struct {
		label, took, fill string
		from, to          float64 // ms, of 230
	}{
		{"POST /orders", "182ms", "#0969da", 0, 182},
		{"  store.Put", "22ms", "#6e7781", 4, 26},
		{"  POST", "failed 141ms", "#cf222e", 31, 172},
		{"    POST /charge", "failed 128ms", "#cf222e", 40, 168},
		{"  publish orders", "5ms", "#9a6700", 175, 180},
		{"    process orders", "46ms", "#8250df", 184, 230},
	}
	if len(got.Rows) != len(want) {
		t.Fatalf("%d rows, want %d:\n%s", len(got.Rows), len(want), b.String())
	}
	for i, w := range want {
		row := got.Rows[i]
		x, width := 300+w.from/230*540, (w.to-w.from)/230*540
		if len(row.Texts) != 2 || row.Texts[0] != w.label || row.Texts[1] != w.took || row.Bar.Fill != w.fill ||
			math.Abs(row.Bar.X-x) > 1 || math.Abs(row.Bar.Width-width) > 2 {
			t.Errorf("row %d: %+v\nwant %+v, from %.0f, %.0f wide", i, row, w, x, width)
		}
	}
}
