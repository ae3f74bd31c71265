package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"workbook/day143_tracecontext/waterfall"
)

// TestDrawing: the drawing in the lesson is what the command writes.
func TestDrawing(t *testing.T) {
	var b bytes.Buffer
	if err := draw(&b); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../../hops.svg")
	if err != nil {
		t.Fatal(err)
	}
	if want := b.Bytes(); !bytes.Equal(got, want) {
		t.Error("hops.svg differs from what is drawn: go run ./day143_tracecontext/cmd/hops > day143_tracecontext/hops.svg")
	}
}

// TestCases: what a tracing backend shows of each case, in words.
func TestCases(t *testing.T) {
	want := map[string]string{
		"The right hop":                              "      payments: /pay",
		"1. The header is forwarded as it came":      "\n  payments: /pay",
		"2. A new trace is started":                  "\n\ntrace a3ce929d0e0e47360000000000000001, 1 span, 48ms\npayments: /pay",
		"3. The id sent belongs to no recorded span": "\n^ payments: /pay",
		"4. The sampled flag is lost":                "3 spans, 100ms",
	}
	for _, c := range cases() {
		var b strings.Builder
		if err := waterfall.Text(&b, c.spans()); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); want[c.title] == "" || !strings.Contains(got, want[c.title]) {
			t.Errorf("%s: got\n%s\nwant %q in it", c.title, got, want[c.title])
		}
	}
}
