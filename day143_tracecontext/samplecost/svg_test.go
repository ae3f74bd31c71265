package samplecost

import (
	"encoding/xml"
	"math"
	"strings"
	"testing"
)

// TestSVGPlaces: the dots of the default system stand where the lesson's figures
// put them, on a logarithmic axis of three decades, 45 kB/s to 45 MB/s.
func TestSVGPlaces(t *testing.T) {
	var b strings.Builder
	if err := Default().SVG(&b); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Dots []struct {
			X float64 `xml:"cx,attr"`
			Y float64 `xml:"cy,attr"`
		} `xml:"circle"`
		Curves []struct {
			Points string `xml:"points,attr"`
		} `xml:"polyline"`
		Grid []struct{} `xml:"line"`
		Text []string   `xml:"text"`
	}
	if err := xml.Unmarshal([]byte(b.String()), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Dots) != 9 || len(got.Curves) != 4 || len(got.Grid) != 2*(5+4) {
		t.Fatalf("%d dots, %d curves, %d lines, want 9, 4 and 18", len(got.Dots), len(got.Curves), len(got.Grid))
	}
	for i, tt := range []struct{ panel, decades, chance float64 }{
		{158, 1, 0.01}, {158, 3, 1}, {158, 2, 0.1}, // sent: head, tail, both
		{440, 1, 0.01}, {440, math.Log10(10.99), 1}, {440, math.Log10(10.09), 0.1}, // stored
	} {
		x, y := 56+380*tt.decades/3, tt.panel+200*(1-tt.chance)
		if dot := got.Dots[i]; math.Abs(dot.X-x) > 0.1 || math.Abs(dot.Y-y) > 0.1 {
			t.Errorf("dot %d stands at %.1f,%.1f, want %.1f,%.1f", i, dot.X, dot.Y, x, y)
		}
	}
	for i, ends := range [][2]string{ // the head's share from 0.1% to all
		{"56.0,357.8", "436.0,158.0"}, {"56.0,357.8", "436.0,158.0"}, // sent: the two run together
		{"56.0,639.8", "187.9,440.0"}, {"56.0,639.8", "436.0,440.0"}, // stored: before a tail, alone
	} {
		points := strings.Fields(got.Curves[i].Points)
		if len(points) != 61 || points[0] != ends[0] || points[60] != ends[1] {
			t.Errorf("curve %d has %d points, from %s to %s, want 61 from %s to %s", i, len(points), points[0], points[len(points)-1], ends[0], ends[1])
		}
	}
	all := strings.Join(got.Text, "\n")
	for _, want := range []string{"What it costs", "sent over the network", "stored", "0%\n", "25%", "100%", "45.00 kB/s", "0.45 MB/s", "45.00 MB/s",
		"head 1%: keeps 1%, 0 B waiting", "tail, base 1%: keeps 100%, 1.14 GB waiting"} {
		if !strings.Contains(all, want) {
			t.Errorf("no %q in\n%s", want, all)
		}
	}
}
