package timeline

import (
	"errors"
	"io"
	"strings"
	"testing"
)

func TestFollowCounts(t *testing.T) {
	good := second(1)
	bare := `{"request_id":"A1"}`
	timed := `{"time":"2026-11-25T03:00:00Z","msg":"m",`
	long := timed + `"request_id":"A1","x":"` + strings.Repeat("x", 300) + `"}`
	docker := `{"log":"{\"msg\":\"m\",\"request_id\":\"A1\"}\n","stream":"stdout","time":"2026-11-25T12:00:00Z"}`
	cri := "2026-11-25T12:00:00Z stdout "
	tests := []struct {
		name, log string
		want      Stats
	}{
		{"nothing", "", Stats{}},
		{"another id", `{"request_id":"A2"}`, Stats{Lines: 1}},
		{"an id that contains it", `{"request_id":"A11"}`, Stats{Lines: 1, Mentions: 1}},
		{"in the message only", `{"msg":"A1"}`, Stats{Lines: 1, Mentions: 1}},
		{"in another field", `{"user":"A1"}`, Stats{Lines: 1, Mentions: 1}},
		{"wrapped by Docker", docker, Stats{Lines: 1, Matched: 1}},
		{"wrapped by a CRI runtime", cri + `F {"msg":"m","request_id":"A1"}`, Stats{Lines: 1, Matched: 1}},
		{"words, wrapped", cri + "F panic\n" + cri + "F panic: A1", Stats{Lines: 2, NotRead: 2, Mentions: 1}},
		{"pieces", cri + "P msg=m requ\n" + cri + "F est_id=A1", Stats{Lines: 2, Matched: 1}},
		{"a last piece that is missing", cri + "P msg=m requ\n", Stats{Lines: 1, NotRead: 1}},
		{"too many pieces", strings.Repeat(cri+"P "+strings.Repeat("x", 200)+"\n", 3) + cri + "F x\n" + good,
			Stats{Lines: 5, TooLong: 1, Matched: 1}},
		{"as a number's neighbour", `{"request_id":1,"msg":"A1"}`, Stats{Lines: 1, Mentions: 1}},
		{"escaped", `{"time":"2026-11-25T03:00:00Z","msg":"m","request_id":"\u00411"}`, Stats{Lines: 1, Matched: 1}},
		{"pairs", "time=2026-11-25T03:00:00Z msg=m request_id=A1\nmsg=m", Stats{Lines: 2, Matched: 1}},
		{"text", "panic\n", Stats{Lines: 1, NotRead: 1}},
		{"text with the id", "panic: A1\n", Stats{Lines: 1, NotRead: 1, Mentions: 1}},
		{"half an object", good + `{"request_id":"A1"`, Stats{Lines: 2, NotRead: 1, Mentions: 1, Matched: 1}},
		{"two objects in a line", `{"request_id":"A2"}{"a":1}`, Stats{Lines: 1, NotRead: 1}},
		{"an array", `["A2"]`, Stats{Lines: 1, NotRead: 1}},
		{"a string", `"A2"`, Stats{Lines: 1, NotRead: 1}},
		{"no JSON without the id", "{broken}\n", Stats{Lines: 1, NotRead: 1}},
		{"blank lines", "\n  \n" + good, Stats{Lines: 3, Matched: 1}},
		{"CRLF", strings.ReplaceAll(good+good, "\n", "\r\n"), Stats{Lines: 2, Matched: 2}},
		{"byte order mark", "\ufeff" + good + good, Stats{Lines: 2, Matched: 2}},
		{"byte order mark in the middle", good + "\ufeff" + good, Stats{Lines: 2, Matched: 2}},
		{"no line break at the end", strings.TrimSpace(good), Stats{Lines: 1, Matched: 1}},
		{"spaces around", "  " + strings.TrimSpace(good) + " \n", Stats{Lines: 1, Matched: 1}},
		{"NULs in front", strings.Repeat("\x00", 1000) + good, Stats{Lines: 1, Matched: 1}},
		{"NULs behind half a line", `{"a` + strings.Repeat("\x00", 1000) + good, Stats{Lines: 2, NotRead: 1, Matched: 1}},
		{"NULs between lines", good + "\x00\x00" + good + "\x00", Stats{Lines: 2, Matched: 2}},
		{"too long", good + long + "\n" + good, Stats{Lines: 3, TooLong: 1, Matched: 2}},
		{"too long at the end", good + long, Stats{Lines: 2, TooLong: 1, Matched: 1}},
		{"far too long", strings.Repeat(long, 9) + "\n" + good, Stats{Lines: 2, TooLong: 1, Matched: 1}},
		{"too long, then NULs", strings.Repeat("x", 600) + "\x00\x00" + good, Stats{Lines: 2, TooLong: 1, Matched: 1}},
		{"as long as may be", strings.Repeat(" ", 256-len(good)) + good, Stats{Lines: 1, Matched: 1}},
		{"no time, no message", bare, Stats{Lines: 1, Matched: 1, NoTime: 1, NoMessage: 1}},
		{"a bad time", `{"time":"yesterday","msg":"m","request_id":"A1"}`, Stats{Lines: 1, Matched: 1, NoTime: 1}},
		{"a time without a zone", `{"time":"2026-11-25 03:00:00,5","msg":"m","request_id":"A1"}`,
			Stats{Lines: 1, Matched: 1, NoZone: 1}},
		{"inside a group", timed + `"g":{"request_id":"A1"}}`, Stats{Lines: 1, Matched: 1, Nested: 1}},
		{"in a list", timed + `"request_id":["A1"]}`, Stats{Lines: 1, Matched: 1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, got := follow(t, Options{MaxLine: 256}, tt.log)
			want := tt.want
			want.Bytes = int64(len(tt.log))
			if got != want {
				t.Errorf("%.80q\n got: %+v\nwant: %+v", tt.log, got, want)
			}
		})
	}
}

// PowerShell writes UTF-16, which would be read as letters between NULs.
func TestFollowUTF16(t *testing.T) {
	for _, log := range []string{"\xff\xfe{\x00}\x00\n\x00", "\xfe\xff\x00{\x00}\x00\n"} {
		_, err := Follow(io.Discard, []Input{{"a", strings.NewReader(log)}}, Options{ID: "A1"})
		if !errors.Is(err, errUTF16) {
			t.Errorf("Follow of %q = %v, want %v", log, err, errUTF16)
		}
	}
}
