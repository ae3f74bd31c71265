package handler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"testing"
	"time"
)

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

// TestTheRest looks at what the inner handler is given besides attributes.
func TestTheRest(t *testing.T) {
	var pcs [1]uintptr
	runtime.Callers(1, pcs[:])
	noon := time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)
	tests := []derive{
		{"New(inner, source)", same},
		{`New(inner, source).WithGroup("http")`, func(h slog.Handler) slog.Handler { return h.WithGroup("http") }},
	}
	for i, name := range []string{"flat", "in a group"} {
		t.Run(name, func(t *testing.T) {
			in := &inside{}
			got := try(func() string {
				return fmt.Sprint(tests[i].f(New(in, requestID)).Handle(withID, slog.NewRecord(noon, slog.LevelWarn, "paid", pcs[0])))
			})
			call := tests[i].call + `.Handle(ctx with "A1", record)`
			check(t, call, got, "disk full", "the error of the inner handler is returned")
			got = fmt.Sprint(in.record.Time.Format(time.TimeOnly), " ", in.record.Level, " ", in.record.Message)
			check(t, call+"; time, level and message that inner was given", got, "12:00:00 WARN paid", "nothing else about the record changes")
			check(t, call+"; was inner given the record's program counter?", fmt.Sprint(in.record.PC == pcs[0]), "true",
				"a fresh record needs r.PC too: without it AddSource has no file and line")
			check(t, call+"; was inner given the context?", fmt.Sprint(in.ctx == withID), "true", "the context is passed on")
		})
	}
}
