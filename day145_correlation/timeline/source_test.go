package timeline

import (
	"strings"
	"testing"
)

func TestFollowCounts(t *testing.T) {
	good := at(1)
	long := `{"time":"2026-11-25T03:00:00Z","request_id":"A1","msg":"` + strings.Repeat("x", 300) + `"}`
	tests := []struct {
		name, log string
		want      Stats
	}{
		{"nothing", "", Stats{}},
		{"another id", `{"request_id":"A2"}` + "\n", Stats{Lines: 1}},
		{"an id that contains it", `{"request_id":"A11"}` + "\n", Stats{Lines: 1, Mentions: 1}},
		{"in the message only", `{"msg":"A1"}` + "\n", Stats{Lines: 1, Mentions: 1}},
		{"in another field", `{"user":"A1"}` + "\n", Stats{Lines: 1, Mentions: 1}},
		{"wrapped by Docker", `{"log":"{\"request_id\":\"A1\"}\n","stream":"stdout","time":"2026-11-25T12:00:00Z"}` + "\n", Stats{Lines: 1, Mentions: 1}},
		{"wrapped by a CRI runtime", `2026-11-25T12:00:00Z stdout F {"request_id":"A1"}` + "\n", Stats{Lines: 1, NotJSON: 1}},
		{"as a number's neighbour", `{"request_id":1,"msg":"A1"}` + "\n", Stats{Lines: 1, Mentions: 1}},
		{"text", "panic: A1\n", Stats{Lines: 1, NotJSON: 1}},
		{"half an object", good + `{"request_id":"A1"`, Stats{Lines: 2, NotJSON: 1, Matched: 1}},
		{"two objects in a line", `{"request_id":"A1"}{"a":1}` + "\n", Stats{Lines: 1, NotJSON: 1}},
		{"an array", `["A1"]` + "\n", Stats{Lines: 1, NotJSON: 1}},
		{"a string", `"A1"` + "\n", Stats{Lines: 1, NotJSON: 1}},
		{"no JSON without the id", "{broken}\n", Stats{Lines: 1, NotJSON: 1}},
		{"blank lines", "\n  \n" + good, Stats{Lines: 3, Matched: 1}},
		{"CRLF", strings.ReplaceAll(good+good, "\n", "\r\n"), Stats{Lines: 2, Matched: 2}},
		{"byte order mark", "\ufeff" + good + good, Stats{Lines: 2, Matched: 2}},
		{"byte order mark in the middle", good + "\ufeff" + good, Stats{Lines: 2, Matched: 1, NotJSON: 1}},
		{"no line break at the end", strings.TrimSpace(good), Stats{Lines: 1, Matched: 1}},
		{"spaces around", "  " + strings.TrimSpace(good) + " \n", Stats{Lines: 1, Matched: 1}},
		{"too long", good + long + "\n" + good, Stats{Lines: 3, TooLong: 1, Matched: 2}},
		{"too long at the end", good + long, Stats{Lines: 2, TooLong: 1, Matched: 1}},
		{"far too long", strings.Repeat(long, 9) + "\n" + good, Stats{Lines: 2, TooLong: 1, Matched: 1}},
		{"no time", `{"request_id":"A1"}` + "\n", Stats{Lines: 1, Matched: 1, NoTime: 1}},
		{"a bad time", `{"time":"yesterday","request_id":"A1"}` + "\n", Stats{Lines: 1, Matched: 1, NoTime: 1}},
		{"inside a group", `{"time":"2026-11-25T03:00:00Z","g":{"request_id":"A1"}}` + "\n", Stats{Lines: 1, Matched: 1, Nested: 1}},
		{"in a group with an empty name", `{"time":"2026-11-25T03:00:00Z","":{"request_id":"A1"}}` + "\n", Stats{Lines: 1, Matched: 1, Nested: 1}},
		{"in a list", `{"time":"2026-11-25T03:00:00Z","l":[{"request_id":"A1"}]}` + "\n", Stats{Lines: 1, Matched: 1, Nested: 1}},
		{"inside and at the root", `{"time":"2026-11-25T03:00:00Z","request_id":"A1","g":{"request_id":"A1"}}` + "\n", Stats{Lines: 1, Matched: 1}},
		{"twice at the root, first", `{"time":"2026-11-25T03:00:00Z","request_id":"A1","request_id":"B"}` + "\n", Stats{Lines: 1, Matched: 1}},
		{"twice at the root, second", `{"time":"2026-11-25T03:00:00Z","request_id":"B","request_id":"A1"}` + "\n", Stats{Lines: 1, Matched: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, got := run(t, Options{MaxLine: 256}, tt.log)
			want := tt.want
			want.Bytes = int64(len(tt.log))
			if got != want {
				t.Errorf("%.80q\n got: %+v\nwant: %+v", tt.log, got, want)
			}
		})
	}
}
