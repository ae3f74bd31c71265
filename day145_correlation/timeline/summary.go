package timeline

import (
	"fmt"
	"strings"
)

// String is s in words: one line, and one more for each thing that a reader of
// the timeline should know.
func (s Stats) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of %d lines (%.1f MB) carry the id\n", s.Matched, s.Lines, float64(s.Bytes)/1e6)
	for _, n := range []struct {
		count int64
		text  string
	}{
		{s.NotJSON, "not one JSON object"},
		{s.TooLong, "too long, not looked at"},
		{s.Nested, "with the id inside a group: a handler there stamps too late"},
		{s.NoTime, "of the request without a time: placed behind the line before"},
		{s.Late, "out of order by more than the window: printed where found"},
		{s.Mentions, "with the id outside its field: not printed"},
	} {
		if n.count > 0 {
			fmt.Fprintf(&b, "%d %s %s\n", n.count, plural(n.count), n.text)
		}
	}
	return b.String()
}

func plural(n int64) string {
	if n == 1 {
		return "line"
	}
	return "lines"
}
