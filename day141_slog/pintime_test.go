package logging_test

import (
	"bytes"
	"log/slog"
	"testing"
	"time"

	"io"
	logging "workbook/day141_slog"
	"workbook/day141_slog/handlertest"
)

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func TestPinTime(t *testing.T) {
	theirs := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		name string
		at   time.Time
		log  func(l *slog.Logger)
		want string
	}{
		{"record", noon, func(l *slog.Logger) { l.Info("m") }, `{"time":"2026-03-02T12:00:00Z","level":"INFO","msg":"m"}`},
		{"after With", noon, func(l *slog.Logger) { l.With("a", 1).Info("m") }, `{"time":"2026-03-02T12:00:00Z","level":"INFO","msg":"m","a":1}`},
		{"after WithGroup", noon, func(l *slog.Logger) { l.WithGroup("G").Info("m", "a", 1) },
			`{"time":"2026-03-02T12:00:00Z","level":"INFO","msg":"m","G":{"a":1}}`},
		{"a user's own time is theirs", noon, func(l *slog.Logger) { l.Info("m", "time", theirs) },
			`{"time":"2026-03-02T12:00:00Z","level":"INFO","msg":"m","time":"2001-01-01T00:00:00Z"}`},
		{"zero drops the time", time.Time{}, func(l *slog.Logger) { l.Info("m", "time", theirs) },
			`{"level":"INFO","msg":"m","time":"2001-01-01T00:00:00Z"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			tt.log(slog.New(logging.PinTime(newJSON(&out, nil), tt.at)))
			if got, want := out.String(), tt.want+"\n"; got != want {
				t.Errorf("\n got: %swant: %s", got, want)
			}
		})
	}
}

// The tempting ReplaceAttr cannot do it: nothing it is told differs between
// the record's time and a user's attr.
func TestReplaceAttrCannotPinTime(t *testing.T) {
	type seen struct {
		groups int
		key    string
		kind   slog.Kind
	}
	var calls []seen
	pin := func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && a.Key == slog.TimeKey {
			calls = append(calls, seen{len(groups), a.Key, a.Value.Kind()})
			return slog.Time(a.Key, noon)
		}
		return a
	}
	var out bytes.Buffer
	theirs := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	slog.New(newJSON(&out, &slog.HandlerOptions{ReplaceAttr: pin})).Info("m", "time", theirs)
	if len(calls) != 2 || calls[0] != calls[1] {
		t.Fatalf("ReplaceAttr was told\n got: %v\nwant: twice the same", calls)
	}
	want := `{"time":"2026-03-02T12:00:00Z","level":"INFO","msg":"m","time":"2026-03-02T12:00:00Z"}` + "\n"
	if got := out.String(); got != want {
		t.Errorf("the user's time, too, is overwritten\n got: %swant: %s", got, want)
	}
}

func TestPinTimeConformance(t *testing.T) {
	newHandler := func(w io.Writer, opts *slog.HandlerOptions) slog.Handler {
		return logging.PinTime(newJSON(w, opts), noon)
	}
	for _, f := range handlertest.Check(newHandler, handlertest.ParseJSON) {
		if f.Name != "zero-time" { // pinning gives every record a time, and that is its purpose
			t.Error(f)
		}
	}
}
