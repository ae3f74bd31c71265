package logline_test

import (
	"strings"
	"testing"

	"workbook/day145_correlation/timeline/logline"
)

// What a client put into a log line must not reach the terminal as it is.
func TestPrintable(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"plain", `order "17" stored`, `order "17" stored`},
		{"printable", "größe 3 €", "größe 3 €"},
		{"a backslash", `C:\temp`, `C:\temp`},
		{"escape sequence", "\x1b[2Jgone", `\x1b[2Jgone`},
		{"line breaks", "a\r\nb", `a\r\nb`},
		{"right to left override", "a\u202eb", `a\u202eb`},
		{"bad UTF-8", "a\xffb", `a\xffb`},
		{"the mark of bad UTF-8", "a\uFFFDb", "a\uFFFDb"},
		{"long", strings.Repeat("x", 600), strings.Repeat("x", 512) + "..."},
		{"long, cut inside a letter", strings.Repeat("x", 511) + "é and more", strings.Repeat("x", 511) + "..."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := logline.Printable(tt.text); got != tt.want {
				t.Errorf("Printable(%.80q)\n got: %q\nwant: %q", tt.text, got, tt.want)
			}
		})
	}
}
