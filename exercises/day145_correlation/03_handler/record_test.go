package handler_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"strings"
	"testing"
	"time"

	"workbook/exercises/check"
	handler "workbook/exercises/day145_correlation/03_handler"
)

// TestRecord hands over records of 1 to 12 attributes: five fit into a Record, the others are in a slice that its
// copies share.
func TestRecord(t *testing.T) {
	judge := check.New(t, readHandle)
	for n := 1; n <= 12; n++ {
		want := []string{"true"}
		for i := range n {
			want = append(want, fmt.Sprint("k", i))
		}
		judge.Run(fmt.Sprintf("%d attributes", n), check.Case{
			Call: fmt.Sprintf(`r with %d attributes; Handle(ctx with "A1", r), is the id there?; r.AddAttrs(next); r's keys`, n),
			Got: func() string {
				var buf bytes.Buffer
				r := slog.NewRecord(time.Time{}, slog.LevelInfo, "paid", 0)
				for i := range n {
					r.AddAttrs(slog.Int(fmt.Sprint("k", i), i))
				}
				if err := handler.New(slog.NewJSONHandler(&buf, nil), requestID).Handle(withID("A1"), r); err != nil {
					return err.Error()
				}
				got := []string{fmt.Sprint(strings.Contains(buf.String(), `"request_id":"A1"`))}
				r.AddAttrs(slog.Int("next", 1)) // notices when a copy of r was appended to
				r.Attrs(func(a slog.Attr) bool { got = append(got, a.Key); return true })
				return strings.Join(got, " ")
			},
			Want: strings.Join(append(want, "next"), " "),
			Rule: "a record's copies share their attributes: make a fresh record, or Clone, before adding",
		})
	}
}

// inside is a handler that keeps what it was given.
type inside struct {
	record slog.Record
	ctx    context.Context
}

func (in *inside) Enabled(context.Context, slog.Level) bool { return true }
func (in *inside) WithAttrs([]slog.Attr) slog.Handler       { return in }
func (in *inside) WithGroup(string) slog.Handler            { return in }
func (in *inside) Handle(ctx context.Context, r slog.Record) error {
	in.record, in.ctx = r, ctx
	return errors.New("disk full")
}

// TestTheRest looks at what the inner handler is given besides attributes, and at what it returns.
func TestTheRest(t *testing.T) {
	var pcs [1]uintptr
	runtime.Callers(1, pcs[:])
	noon := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	judge := check.New(t, readHandle)
	tests := []struct {
		name, code string
		derive     func(slog.Handler) slog.Handler
	}{
		{"flat", "New(inner, source)", same},
		{"in a group", `New(inner, source).WithGroup("http")`, func(h slog.Handler) slog.Handler { return h.WithGroup("http") }},
	}
	for _, tt := range tests {
		in := &inside{}
		call := tt.code + `.Handle(ctx with "A1", a WARN of 12:00 with its program counter)`
		ctx := withID("A1")
		handle := func() error {
			return tt.derive(handler.New(in, requestID)).Handle(ctx, slog.NewRecord(noon, slog.LevelWarn, "paid", pcs[0]))
		}
		judge.Run(tt.name+", the error", check.Case{Call: call, Got: func() string { return fmt.Sprint(handle()) },
			Want: "disk full", Rule: "the error of the inner handler is returned"})
		judge.Run(tt.name+", the record", check.Case{
			Call: call + "; the time, level, message, program counter and context that inner was given",
			Got: func() string {
				_ = handle()
				r := in.record
				return fmt.Sprint(r.Time.Format(time.TimeOnly), " ", r.Level, " ", r.Message,
					", the same counter: ", r.PC == pcs[0],
					", the same context: ", in.ctx == ctx)
			},
			Want: "12:00:00 WARN paid, the same counter: true, the same context: true",
			Rule: "nothing else about the record changes: a fresh one needs r.PC too, or AddSource has no file and line",
		})
	}
}
