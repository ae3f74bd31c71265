package logline_test

import (
	"os"
	"strings"
	"testing"
	"time"

	"workbook/day145_correlation/timeline/logline"
)

// TestLoggers reads two lines of each logger in testdata/loggers.txt.
func TestLoggers(t *testing.T) {
	file, err := os.ReadFile("testdata/loggers.txt")
	if err != nil {
		t.Fatal(err)
	}
	sections := strings.Split(strings.ReplaceAll(string(file), "\r\n", "\n"), "\n\n# ")[1:]
	if want := 31; len(sections) != want {
		t.Errorf("%d loggers, want %d", len(sections), want)
	}
	for _, section := range sections {
		lines := strings.Split(strings.TrimSpace(section), "\n")
		head := strings.Split(lines[0], " | ")
		t.Run(head[0], func(t *testing.T) {
			want, err := time.Parse(time.RFC3339Nano, head[1])
			if err != nil || len(lines) != 3 {
				t.Fatalf("%d lines, %v, want a head and two lines", len(lines), err)
			}
			for i, line := range lines[1:] {
				checkLine(t, line, want, strings.TrimSpace(head[2+i]))
			}
		})
	}
}

// checkLine wants a line of the request A1, "charge", with that time and level.
func checkLine(t *testing.T, line string, wantTime time.Time, wantLevel string) {
	t.Helper()
	finder := logline.NewFinder("request_id", "A1")
	text, envelopeTime, err := new(logline.Joiner).Join([]byte(line))
	if err != nil {
		t.Fatal(err)
	}
	got, err := finder.Read(text)
	if got.Time.IsZero() {
		got.Time = envelopeTime
	}
	off := got.Time.Sub(wantTime).Abs()
	if err != nil || off > time.Microsecond || got.Level != wantLevel || got.Message != "charge" || got.ID != logline.AtRoot {
		t.Errorf("%s\n got: %+v, %v\nwant: %v, level %q, message charge, the id at the root", line, got, err, wantTime, wantLevel)
	}
	if !finder.Holds([]byte(line)) {
		t.Errorf("Holds(%s) = false, want true", line)
	}
}

// TestAccessLogs: lines that have no level, a message in a group, or a time under a name
// that is something else in other lines.
func TestAccessLogs(t *testing.T) {
	at := time.Date(2026, 11, 25, 3, 12, 41, 0, time.UTC)
	tests := []struct{ name, line, message string }{
		{"Envoy", `{"start_time":"2026-11-25T03:12:41.000Z","request_id":"A1","response_code":200}`, ""},
		{"nginx", `{"time_iso8601":"2026-11-25T03:12:41+00:00","request_id":"A1","request":"GET /"}`, ""},
		{"nginx, local", `{"time_local":"25/Nov/2026:03:12:41 +0000","request_id":"A1"}`, ""},
		{"tracing of Rust", `{"timestamp":"2026-11-25T03:12:41Z","level":"INFO","fields":{"message":"charge"},"request_id":"A1"}`, "charge"},
		{"Google", `{"timestamp":"2026-11-25T03:12:41Z","severity":"INFO","jsonPayload":{"message":"charge"},"request_id":"A1"}`, "charge"},
		{"Serilog", `{"Timestamp":"2026-11-25T03:12:41Z","Level":"Warning","MessageTemplate":"charge","request_id":"A1"}`, "charge"},
	}
	for _, tt := range tests {
		got, err := logline.NewFinder("request_id", "A1").Read([]byte(tt.line))
		if err != nil || !got.Time.Equal(at) || got.Message != tt.message {
			t.Errorf("%s: Read(%s)\n got: %v, %q, %v\nwant: %v, %q", tt.name, tt.line, got.Time, got.Message, err, at, tt.message)
		}
	}
}
