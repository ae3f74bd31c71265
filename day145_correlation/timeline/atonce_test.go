package timeline

import (
	"bytes"
	"io"
	"slices"
	"testing"
)

// watching is a pipe that stays open: at each Read it notes what has been
// printed by then, and gives one more line.
type watching struct {
	lines   []string
	out     *bytes.Buffer
	printed []int // lines printed before each Read
}

func (w *watching) Read(b []byte) (int, error) {
	w.printed = append(w.printed, bytes.Count(w.out.Bytes(), []byte("\n")))
	if len(w.lines) == 0 {
		return 0, io.EOF
	}
	n := copy(b, w.lines[0])
	w.lines = w.lines[1:]
	return n, nil
}

// Without a window each line is printed before the next is waited for; with one
// it is held back. The header is a line, too.
func TestFollowAtOnce(t *testing.T) {
	line := `{"time":"2026-11-25T03:00:00Z","msg":"m","request_id":"A1"}` + "\n"
	for window, want := range map[int][]int{-1: {0, 2, 3}, 8: {0, 0, 0}} {
		var out bytes.Buffer
		in := &watching{lines: []string{line, line}, out: &out}
		if _, err := Follow(&out, []Input{{"s", in}}, Options{ID: "A1", Window: window}); err != nil {
			t.Fatal(err)
		}
		if got := in.printed[:len(want)]; !slices.Equal(got, want) {
			t.Errorf("window %d: lines printed before each Read\n got: %v\nwant: %v", window, got, want)
		}
	}
}
