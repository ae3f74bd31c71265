package handler

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"workbook/day141_slog/handlertest"
)

// owner uses what slog.Handler gives it: the slice of WithAttrs is its own, so
// it overwrites it. The record it is handed becomes text.
type owner struct{ got *string }

func (o owner) Enabled(context.Context, slog.Level) bool { return true }
func (o owner) WithGroup(string) slog.Handler            { return o }
func (o owner) WithAttrs(attrs []slog.Attr) slog.Handler {
	clear(attrs)
	return o
}
func (o owner) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		*o.got += a.String() + " "
		return true
	})
	return nil
}

// TestSlices is about the slices that pass through: the caller's, the inner
// handler's, and the source's.
func TestSlices(t *testing.T) {
	t.Run("the slice given to WithAttrs", func(t *testing.T) {
		got := printed(withID, func(h slog.Handler) slog.Handler {
			attrs := []slog.Attr{slog.String("route", "r")}
			h = h.WithGroup("http").WithAttrs(attrs)
			attrs[0] = slog.String("route", "changed by its owner")
			return h
		})
		check(t, `WithGroup("http").WithAttrs(attrs), then attrs[0] is changed`, got, `A1 at the root, {"http":{"route":"r"}}`,
			"keep a copy of the slice: slog.MultiHandler gives one slice to several handlers")
	})
	t.Run("the slice given to the inner handler", func(t *testing.T) {
		got := try(func() (got string) {
			h := New(owner{&got}, requestID).WithGroup("http").WithAttrs([]slog.Attr{slog.String("route", "r")})
			_ = h.Handle(withID, slog.NewRecord(time.Time{}, slog.LevelInfo, "paid", 0))
			return strings.TrimSpace(got)
		})
		check(t, `over an inner handler that clears its slice: WithGroup("http").WithAttrs(route=r), then Handle(ctx with "A1"); what inner is given`,
			got, "request_id=A1 http=[route=r]", "a handler owns the slice it is given: hand out a copy of what you keep")
	})
	t.Run("the slice of the source", func(t *testing.T) {
		stamps := []slog.Attr{slog.String("request_id", "A1"), slog.String("spare", "room")}
		got := try(func() string {
			h := New(slog.NewJSONHandler(io.Discard, nil), func(context.Context) []slog.Attr { return stamps[:1] })
			r := slog.NewRecord(time.Time{}, slog.LevelInfo, "paid", 0)
			r.AddAttrs(sum)
			_, _ = h.Handle(withID, r), h.WithGroup("http").Handle(withID, r)
			return fmt.Sprint(stamps)
		})
		check(t, "a source that returns stamps[:1]; stamps after Handle(sum=7), flat and in a group", got, "[request_id=A1 spare=room]",
			"append may write into room that is not yours: the source may return one slice to all goroutines")
	})
}

// counter is a LogValuer that tells how often it was asked.
type counter struct{ asked *int }

func (c counter) LogValue() slog.Value {
	*c.asked++
	return slog.IntValue(*c.asked)
}

// TestLogValuer logs three records, two of them with an id. Whatever prints
// them, it must print what With was given.
func TestLogValuer(t *testing.T) {
	tests := []struct {
		name, call string
		f          func(h slog.Handler, n slog.Attr) slog.Handler
		want       string
	}{
		{"at the root", `With(n=counter)`, func(h slog.Handler, n slog.Attr) slog.Handler { return h.WithAttrs([]slog.Attr{n}) }, `{"n":1}`},
		{"in a group", `WithGroup("http").With(n=counter)`,
			func(h slog.Handler, n slog.Attr) slog.Handler { return h.WithGroup("http").WithAttrs([]slog.Attr{n}) }, `{"http":{"n":1}}`},
		{"in a group value", `WithGroup("http").With(Group("try", n=counter))`, func(h slog.Handler, n slog.Attr) slog.Handler {
			return h.WithGroup("http").WithAttrs([]slog.Attr{{Key: "try", Value: slog.GroupValue(n)}})
		}, `{"http":{"try":{"n":1}}}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := try(func() string {
				var buf bytes.Buffer
				h := test.f(New(slog.NewJSONHandler(&buf, nil), requestID), slog.Any("n", counter{new(int)}))
				var lines []string
				for _, ctx := range []context.Context{withID, context.Background(), withID} {
					buf.Reset()
					if err := h.Handle(ctx, slog.NewRecord(time.Time{}, slog.LevelInfo, "paid", 0)); err != nil {
						return err.Error()
					}
					lines = append(lines, split(buf.String()))
				}
				return strings.Join(lines, "; ")
			})
			check(t, test.call+`, then Handle(ctx with "A1"), Handle(ctx without an id), Handle(ctx with "A1")`, got,
				"A1 at the root, "+test.want+"; no id at the root, "+test.want+"; A1 at the root, "+test.want,
				"a LogValuer given to With is asked there, once: resolve what you keep, in groups too")
		})
	}
}

// TestConformance runs the kit of day 141, without an id and with one. What the
// inner handler does wrong by itself is not asked of yours.
func TestConformance(t *testing.T) {
	inner := func(w io.Writer, opts *slog.HandlerOptions) slog.Handler { return slog.NewJSONHandler(w, opts) }
	yours := func(w io.Writer, opts *slog.HandlerOptions) slog.Handler { return New(inner(w, opts), requestID) }
	var known []string
	for _, f := range handlertest.Check(inner, handlertest.ParseJSON) {
		known = append(known, f.Name)
	}
	report(t, "without an id", known, handlertest.Check(yours, handlertest.ParseJSON))
	report(t, "with an id", known, handlertest.CheckContext(withID, slog.String("request_id", "A1"), yours, handlertest.ParseJSON))
}

// report shows three failures at most: they mostly have one cause.
func report(t *testing.T, name string, known []string, failures []handlertest.Failure) {
	t.Helper()
	failures = slices.DeleteFunc(failures, func(f handlertest.Failure) bool { return slices.Contains(known, f.Name) })
	for _, f := range failures[:min(3, len(failures))] {
		t.Run(name+"/"+f.Name, func(t *testing.T) {
			head, _, _ := strings.Cut(f.Detail, "\n    and ")
			t.Errorf("%s\n    rule: %s\n    read: %s\n    edit: %s", head, f.Rule, readThis, editThis)
		})
	}
}
