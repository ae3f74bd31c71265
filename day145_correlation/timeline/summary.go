package timeline

import (
	"fmt"
	"strings"
)

// Stats count what was read. Lines is the sum of all lines, blank ones included.
type Stats struct {
	Bytes     int64
	Lines     int64
	Matched   int64 // printed
	Nested    int64 // of those, the id was only inside a group
	NoTime    int64 // of those, without a time that could be read
	NoZone    int64 // of those, with a time that names no zone
	NoMessage int64 // of those, without a message that could be read
	Late      int64 // of those, out of order by more than the window
	Mentions  int64 // held the id, but not in the id field
	NotRead   int64 // neither JSON nor key=value
	TooLong   int64 // longer than MaxLine, not looked at
}

// String is s in words: one line, and one more for each thing that a reader of
// the timeline should know.
func (s Stats) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of %d lines (%.1f MB) carry the id\n", s.Matched, s.Lines, float64(s.Bytes)/1e6)
	counts := []struct {
		count int64
		text  string
	}{
		{s.NotRead, "neither a JSON object nor key=value"},
		{s.TooLong, "too long, not looked at"},
		{s.Nested, "with the id inside a group: a handler there stamps too late"},
		{s.NoTime, "of the request without a time: placed behind the line before"},
		{s.NoZone, "of the request with a time without a zone: taken as UTC"},
		{s.NoMessage, "of the request without a message that is known here"},
		{s.Late, "out of order by more than the window: printed where found"},
		{s.Mentions, "with the id outside its field: not printed"},
	}
	for _, c := range counts {
		if c.count > 0 {
			fmt.Fprintf(&b, "%d %s %s\n", c.count, plural(c.count), c.text)
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
