package waterfall_test

import (
	"encoding/xml"
	"errors"
	"io"
	"math"
	"slices"
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
		if name == "kind of the future" && !strings.Contains(got, `<rect class="internal"`) {
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
	got := parseSVG(t, checkout()...)
	head := got.Groups[0]
	if want := "trace " + checkout()[0].Context.TraceID.String() + ", 6 spans, 230ms"; head.Title != want {
		t.Errorf("title of the heading: got %q, want %q", head.Title, want)
	}
	if want := []string{"trace 4bf9000000000000…, 6 spans, 230ms"}; !slices.Equal(head.Texts, want) {
		t.Errorf("heading: got %q, want %q", head.Texts, want)
	}
	if want := []string{"0s", "115ms", "230ms"}; !slices.Equal(got.Axis, want) {
		t.Errorf("axis: got %q, want %q", got.Axis, want)
	}
	want := []struct {
		label, took, class string
		from, to           float64 // ms, of 230
	}{
		{"POST /orders", "182ms", "server", 0, 182},
		{"  store.Put", "22ms", "internal", 4, 26},
		{"  POST", "failed 141ms", "failed", 31, 172},
		{"    POST /charge", "failed 128ms", "failed", 40, 168},
		{"  publish orders", "5ms", "producer", 175, 180},
		{"    process orders", "46ms", "consumer", 184, 230},
	}
	rows := got.Groups[1:]
	if len(rows) != len(want) {
		t.Fatalf("%d rows, want %d", len(rows), len(want))
	}
	for i, tt := range want {
		row := rows[i]
		x, width := 212+tt.from/230*212, (tt.to-tt.from)/230*212
		if !slices.Equal(row.Texts, []string{tt.label, tt.took}) || row.Bar.Class != tt.class ||
			math.Abs(row.Bar.X-x) > 1 || math.Abs(row.Bar.Width-width) > 2 {
			t.Errorf("row %d: %+v\nwant %+v, from %.0f, %.0f wide", i, row, tt, x, width)
		}
	}
}

// Traces stand below each other, as in Text, and a name that is too long for its
// column is cut.
func TestSVGOfTwoTraces(t *testing.T) {
	other := made("GET /orders/{id}/lines/{line}", tracecontext.KindServer, 1, 0, 0, 5)
	other.Context.TraceID[0] = 0x5c
	got := parseSVG(t, made("POST /orders", tracecontext.KindServer, 1, 0, 0, 9), other)
	var labels []string
	for _, g := range got.Groups {
		labels = append(labels, g.Texts[0])
	}
	want := []string{"trace 4bf9000000000000…, 1 span, 9ms", "POST /orders", "trace 5cf9000000000000…, 1 span, 5ms", "GET /orders/{id}/line…"}
	if !slices.Equal(labels, want) {
		t.Errorf("labels: got %q, want %q", labels, want)
	}
}

// A drawing is what the elements of an SVG say.
type drawing struct {
	Axis   []string   `xml:"text"`
	Groups []struct { // a heading, then a row for each span
		Title string   `xml:"title"`
		Texts []string `xml:"text"`
		Bar   struct {
			X     float64 `xml:"x,attr"`
			Width float64 `xml:"width,attr"`
			Class string  `xml:"class,attr"`
		} `xml:"rect"`
	} `xml:"g"`
}

func parseSVG(t *testing.T, spans ...*tracecontext.SpanData) (d drawing) {
	t.Helper()
	var b strings.Builder
	if err := waterfall.SVG(&b, spans); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal([]byte(b.String()), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// On a telephone, 390 pixels wide, letters of fewer than 10 are a guess.
func TestSVGIsReadableOnATelephone(t *testing.T) {
	var b strings.Builder
	if err := waterfall.SVG(&b, checkout()); err != nil {
		t.Fatal(err)
	}
	if got := b.String(); !strings.Contains(got, `viewBox="0 0 560 `) || !strings.Contains(got, "text{font:15px ") {
		t.Errorf("want a drawing of 560 pixels with letters of 15, which a telephone shows with 10, got:\n%.300s", got)
	}
}
