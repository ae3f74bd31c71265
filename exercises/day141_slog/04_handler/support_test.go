package handler

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
)

const (
	readThis = "day141_slog/handler.go"
	editThis = "exercises/day141_slog/04_handler/handler.go"
)

// testExample derives handlers from a new one, sends the record with attrs through
// each, and compares all lines.
type testExample struct {
	name   string
	call   string
	derive testDerive
	attrs  []slog.Attr
	want   string
	rule   string
}

type testDerive func(h slog.Handler) []slog.Handler

func unchanged(h slog.Handler) []slog.Handler { return []slog.Handler{h} }

func someAttrs(list ...slog.Attr) []slog.Attr { return list }

func stepAttrs(list ...slog.Attr) testDerive {
	return func(h slog.Handler) []slog.Handler { return unchanged(h.WithAttrs(list)) }
}

func stepGroup(name string) testDerive {
	return func(h slog.Handler) []slog.Handler { return unchanged(h.WithGroup(name)) }
}

func steps(list ...testDerive) testDerive {
	return func(h slog.Handler) []slog.Handler {
		for _, step := range list {
			h = step(h)[0]
		}
		return unchanged(h)
	}
}

func runExamples(t *testing.T, examples []testExample) {
	t.Helper()
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) { checkLines(t, e.call, gotFrom(e.derive, e.attrs), e.want, e.rule) })
	}
}

// gotFrom is what all derived handlers print of one record, or a panic.
func gotFrom(derive testDerive, attrs []slog.Attr) (got string) {
	defer func() {
		if r := recover(); r != nil {
			got = fmt.Sprintf("panic: %v", r)
		}
	}()
	var out bytes.Buffer
	h := New(&out, nil)
	if h == nil {
		return "New returned nil"
	}
	for _, h := range derive(h) {
		r := slog.NewRecord(time.Time{}, slog.LevelInfo, "m", 0)
		r.AddAttrs(attrs...)
		if err := h.Handle(context.Background(), r); err != nil {
			return "error: " + err.Error()
		}
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func checkLines(t *testing.T, call, got, want, rule string) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: %s\n    edit: %s", call,
			indentLines(got), indentLines(want), rule, readThis, editThis)
	}
}

// indentLines keeps the lines of several records under each other.
func indentLines(s string) string { return strings.ReplaceAll(s, "\n", "\n          ") }

type timedHandler struct{ slog.Handler }

func (h timedHandler) Handle(ctx context.Context, r slog.Record) error {
	r.Time = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	return h.Handler.Handle(ctx, r)
}

type messageHandler struct{ slog.Handler }

func (h messageHandler) Handle(ctx context.Context, r slog.Record) error {
	r.Message = `a "b"`
	return h.Handler.Handle(ctx, r)
}

type testValuer struct{ v slog.Value }

func (v testValuer) LogValue() slog.Value { return v.v }

// testCounter resolves to the number of times it was asked.
type testCounter struct{ calls *int }

func (c testCounter) LogValue() slog.Value {
	*c.calls++
	return slog.IntValue(*c.calls)
}
