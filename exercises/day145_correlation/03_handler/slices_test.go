package handler_test

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
	"workbook/exercises/check"
	handler "workbook/exercises/day145_correlation/03_handler"
)

func TestSiblings(t *testing.T) {
	rule := "append may write into spare room that two slices share: clip or clone before you append"
	judge := check.New(t, readCopy)
	for depth := 1; depth <= 9; depth++ {
		judge.Run(fmt.Sprintf("below %d calls", depth), check.Case{
			Call: fmt.Sprintf(`h with %d calls; first, second := h.With(first=1), h.With(second=2); the lines of both`, depth),
			Got: func() string {
				return siblings(depth, func(h slog.Handler, name string) slog.Handler { return with(h, name, "1") })
			},
			Want: `first has "first":"1", second has "second":"1"`, Rule: rule,
		})
		judge.Run(fmt.Sprintf("groups below %d calls", depth), check.Case{
			Call: fmt.Sprintf(`h with %d calls; h.WithGroup("first"), h.WithGroup("second"); the lines of both`, depth),
			Got: func() string {
				return siblings(depth, func(h slog.Handler, name string) slog.Handler { return h.WithGroup(name) })
			},
			Want: `first has "first":{"sum":7}, second has "second":{"sum":7}`, Rule: rule,
		})
	}
	parent := logCase{`New(json, source); h.WithGroup("http").With(route=r)`, func(h slog.Handler) slog.Handler {
		with(h.WithGroup("http"), "route", "r")
		return h
	}, []slog.Attr{sum}}
	judge.Run("the parent stays as it was", parent.check(withID("A1"), `A1 at the root, {"sum":7}`,
		"WithAttrs and WithGroup return a new handler and leave the old one alone", readGroup))
}

// siblings derives two handlers from a parent of that many calls, and says what of their own stands in their lines.
func siblings(depth int, derive func(h slog.Handler, name string) slog.Handler) string {
	var buf bytes.Buffer
	parent := handler.New(slog.NewJSONHandler(&buf, nil), requestID).WithGroup("g")
	for i := 1; i < depth; i++ {
		parent = with(parent, fmt.Sprint("a", i), "v")
	}
	first, second := derive(parent, "first"), derive(parent, "second")
	a, b := logged(withID("A1"), &buf, first, sum), logged(withID("A1"), &buf, second, sum)
	return "first has " + own(a) + ", second has " + own(b)
}

// own is what stands in a line of first or second, as far as it is of one of them.
func own(line string) string {
	at := strings.LastIndex(line, `"first"`)
	if i := strings.LastIndex(line, `"second"`); i > at {
		at = i
	}
	if at < 0 {
		return line
	}
	member := line[at:]
	end := strings.IndexAny(member, ",}")
	if strings.Contains(member, ":{") {
		end = strings.IndexByte(member, '}') + 1
	}
	return member[:end]
}

// owner uses what slog.Handler gives it: the slice of WithAttrs is its own, so it overwrites it.
type owner struct{ got *string }

func (o owner) Enabled(context.Context, slog.Level) bool { return true }
func (o owner) WithGroup(name string) slog.Handler       { *o.got += name + "{"; return o }
func (o owner) WithAttrs(attrs []slog.Attr) slog.Handler {
	*o.got += fmt.Sprint(attrs)
	clear(attrs)
	return o
}
func (o owner) Handle(_ context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool { *o.got += a.String() + " "; return true })
	return nil
}

// TestSlices is about the slices that pass through: the caller's, the inner handler's, and the source's.
func TestSlices(t *testing.T) {
	judge := check.New(t, readWith)
	for _, group := range []bool{false, true} {
		code, want := "New(json, source)", `A1 at the root, {"route":"r"}`
		if group {
			code, want = `New(json, source).WithGroup("http")`, `A1 at the root, {"http":{"route":"r"}}`
		}
		changed := logCase{code + ".WithAttrs(attrs); attrs[0] = another", func(h slog.Handler) slog.Handler {
			if group {
				h = h.WithGroup("http")
			}
			attrs := []slog.Attr{slog.String("route", "r")}
			h = h.WithAttrs(attrs)
			attrs[0] = slog.String("route", "changed by its owner")
			return h
		}, nil}
		judge.Run(fmt.Sprintf("the slice given to WithAttrs, group %v", group), changed.check(withID("A1"), want,
			"keep a copy of the slice: slog.MultiHandler gives one slice to several handlers", ""))
		judge.Run(fmt.Sprintf("the slice of the caller, group %v", group), check.Case{
			Call: code + `.WithAttrs(attrs), two Handle, over an inner that clears its slices; attrs, and are the ids there?`,
			Got: func() string {
				got := ""
				var h slog.Handler = handler.New(owner{&got}, requestID)
				if group {
					h = h.WithGroup("http")
				}
				attrs := []slog.Attr{slog.String("route", "r")}
				h = h.WithAttrs(attrs)
				_ = h.Handle(withID("A1"), slog.NewRecord(time.Time{}, slog.LevelInfo, "paid", 0))
				_ = h.Handle(withID("B2"), slog.NewRecord(time.Time{}, slog.LevelInfo, "paid", 0))
				after := got[strings.LastIndex(got, "request_id=A1"):]
				return fmt.Sprint(attrs, " ", strings.Contains(after, "request_id=B2"), " ", strings.Count(got, "=A1"))
			},
			Want: "[route=r] true 1", Rule: "a handler owns the slice it is given: hand out a copy of what is not yours",
		})
	}
	judge.Run("what is kept", check.Case{
		Call: `New(inner, source).WithGroup("http").WithAttrs(route=r), two Handle, over an inner that clears its slices;` +
			` how often inner was given route=r`,
		Got: func() string {
			got := ""
			h := handler.New(owner{&got}, requestID).WithGroup("http").WithAttrs([]slog.Attr{slog.String("route", "r")})
			before := strings.Count(got, "route=r")
			for range 2 {
				_ = h.Handle(withID("A1"), slog.NewRecord(time.Time{}, slog.LevelInfo, "paid", 0))
			}
			return fmt.Sprint("once for With: ", before <= 1, ", and once for each record: ", strings.Count(got,
				"route=r")-before)
		},
		Want: "once for With: true, and once for each record: 2",
		Rule: "a handler owns the slice it is given: hand out a copy of what you keep",
	})
	judge.Run("the slice of the source", check.Case{
		Call: "a source that returns stamps[:1]; Handle(sum=7), flat, in a group and behind With," +
			" over an inner handler that clears its slices; stamps",
		Got: func() string {
			stamps, got := []slog.Attr{slog.String("request_id", "A1"), slog.String("spare", "room")}, ""
			for _, inner := range []slog.Handler{owner{&got}, slog.NewJSONHandler(io.Discard, nil)} {
				h := handler.New(inner, func(context.Context) []slog.Attr { return stamps[:1] })
				for _, h := range []slog.Handler{h, h.WithGroup("http"), with(h.WithGroup("http"), "n", "1")} {
					r := slog.NewRecord(time.Time{}, slog.LevelInfo, "paid", 0)
					r.AddAttrs(sum)
					if err := h.Handle(context.Background(), r); err != nil {
						return err.Error()
					}
				}
			}
			return fmt.Sprint(stamps, ", handed on ", strings.Count(got, "request_id=A1"), " times")
		},
		Want: "[request_id=A1 spare=room], handed on 3 times",
		Rule: "the source may give one slice to all: neither append to it nor give it to a handler, which may change it",
		Read: readHandle,
	})
}

// TestConformance runs the kit of day 141, without an id and with one. What the inner handler does wrong by itself is
// not asked of the reader's.
func TestConformance(t *testing.T) {
	inner := func(w io.Writer, opts *slog.HandlerOptions) slog.Handler { return slog.NewJSONHandler(w, opts) }
	yours := func(w io.Writer, opts *slog.HandlerOptions) slog.Handler {
		return handler.New(inner(w, opts), requestID)
	}
	var known []string
	for _, f := range handlertest.Check(inner, handlertest.ParseJSON) {
		known = append(known, f.Name)
	}
	judge := check.New(t, readRule)
	kit := func(name string, run func() []handlertest.Failure) {
		judge.Run(name, check.Case{
			Call: "the kit of day 141 (handlertest) with New(json, source), " + name, Want: "no failure",
			Rule: "a decorator keeps every rule that its inner handler keeps",
			Got: func() string {
				failures := slices.DeleteFunc(run(), func(f handlertest.Failure) bool { return slices.Contains(known, f.Name) })
				if len(failures) == 0 {
					return "no failure"
				}
				f := failures[0]
				return fmt.Sprintf("%d failures, of which the first is %s: %s\n%s", len(failures), f.Name, f.Rule, f.Detail)
			},
		})
	}
	kit("without an id", func() []handlertest.Failure { return handlertest.Check(yours, handlertest.ParseJSON) })
	kit("with an id", func() []handlertest.Failure {
		return handlertest.CheckContext(withID("A1"), slog.String("request_id", "A1"), yours, handlertest.ParseJSON)
	})
}
