package plot // inside: these tests measure against the margins of the plot

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"testing"
)

func TestScale(t *testing.T) {
	linear := Scale{Min: 0, Max: 10, From: 100, To: 0}
	logarithmic := Scale{Min: 1, Max: 100, From: 0, To: 200, Log: true}
	flat := Scale{Min: 5, Max: 5, From: 10, To: 20}
	tests := []struct {
		name string
		s    Scale
		v    float64
		want float64
	}{
		{"linear", linear, 2.5, 75}, {"below", linear, -1, 100}, {"above", linear, 11, 0},
		{"log", logarithmic, 10, 100}, {"log of zero", logarithmic, 0, 0}, {"no range", flat, 5, 10},
	}
	for _, tt := range tests {
		if got := tt.s.At(tt.v); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%s: At(%v) = %v, want %v", tt.name, tt.v, got, tt.want)
		}
	}
}

func TestTicks(t *testing.T) {
	for max, want := range map[float64]string{1: "[0 0.5 1]", 7: "[0 2 4 6 8]", 0.03: "[0 0.01 0.02 0.03]", 0: "[0 0.5 1]", 130: "[0 50 100 150]"} {
		if got := fmt.Sprint(Ticks(max, 4)); got != want {
			t.Errorf("Ticks(%v, 4) = %s, want %s", max, got, want)
		}
	}
	for _, max := range []float64{math.NaN(), math.Inf(1), -5} {
		if got, want := len(Ticks(max, 4)), 3; got != want {
			t.Errorf("Ticks(%v, 4) has %d values, want %d", max, got, want)
		}
	}
}

func TestSpread(t *testing.T) {
	tests := []struct {
		in, want []float64
	}{
		{[]float64{10, 50, 90}, []float64{10, 50, 90}},
		{[]float64{10, 12, 90}, []float64{10, 26, 90}},
		{[]float64{95, 90, 10}, []float64{100, 84, 10}},
		{nil, nil},
	}
	for _, tt := range tests {
		if got := Spread(tt.in, 16, 100); !slices.Equal(got, tt.want) {
			t.Errorf("Spread(%v, 16, 100) = %v, want %v", tt.in, got, tt.want)
		}
	}
}

func wellFormed(t *testing.T, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		if _, err := d.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, svg)
		}
	}
}

func TestSeriesSVG(t *testing.T) {
	evil := `"><script>alert(1)</script>&`
	s := Series{ID: evil, Title: evil, Unit: evil, Times: []float64{0, 60, 120}, Limit: 2,
		Format: func(v float64) string { return fmt.Sprint(v, evil) },
		Lines:  []Line{{evil, []float64{1, math.NaN(), 3}}, {"b", []float64{math.NaN(), math.NaN(), math.Inf(1)}}}}
	svg := s.SVG()
	wellFormed(t, svg)
	if strings.Contains(svg, "<script") {
		t.Errorf("SVG holds a script element, want it escaped:\n%s", svg)
	}
	if strings.Contains(svg, "style=") || strings.Contains(svg, "NaN") {
		t.Errorf("SVG holds a style attribute or NaN, want neither:\n%s", svg)
	}
	if want := `d="M68 98.7h.1M350`; !strings.Contains(svg, want) {
		t.Errorf("a NaN between two points: no %s in\n%s", want, svg)
	}
}

func TestSeriesWithoutData(t *testing.T) {
	svg := Series{ID: "a", Format: func(v float64) string { return fmt.Sprint(v) }, Lines: []Line{{Name: "x"}}}.SVG()
	wellFormed(t, svg)
	if strings.Contains(svg, "grid") {
		t.Errorf("a plot of nothing has an axis of numbers that nobody measured:\n%s", svg)
	}
}

// The mark stands at its time, from the top of the plot to the axis.
func TestSeriesMark(t *testing.T) {
	s := Series{ID: "m", Times: []float64{100, 200}, Lines: []Line{{"a", []float64{1, 2}}}, Format: func(v float64) string { return fmt.Sprint(v) }}
	if svg := s.SVG(); strings.Contains(svg, "mark") {
		t.Errorf("without a mark SVG() draws one:\n%s", svg)
	}
	s.Mark = 150
	svg, x := s.SVG(), (left+width-right)/2
	if want := fmt.Sprintf(`<line class="mark" x1="%d" y1="%d" x2="%d" y2="%d"`, x, top, x, height-below); !strings.Contains(svg, want) {
		t.Errorf("a mark half way: SVG() has no %s:\n%s", want, svg)
	}
	wellFormed(t, svg)
}

// TestTimeAxis: both ends say the time of day, and a plot of no moment says none.
func TestTimeAxis(t *testing.T) {
	s := Series{ID: "a", Times: []float64{1_800_000_000, 1_800_000_600}, Format: func(v float64) string { return "" }}
	for _, want := range []string{">08:00:00 UTC<", ">08:10:00 UTC<"} {
		if got := s.SVG(); !strings.Contains(got, want) {
			t.Errorf("SVG lacks %s:\n%s", want, got)
		}
	}
	s.Times = nil
	if got := s.SVG(); strings.Contains(got, "UTC") {
		t.Errorf("SVG of no moment has a time:\n%s", got)
	}
}
