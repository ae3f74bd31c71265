package timeline

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

func TestParseLineFields(t *testing.T) {
	noon := time.Date(2026, 11, 25, 12, 0, 0, 250e6, time.UTC)
	tests := []struct {
		name, line string
		want       entry
	}{
		{"slog", `{"time":"2026-11-25T12:00:00.25Z","level":"INFO","msg":"m","service":"s","request_id":"A1"}`,
			entry{time: noon, hasTime: true, level: "INFO", message: "m", service: "s", found: true, root: true}},
		{"zap", `{"ts":1795608000.25,"level":"info","msg":"m","request_id":"A1"}`,
			entry{time: noon, hasTime: true, level: "info", message: "m", found: true, root: true}},
		{"pino", `{"level":30,"time":1795608000250,"msg":"m","request_id":"A1"}`,
			entry{time: noon, hasTime: true, level: "30", message: "m", found: true, root: true}},
		{"stackdriver", `{"timestamp":"2026-11-25T13:00:00.25+01:00","severity":"ERROR","message":"m","request_id":"A1"}`,
			entry{time: noon, hasTime: true, level: "ERROR", message: "m", found: true, root: true}},
		{"elastic", `{"@timestamp":"2026-11-25T12:00:00.25Z","message":"m","service.name":"s","request_id":"A1"}`,
			entry{time: noon, hasTime: true, message: "m", service: "s", found: true, root: true}},
		{"members of groups are not the line's", `{"request_id":"A1","g":{"msg":"x","level":"x","time":"2026-11-25T12:00:00Z","service":"x"}}`,
			entry{found: true, root: true}},
		{"a group's path", `{"a":{"b":{"request_id":"A1"}}}`, entry{found: true, group: "a.b"}},
		{"members behind a group", `{"g":{"a":{"b":1}},"msg":"m","request_id":"A1"}`, entry{message: "m", found: true, root: true}},
		{"members behind a list", `{"tags":["x",{"msg":"x"},[1,null]],"msg":"m","request_id":"A1"}`, entry{message: "m", found: true, root: true}},
		{"an id behind a group's list", `{"g":{"tags":["x","y"],"request_id":"A1"},"msg":"m"}`, entry{message: "m", found: true, group: "g"}},
		{"a time out of range", `{"ts":1e300,"request_id":"A1"}`, entry{found: true, root: true}},
		{"a negative time", `{"ts":-5,"request_id":"A1"}`, entry{found: true, root: true}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseLine([]byte(tt.line), "request_id", "A1")
			if err != nil {
				t.Fatal(err)
			}
			if !got.time.Equal(tt.want.time) {
				t.Errorf("time %v, want %v", got.time, tt.want.time)
			}
			got.time = tt.want.time
			if got != tt.want {
				t.Errorf("\n got: %+v\nwant: %+v", got, tt.want)
			}
		})
	}
}

func TestParseLineNumberID(t *testing.T) {
	for _, tt := range []struct {
		line string
		want bool
	}{{`{"request_id":17}`, true}, {`{"request_id":"17"}`, true}, {`{"request_id":17.0}`, false}, {`{"n":17}`, false}} {
		got, err := parseLine([]byte(tt.line), "request_id", "17")
		if err != nil || got.root != tt.want {
			t.Errorf("parseLine(%s) for id 17: root %v, %v, want %v", tt.line, got.root, err, tt.want)
		}
	}
}

// What a client put into a log line must not reach the terminal as it is.
func TestClip(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain", `order "17" stored`, `order "17" stored`},
		{"printable", "größe 3 €", "größe 3 €"},
		{"escape sequence", "\x1b[2Jgone", `\x1b[2Jgone`},
		{"line breaks", "a\r\nb", `a\r\nb`},
		{"right to left override", "a\u202eb", `a\u202eb`},
		{"bad UTF-8", "a\xffb", `a\xffb`},
		{"long", strings.Repeat("x", 600), strings.Repeat("x", 512) + "..."},
		{"long, cut inside a letter", strings.Repeat("x", 511) + "é and more", strings.Repeat("x", 511) + "..."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := clip(tt.in); got != tt.want {
				t.Errorf("clip(%.80q)\n got: %q\nwant: %q", tt.in, got, tt.want)
			}
		})
	}
}

// FuzzParseLine: no line makes the parser panic or fail that encoding/json
// takes for an object, and it finds the id exactly where a map would.
func FuzzParseLine(f *testing.F) {
	for _, seed := range []string{
		`{"time":"2026-11-25T12:00:00Z","level":"INFO","msg":"m","request_id":"A1"}`,
		`{"request_id":"A1","request_id":"B"}`, `{"g":{"request_id":"A1"}}`, `{"l":[[{"request_id":"A1"}]]}`,
		`{"ts":1e5,"request_id":"\u0041\u0031"}`, `{}`, `{"":{"":[]}}`, `[1]`, `{"a":1}{"b":2}`, `{"msg":"\ud800"}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		if !object([]byte(line)) {
			return
		}
		got, err := parseLine([]byte(line), "request_id", "A1")
		if err != nil {
			t.Fatalf("parseLine(%q) = %v, want no error: it is an object", line, err)
		}
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Skip()
		}
		if m["request_id"] == "A1" && !got.root {
			t.Errorf("parseLine(%q) did not find the id at the root", line)
		}
		if len(got.message) > 4*maxText+3 {
			t.Errorf("parseLine(%q) keeps a message of %d bytes", line, len(got.message))
		}
	})
}

func TestShort(t *testing.T) {
	tests := []struct {
		d    time.Duration
		want string
	}{
		{0, "+0.000ms"}, {250 * time.Microsecond, "+0.250ms"}, {-3 * time.Millisecond, "-3.000ms"},
		{999 * time.Millisecond, "+999.000ms"}, {1204 * time.Millisecond, "+1.204s"}, {-90 * time.Second, "-90.000s"},
	}
	for _, tt := range tests {
		if got := short(tt.d); got != tt.want {
			t.Errorf("short(%v) = %q, want %q", tt.d, got, tt.want)
		}
	}
}
