package tracecontext

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestWaterfallSVGIsSafe(t *testing.T) {
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
