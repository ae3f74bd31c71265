package logline_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"workbook/day145_correlation/timeline/logline"
)

// Pieces are joined within their stream, and a line that is not wrapped is itself.
func TestJoin(t *testing.T) {
	docker := func(text, stream string) string {
		return fmt.Sprintf(`{"log":%q,"stream":%q,"time":"2026-11-25T03:12:41Z"}`, text, stream)
	}
	tests := []struct {
		name  string
		lines []string
		want  string // what each line gives, joined with |
	}{
		{"no envelope", []string{`{"a":1}`, "a=1", "words 2026"}, `{"a":1}|a=1|words 2026`},
		{"a time", []string{"2026-11-25T03:12:41Z a=1", "2026-11-25T05:12:41+0200\ta=1", "2026-11-25T03:12:41Z "}, "a=1|a=1|"},
		{"CRI", []string{"2026-11-25T03:12:41Z stdout F a=1", "2026-11-25T03:12:41Z stderr F:x b=2"}, "a=1|b=2"},
		{"CRI, an empty line", []string{"2026-11-25T03:12:41Z stdout F"}, ""},
		{"CRI, two parts", []string{"2026-11-25T03:12:41Z stdout P a=", "2026-11-25T03:12:41Z stdout F 1"}, "piece|a=1"},
		{"CRI, two streams", []string{"2026-11-25T03:12:41Z stdout P a=", "2026-11-25T03:12:41Z stderr F b=2",
			"2026-11-25T03:12:41Z stdout F 1"}, "piece|b=2|a=1"},
		{"Docker, whole", []string{docker("a=1\n", "stdout")}, docker("a=1\n", "stdout")},
		{"Docker, two parts", []string{docker("a=", "stdout"), docker("1\n", "stdout")}, "piece|a=1"},
		{"Docker, two streams", []string{docker("a=", "stdout"), docker("b=2\n", "stderr"), docker("1\n", "stdout")},
			"piece|b=2|a=1"},
		{"a shipper's log", []string{`{"log":"a=1"}`}, `{"log":"a=1"}`},
		{"too long", []string{"2026-11-25T03:12:41Z stdout P " + strings.Repeat("x", 90),
			"2026-11-25T03:12:41Z stdout P " + strings.Repeat("x", 90), "2026-11-25T03:12:41Z stdout F x",
			"2026-11-25T03:12:41Z stdout F a=1"},
			"piece|piece|long|a=1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			joiner := logline.Joiner{Max: 100}
			var got []string
			for _, line := range tt.lines {
				text, _, err := joiner.Join([]byte(line))
				switch {
				case errors.Is(err, logline.ErrPiece):
					text = []byte("piece")
				case errors.Is(err, logline.ErrLong):
					text = []byte("long")
				}
				got = append(got, string(text))
			}
			if got := strings.Join(got, "|"); got != tt.want || joiner.Open() != 0 {
				t.Errorf("Join of %.90q\n got: %q, %d open\nwant: %q, 0", tt.lines, got, joiner.Open(), tt.want)
			}
		})
	}
}

// A joined line keeps its bytes while the next pieces come in.
func TestJoinKeepsNothingOfTheLine(t *testing.T) {
	joiner := logline.Joiner{Max: 100}
	buffer := []byte("2026-11-25T03:12:41Z stdout P a=1")
	if _, _, err := joiner.Join(buffer); !errors.Is(err, logline.ErrPiece) {
		t.Fatal(err)
	}
	clear(buffer)
	got, at, err := joiner.Join([]byte("2026-11-25T03:12:42Z stdout F 2"))
	if want := "a=12"; string(got) != want || err != nil || at.Second() != 42 {
		t.Errorf("Join = %q, %v, %v, want %q and second 42", got, at, err, want)
	}
}
