package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// drawn returns the elements of the drawing that the command makes, in order.
func drawn(t *testing.T, args ...string) (all []element, source string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "buckets.svg")
	if _, err := ran(t, "", append(args, "-svg", file)...); err != nil {
		t.Fatalf("buckets %q: got error %v, want none", args, err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for d := xml.NewDecoder(bytes.NewReader(data)); ; {
		token, err := d.Token()
		if err == io.EOF {
			return all, string(data)
		}
		if err != nil {
			t.Fatalf("drawing of %q: %v, want well-formed XML", args, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := element{name: token.Name.Local, attr: map[string]string{}, number: map[string]float64{}}
			for _, a := range token.Attr {
				var v float64
				e.attr[a.Name.Local] = a.Value
				if _, err := fmt.Sscan(a.Value, &v); err == nil {
					e.number[a.Name.Local] = v
				}
			}
			all = append(all, e)
		case xml.CharData:
			if n := len(all); n > 0 {
				all[n-1].text += strings.TrimSpace(string(token))
			}
		}
	}
}

type element struct {
	name, text string
	attr       map[string]string
	number     map[string]float64
}

// sides returns where an element begins and ends. A letter of a text is taken
// to be half as wide as the text is high.
func (e element) sides() (left, right float64) {
	width := e.number["width"]
	if e.name == "text" {
		width = 7.5 * float64(len(e.text))
	}
	left = e.number["x"]
	switch e.attr["text-anchor"] {
	case "middle":
		left -= width / 2
	case "end":
		left -= width
	}
	return left, left + width
}

// The drawing fits into any page, stays inside its frame, prints nothing over
// anything else, and has the captions.
func TestRunDraws(t *testing.T) {
	for _, args := range [][]string{
		nil,
		{"-slo", "99%@300ms", "-slo", "99.9%@320ms"},
		{"-shape", "batch", "-slo", "95%@2m", "-slo", "99.9%@55m", "-n", "30"},
		{"-current", "1us,1.01us,1.02us,1000h"},
	} {
		all, source := drawn(t, args...)
		if head, _, _ := strings.Cut(source, ">"); strings.Contains(head, " width=") || !strings.Contains(head, " viewBox=") {
			t.Errorf("drawing of %q: got %s, want a viewBox and no width, so that it fits into any page", args, head)
		}
		var texts []element
		for _, e := range all {
			left, right := e.sides()
			if left < 0 || right > svgWidth+0.1 || e.number["width"] < 0 || e.number["height"] < 0 {
				t.Errorf("drawing of %q: got %s %v %q, want it inside %d pixels", args, e.name, e.number, e.text, svgWidth)
			}
			if e.name != "text" {
				continue
			}
			for _, other := range texts {
				l, r := other.sides()
				if e.number["y"] == other.number["y"] && left < r && l < right {
					t.Errorf("drawing of %q: got %q over %q, want each text beside the other", args, e.text, other.text)
				}
			}
			texts = append(texts, e)
		}
	}
	_, source := drawn(t)
	for _, want := range []string{"p99: 282ms read as 378ms", "within 300ms: 99.3% read as 98.4%, FALSE BREACH", "SLO 300ms",
		"prefers-color-scheme:dark"} {
		if !strings.Contains(source, want) {
			t.Errorf("drawing: got no %q, want it there", want)
		}
	}
}

// The drawing in the lesson is what the command writes.
func TestLessonsDrawing(t *testing.T) {
	got, err := os.ReadFile("../../buckets.svg")
	if err != nil {
		t.Fatal(err)
	}
	if _, want := drawn(t); string(got) != want {
		t.Error("buckets.svg differs from what is drawn: go run ./day142_metrics/cmd/buckets -svg day142_metrics/buckets.svg")
	}
}

// On a telephone, 390 pixels wide, letters of fewer than 10 are a guess.
func TestDrawingIsReadableOnATelephone(t *testing.T) {
	const smallest = 15.0
	if want := fmt.Sprintf("font:%.0fpx ", smallest); !strings.Contains(svgStyle, want) || strings.Count(svgStyle, "font-size:") != 1 || !strings.Contains(svgStyle, "font-size:18px") {
		t.Errorf("style: got %s, want %q and nothing smaller", svgStyle, want)
	}
	if got, want := smallest*390/svgWidth, 10.0; got < want {
		t.Errorf("letters at 390 pixels: got %.1f pixels, want %v or more", got, want)
	}
}
