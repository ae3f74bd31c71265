package handler_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"workbook/exercises/check"
	handler "workbook/exercises/day145_correlation/03_handler"
)

// counter is a LogValuer that tells how often it was asked.
type counter struct{ asked *int }

func (c counter) LogValue() slog.Value {
	*c.asked++
	return slog.IntValue(*c.asked)
}

// grouping is a LogValuer that gives a group with another LogValuer.
type grouping struct{ inner slog.LogValuer }

func (g grouping) LogValue() slog.Value { return slog.GroupValue(slog.Any("n", g.inner)) }

// TestLogValuer logs three records, two of them with an id. Whatever prints them, it must print what With was given.
func TestLogValuer(t *testing.T) {
	tests := []struct {
		name, code string
		derive     func(h slog.Handler, n slog.LogValuer) slog.Handler
		want       string
	}{
		{"at the root", `With(n=counter)`, func(h slog.Handler, n slog.LogValuer) slog.Handler {
			return h.WithAttrs([]slog.Attr{slog.Any("n", n)})
		}, `{"n":1}`},
		{"in a group", `WithGroup("http").With(n=counter)`, func(h slog.Handler, n slog.LogValuer) slog.Handler {
			return h.WithGroup("http").WithAttrs([]slog.Attr{slog.Any("n", n)})
		}, `{"http":{"n":1}}`},
		{"in a group value", `WithGroup("http").With(Group("try", n=counter))`,
			func(h slog.Handler, n slog.LogValuer) slog.Handler {
				return h.WithGroup("http").WithAttrs([]slog.Attr{{Key: "try", Value: slog.GroupValue(slog.Any("n", n))}})
			}, `{"http":{"try":{"n":1}}}`},
		{"in a LogValuer that gives a group", `WithGroup("http").With(try=grouping{counter})`,
			func(h slog.Handler, n slog.LogValuer) slog.Handler {
				return h.WithGroup("http").WithAttrs([]slog.Attr{slog.Any("try", grouping{n})})
			}, `{"http":{"try":{"n":1}}}`},
	}
	judge := check.New(t, readSettle)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: `h := New(json, source).` + tt.code + `; Handle with "A1", without an id, and with "A1" again`,
			Got: func() string {
				var buf bytes.Buffer
				h := tt.derive(handler.New(slog.NewJSONHandler(&buf, nil), requestID), counter{new(int)})
				var lines []string
				for _, ctx := range []context.Context{withID("A1"), context.Background(), withID("A1")} {
					lines = append(lines, split(logged(ctx, &buf, h)))
				}
				return strings.Join(lines, "\n")
			},
			Want: "A1 at the root, " + tt.want + "\nno id at the root, " + tt.want + "\nA1 at the root, " + tt.want,
			Rule: "a LogValuer given to With is asked there, once: resolve what you keep, in groups too",
		})
	}
	judge.Run("in the record", check.Case{
		Call: `h := New(json, source).WithGroup("http"); h.Handle(ctx with "A1", record with n=counter); was counter asked once?`,
		Got: func() string {
			var buf bytes.Buffer
			asked := 0
			h := handler.New(slog.NewJSONHandler(&buf, nil), requestID).WithGroup("http")
			line := split(logged(withID("A1"), &buf, h, slog.Any("n", counter{&asked})))
			return fmt.Sprint(asked, ", ", line)
		},
		Want: `1, A1 at the root, {"http":{"n":1}}`, Rule: "a LogValuer in the record is the inner handler's to ask, once",
	})
}

// meeting is an inner handler that keeps the slices it is given, as it may, and in which records wait for each other
// before they are looked at.
type meeting struct {
	wait func()
	got  *sync.Map // by the context's id, what was printed
	kept [][]slog.Attr
}

func (m *meeting) Enabled(context.Context, slog.Level) bool { return true }
func (m *meeting) WithGroup(string) slog.Handler            { return m }
func (m *meeting) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &meeting{m.wait, m.got, append(m.kept[:len(m.kept):len(m.kept)], attrs)}
}
func (m *meeting) Handle(ctx context.Context, r slog.Record) error {
	m.wait()
	var ids []string
	find := func(a slog.Attr) bool {
		if a.Key == "request_id" {
			ids = append(ids, a.Value.String())
		}
		return true
	}
	for _, attrs := range m.kept {
		for _, a := range attrs {
			find(a)
		}
	}
	r.Attrs(find)
	m.got.Store(ctx.Value(idKey{}), strings.Join(ids, " "))
	return nil
}

// TestAtOnce handles two records at once, which meet in the inner handler: a lock that is held there keeps them from
// meeting, and what belongs to one record but is kept in the handler belongs to both.
func TestAtOnce(t *testing.T) {
	judge := check.New(t, readType)
	tests := []struct {
		name, code string
		derive     func(slog.Handler) slog.Handler
	}{
		{"flat", "New(inner, source)", same},
		{"in a group", `New(inner, source).WithGroup("http").With(n=1)`,
			func(h slog.Handler) slog.Handler { return with(h.WithGroup("http"), "n", "1") }},
	}
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: "h := " + tt.code + "; h.Handle at once with A1 and with B2, 8 attributes each; the ids of the two lines",
			Got: func() string {
				var got sync.Map
				all, arrived := make(chan struct{}), make(chan struct{}, 2)
				go func() {
					<-arrived
					<-arrived
					close(all)
				}()
				h := tt.derive(handler.New(&meeting{wait: func() { arrived <- struct{}{}; <-all }, got: &got}, requestID))
				ids := []string{"A1", "B2"}
				judge.Together(2, func(i int) {
					r := slog.NewRecord(time.Time{}, slog.LevelInfo, "paid", 0)
					for n := range 8 {
						r.AddAttrs(slog.Int("k", n))
					}
					_ = h.Handle(withID(ids[i]), r)
				})
				a, _ := got.Load("A1")
				b, _ := got.Load("B2")
				return fmt.Sprint("A1: ", a, ", B2: ", b)
			},
			Want: "A1: A1, B2: B2",
			Rule: "Handle runs in many goroutines: keep what is one record's in variables, and hold no lock while inner works",
		})
	}
}

// picking writes each line to the buffer that its context names.
type picking struct{ slog.Handler }

type bufferKey struct{}

func (p picking) Handle(ctx context.Context, r slog.Record) error {
	r.Attrs(func(a slog.Attr) bool {
		if a.Key == "request_id" {
			*ctx.Value(bufferKey{}).(*string) += a.Value.String()
		}
		return true
	})
	return nil
}

func (p picking) WithAttrs(attrs []slog.Attr) slog.Handler {
	return keeping{p, attrs}
}

func (p picking) WithGroup(string) slog.Handler { return p }

// keeping has the attributes of one With, which count as the record's.
type keeping struct {
	slog.Handler
	attrs []slog.Attr
}

func (k keeping) Handle(ctx context.Context, r slog.Record) error {
	r = r.Clone()
	r.AddAttrs(k.attrs...)
	return k.Handler.Handle(ctx, r)
}

func (k keeping) WithAttrs(attrs []slog.Attr) slog.Handler { return keeping{k, attrs} }
func (k keeping) WithGroup(string) slog.Handler            { return k }

// TestMany logs from 8 goroutines through one handler, and derives from it, each record with an id of its own.
func TestMany(t *testing.T) {
	judge := check.New(t, readType)
	judge.Run("records and children", check.Case{
		Call: `h := New(inner, source).WithGroup("http"); h.Handle and h.With(n=1).Handle from 8 goroutines; wrong lines`,
		Got: func() string {
			h := handler.New(picking{slog.DiscardHandler}, requestID).WithGroup("http")
			var wrong atomic.Int64
			judge.Together(8, func(i int) {
				for n := range 500 {
					id, got := fmt.Sprintf("%d-%d", i, n), ""
					ctx := context.WithValue(withID(id), bufferKey{}, &got)
					r := slog.NewRecord(time.Time{}, slog.LevelInfo, "paid", 0)
					_, _ = h.Handle(ctx, r), with(h, "n", "1").Handle(ctx, r)
					if got != id+id {
						wrong.Add(1)
					}
				}
			})
			return fmt.Sprint(wrong.Load())
		},
		Want: "0", Rule: "Handle and With run in many goroutines at once: a handler that has been returned is never changed",
	})
}
