package samplecost

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

func TestValidate(t *testing.T) {
	for name, tt := range map[string]struct {
		edit func(*Params)
		want string
	}{
		"rate":       {func(p *Params) { p.Traces = 0 }, "traces a second"},
		"wire":       {func(p *Params) { p.Wire = -1 }, "bytes on the wire"},
		"spans":      {func(p *Params) { p.Spans = 0.5 }, "less than one"},
		"head":       {func(p *Params) { p.Head = 50 }, "head share: 50 is not a share"},
		"base":       {func(p *Params) { p.Baseline = -0.1 }, "tail baseline"},
		"wait":       {func(p *Params) { p.Wait = 0 }, "decision wait"},
		"window":     {func(p *Params) { p.Window = -time.Second }, "window"},
		"collectors": {func(p *Params) { p.Collectors = 0 }, "collectors"},
	} {
		p := Default()
		tt.edit(&p)
		if err := p.Validate(); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want an error with %q", name, err, tt.want)
		}
	}
	if err := Default().Validate(); err != nil {
		t.Errorf("the default is refused: %v", err)
	}
}

func TestUnits(t *testing.T) {
	for _, tt := range [][2]string{
		{Bytes(0), "0 B"}, {Bytes(999), "999 B"}, {Bytes(45_000), "45.00 kB"}, {Bytes(450_000), "0.45 MB"},
		{Bytes(45e6), "45.00 MB"}, {Bytes(1.144e9), "1.14 GB"}, {Bytes(3e12), "3.00 TB"},
		{Percent(0.001), "0.1%"}, {Percent(1), "100%"}, {Percent(0.0909918), "9.1%"},
		{Count(10_000), "10,000"}, {Count(1_234_567), "1,234,567"}, {Count(20), "20"}, {Count(109.9), "109.9"},
	} {
		if tt[0] != tt[1] {
			t.Errorf("wrote %q, want %q", tt[0], tt[1])
		}
	}
}

func TestSVGIsXML(t *testing.T) {
	var b strings.Builder
	if err := Default().SVG(&b); err != nil {
		t.Fatal(err)
	}
	circles := 0
	for d := xml.NewDecoder(strings.NewReader(b.String())); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatalf("not XML: %v", err)
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "circle" {
			circles++
		}
	}
	if circles != 9 { // three strategies in two panels and the legend
		t.Errorf("%d circles, want 9", circles)
	}
}

// TestSVGReadsOnAPhone: scaled to 390 pixels, text is still 12 pixels high, and
// no line of it, at 0.55 of its height a letter, is cut off.
func TestSVGReadsOnAPhone(t *testing.T) {
	const phone, least = 390, 12
	p := Default()
	p.Traces, p.Spans, p.Head, p.HeadFirst, p.Baseline = 1_000_000, 100, 0.00125, 0.0125, 0.00125
	var b strings.Builder
	if err := p.SVG(&b); err != nil {
		t.Fatal(err)
	}
	var head struct {
		ViewBox  string  `xml:"viewBox,attr"`
		FontSize float64 `xml:"font-size,attr"`
		Text     []struct {
			X      float64 `xml:"x,attr"`
			Anchor string  `xml:"text-anchor,attr"`
			Line   string  `xml:",chardata"`
		} `xml:"text"`
	}
	if err := xml.Unmarshal([]byte(b.String()), &head); err != nil {
		t.Fatal(err)
	}
	var width, height float64
	if _, err := fmt.Sscanf(head.ViewBox, "0 0 %g %g", &width, &height); err != nil {
		t.Fatalf("viewBox %q: %v", head.ViewBox, err)
	}
	if got := head.FontSize * phone / width; got < least {
		t.Errorf("text on %d pixels is %.1f pixels high, want %d", phone, got, least)
	}
	for _, line := range head.Text {
		long := 0.55 * head.FontSize * float64(len(line.Line))
		end := map[string]float64{"start": line.X + long, "middle": line.X + long/2, "end": line.X}[line.Anchor]
		if begin := end - long; begin < 0 || end > width {
			t.Errorf("%q goes from %.0f to %.0f, want 0 to %.0f", line.Line, begin, end, width)
		}
	}
}
