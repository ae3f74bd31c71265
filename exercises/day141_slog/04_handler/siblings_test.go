package handler_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	logging "workbook/day141_slog"
	"workbook/day141_slog/handlertest"
	"workbook/exercises/check"
	handler "workbook/exercises/day141_slog/04_handler"
	"workbook/exercises/oracle"
)

// TestSiblings derives two handlers from one parent, at every depth up to 9: an
// append into shared room spoils the first only where the slice had room.
func TestSiblings(t *testing.T) {
	rule := "derived handlers share nothing that changes: append writes into spare room, so clip or clone first"
	judge := check.New(t, readWith)
	for depth := range 10 {
		var p program
		open := ""
		for i := range depth {
			p = append(p, from(i, withGroup(fmt.Sprint("g", i))))
			open += fmt.Sprintf(`"g%d":{`, i)
		}
		p = append(p, from(depth, withGroup("first")), from(depth, withGroup("second")),
			from(depth+1, handle(attrA)), from(depth+2, handle(attrA)), from(depth, handle(attrA)))
		end := strings.Repeat("}", depth+1)
		want := baseLine + "," + open + `"first":{"a":1}` + end + "\n" + baseLine + "," + open + `"second":{"a":1}` + end + "\n" + baseLine + "," + open + `"a":1` + end
		judge.Run(fmt.Sprintf("WithGroup below %d groups", depth), programCase(p, want, rule))
	}
	for depth := range 10 {
		var p program
		line := baseLine
		for i := range depth {
			p = append(p, from(i, withAttrs(slog.Int(fmt.Sprint("k", i), i))))
			line += fmt.Sprintf(`,"k%d":%d`, i, i)
		}
		p = append(p, from(depth, withAttrs(slog.Int("x", 1))), from(depth, withAttrs(slog.Int("y", 2))),
			from(depth+1, handle()), from(depth+2, handle()), from(depth, handle()))
		want := line + `,"x":1}` + "\n" + line + `,"y":2}` + "\n" + line + "}"
		judge.Run(fmt.Sprintf("WithAttrs below %d WithAttrs", depth), programCase(p, want, rule))
	}
}

// The day's handler is right: random programs hold it against the standard library there.
func TestOracle(t *testing.T) {
	check.New(t, readHandle).Oracle(800, func(d *oracle.Draw) check.Case {
		handlers := 1
		p := oracle.List(d, 10, func() step {
			s := step{from: d.Intn(handlers), kind: oracle.Pick(d, "Handle", "WithAttrs", "WithGroup"), name: oracle.Pick(d, "G", "H", "")}
			s.attrs = drawAttrs(d, 3)
			s.message = oracle.Pick(d, "m", "", `a "b"`)
			s.time = oracle.Pick(d, time.Time{}, noon)
			if s.kind != "Handle" {
				handlers++
			}
			return s
		})
		want := program(p).run(func(w io.Writer) slog.Handler { return logging.NewJSONHandler(w, nil) })
		return programCase(p, want, "day 141's handler prints other lines")
	})
}

func drawAttrs(d *oracle.Draw, depth int) []slog.Attr {
	return oracle.List(d, oracle.Pick(d, 3, 7), func() slog.Attr {
		key := oracle.Pick(d, "a", "b", "", "level")
		value := oracle.Pick(d, slog.IntValue(1), slog.StringValue("s"), slog.BoolValue(true), slog.AnyValue(nil), slog.DurationValue(1), slog.Value{})
		if depth > 0 && d.OneIn(3) {
			value = slog.GroupValue(drawAttrs(d, depth-1)...)
		}
		for range oracle.Pick(d, 0, 0, 0, 1, 2) {
			value = slog.AnyValue(valuer{value})
		}
		return slog.Attr{Key: key, Value: value}
	})
}

// A logging valuer logs when it is asked for its value.
type loggingValuer struct{ h slog.Handler }

func (v loggingValuer) LogValue() slog.Value {
	_ = v.h.Handle(context.Background(), slog.NewRecord(time.Time{}, slog.LevelInfo, "asked", 0)) // a buffer takes everything
	return slog.IntValue(7)
}

func TestLogsWhileFormatting(t *testing.T) {
	want := `{"level":"INFO","msg":"asked"}` + "\n" + baseLine + `,"v":7}` + "\n"
	check.New(t, readHandle).Run("LogValue logs", check.Case{
		Call: `h := New(w, nil); h.Handle(ctx, a record with v=LogValuer that calls h.Handle)`,
		Got: func() string {
			var out bytes.Buffer
			h := handler.New(&out, nil)
			r := slog.NewRecord(time.Time{}, slog.LevelInfo, "m", 0)
			r.AddAttrs(slog.Any("v", loggingValuer{h}))
			_ = h.Handle(context.Background(), r)
			return out.String()
		},
		Want: want, Rule: "no lock is held while values are formatted: one that logs would wait for itself",
	})
}

var errFull = errors.New("disk full")

// A writer that fails, and then works.
type failingWriter struct{ writes int }

func (w *failingWriter) Write(p []byte) (int, error) {
	w.writes++
	if w.writes == 1 {
		return 0, errFull
	}
	return len(p), nil
}

func TestError(t *testing.T) {
	check.New(t, readHandle).Run("writer fails once", check.Case{
		Call: `h := New(a writer that fails once, nil); h.Handle(ctx, r), h.Handle(ctx, r)`,
		Got: func() string {
			h := handler.New(&failingWriter{}, nil)
			r := slog.NewRecord(time.Time{}, slog.LevelInfo, "m", 0)
			first := h.Handle(context.Background(), r)
			return fmt.Sprintf("is the writer's error: %v, then %v", errors.Is(first, errFull), h.Handle(context.Background(), r))
		},
		Want: "is the writer's error: true, then <nil>", Rule: "the error of the writer is returned, and the lock is free again",
	})
}

// notAsked are rules that the standard library's handlers break as well.
func notAsked() []string { return []string{"nil-level", "logvalue-group-cycle"} }

// TestConformance runs the kit of day 141 over the handler: levels, writes,
// misbehaving values, use from several goroutines.
func TestConformance(t *testing.T) {
	judge := check.New(t, "day141_slog/handlertest/handlertest.go Check")
	for _, f := range handlertest.Check(handler.New, handlertest.ParseJSON) {
		if slices.Contains(notAsked(), f.Name) {
			continue
		}
		detail, _, _ := strings.Cut(f.Detail, "\n    and ")
		judge.Run(f.Name, check.Case{
			Call: "handlertest.Check(New, handlertest.ParseJSON), check %s", Args: []any{f.Name},
			Got:  func() string { return detail },
			Want: "no fault", Rule: f.Rule,
		})
	}
}
