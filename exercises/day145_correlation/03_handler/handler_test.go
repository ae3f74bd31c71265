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
	readThis = "day145_correlation/handler.go"
	editThis = "exercises/day145_correlation/03_handler/handler.go"
)

// requestID is the source under test: it stamps a context that has an id.
func requestID(ctx context.Context) []slog.Attr {
	if ctx == nil {
		return nil // slog.Logger never passes it, others do
	}
	id, ok := ctx.Value(idKey{}).(string)
	if !ok {
		return nil
	}
	return []slog.Attr{slog.String("request_id", id)}
}

type idKey struct{}

var withID = context.WithValue(context.Background(), idKey{}, "A1")

// derive is a chain of calls and how to write it down.
type derive struct {
	call string
	f    func(h slog.Handler) slog.Handler
}

func with(h slog.Handler, key, value string) slog.Handler {
	return h.WithAttrs([]slog.Attr{slog.String(key, value)})
}

// printed runs one record with attrs through a chain, over slog's own handler.
func printed(ctx context.Context, f func(slog.Handler) slog.Handler, attrs ...slog.Attr) string {
	return try(func() string {
		var buf bytes.Buffer
		h := f(New(slog.NewJSONHandler(&buf, nil), requestID))
		r := slog.NewRecord(time.Time{}, slog.LevelInfo, "paid", 0)
		r.AddAttrs(attrs...)
		if err := h.Handle(ctx, r); err != nil {
			return "error: " + err.Error()
		}
		return split(buf.String())
	})
}

// split takes the id out of a line if it stands at the root, wherever there,
// and says so; the rest is shown without the built-ins.
func split(line string) string {
	if line == "" {
		return "no line"
	}
	line = strings.TrimSuffix(line, "\n")
	place, member := "no id at the root, ", `,"request_id":"A1"`
	if at := strings.Index(line, member); at >= 0 && strings.Count(line[:at], "{")-strings.Count(line[:at], "}") == 1 {
		place, line = "A1 at the root, ", line[:at]+line[at+len(member):]
	}
	rest := strings.TrimPrefix(line, `{"level":"INFO","msg":"paid"`)
	return place + "{" + strings.TrimPrefix(rest, ",")
}

var sum = slog.Int("sum", 7)

func same(h slog.Handler) slog.Handler { return h }

func TestFlat(t *testing.T) {
	t.Run("an id in the context", func(t *testing.T) {
		check(t, `Handle(ctx with "A1", record with sum=7)`, printed(withID, same, sum), `A1 at the root, {"sum":7}`,
			"each record is stamped")
	})
	t.Run("no id", func(t *testing.T) {
		check(t, "Handle(ctx without an id, record with sum=7)", printed(context.Background(), same, sum), `no id at the root, {"sum":7}`,
			"without an id the record is printed as it is")
	})
	t.Run("Enabled", func(t *testing.T) {
		h := New(slog.NewJSONHandler(&bytes.Buffer{}, nil), requestID)
		got := fmt.Sprint(h.Enabled(withID, slog.LevelDebug), h.Enabled(withID, slog.LevelInfo))
		check(t, "Enabled(DEBUG), Enabled(INFO)", got, "false true", "the inner handler decides what is enabled")
	})
}

func TestWith(t *testing.T) {
	tests := []struct {
		name string
		derive
		want string
	}{
		{"one With", derive{"With(user=u)", func(h slog.Handler) slog.Handler { return with(h, "user", "u") }},
			`{"user":"u","sum":7}`},
		{"two With", derive{"With(user=u).With(zone=b)", func(h slog.Handler) slog.Handler { return with(with(h, "user", "u"), "zone", "b") }},
			`{"user":"u","zone":"b","sum":7}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			check(t, test.call+`, then Handle(ctx with "A1", sum=7)`, printed(withID, test.f, sum), "A1 at the root, "+test.want,
				"what With returns must stamp too, and print what With was given")
			check(t, test.call+", then Handle(ctx without an id, sum=7)", printed(context.Background(), test.f, sum), "no id at the root, "+test.want,
				"without an id the output is what the inner handler prints")
		})
	}
}

func TestGroup(t *testing.T) {
	tests := []struct {
		name string
		derive
		attrs []slog.Attr
		want  string
		rule  string
	}{
		{"WithGroup", derive{`WithGroup("http")`, func(h slog.Handler) slog.Handler { return h.WithGroup("http") }},
			[]slog.Attr{sum}, `{"http":{"sum":7}}`, "the id stands at the root, whatever groups are open"},
		{"With before WithGroup", derive{`With(user=u).WithGroup("http")`, func(h slog.Handler) slog.Handler { return with(h, "user", "u").WithGroup("http") }},
			[]slog.Attr{sum}, `{"user":"u","http":{"sum":7}}`, "With before WithGroup belongs to the root"},
		{"With behind WithGroup", derive{`WithGroup("http").With(route=r)`, func(h slog.Handler) slog.Handler { return with(h.WithGroup("http"), "route", "r") }},
			[]slog.Attr{sum}, `{"http":{"route":"r","sum":7}}`, "With behind WithGroup belongs to the group"},
		{"two groups", derive{`WithGroup("http").With(route=r).With(try=1).WithGroup("db").With(host=h)`, func(h slog.Handler) slog.Handler {
			return with(with(with(h.WithGroup("http"), "route", "r"), "try", "1").WithGroup("db"), "host", "h")
		}}, []slog.Attr{sum}, `{"http":{"route":"r","try":"1","db":{"host":"h","sum":7}}}`, "each attribute belongs to the group that was open when it was given"},
		{"a group without attributes", derive{`WithGroup("http")`, func(h slog.Handler) slog.Handler { return h.WithGroup("http") }},
			nil, `{}`, "a group that gets no attribute is not printed, and the stamp is not one of its attributes"},
		{"an inner group without attributes", derive{`WithGroup("http").With(route=r).WithGroup("db")`, func(h slog.Handler) slog.Handler {
			return with(h.WithGroup("http"), "route", "r").WithGroup("db")
		}}, nil, `{"http":{"route":"r"}}`, "a group that gets no attribute is not printed"},
		{"WithGroup of an empty name", derive{`WithGroup("")`, func(h slog.Handler) slog.Handler { return h.WithGroup("") }},
			[]slog.Attr{sum}, `{"sum":7}`, "WithGroup with an empty name changes nothing"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			attrs := fmt.Sprint(test.attrs)
			check(t, test.call+`, then Handle(ctx with "A1", `+attrs+")", printed(withID, test.f, test.attrs...), "A1 at the root, "+test.want, test.rule)
			check(t, test.call+", then Handle(ctx without an id, "+attrs+")", printed(context.Background(), test.f, test.attrs...), "no id at the root, "+test.want,
				"without an id the output is what the inner handler prints")
		})
	}
}

// TestRecord hands over records of 1 to 12 attributes: five fit into a Record,
// the others are in a slice that its copies share.
func TestRecord(t *testing.T) {
	for n := 1; n <= 12; n++ {
		t.Run(fmt.Sprintf("%d attributes", n), func(t *testing.T) {
			var want []string
			r := slog.NewRecord(time.Time{}, slog.LevelInfo, "paid", 0)
			for i := range n {
				r.AddAttrs(slog.Int(fmt.Sprint("k", i), i))
				want = append(want, fmt.Sprint("k", i))
			}
			call := fmt.Sprintf(`a record of %d attributes: Handle(ctx with "A1")`, n)
			out := try(func() string {
				var buf bytes.Buffer
				if err := New(slog.NewJSONHandler(&buf, nil), requestID).Handle(withID, r); err != nil {
					return err.Error()
				}
				return fmt.Sprint(strings.Contains(buf.String(), `"request_id":"A1"`))
			})
			check(t, call+"; is the id printed?", out, "true", "each record is stamped")
			r.AddAttrs(slog.Int("next", 1)) // notices when a copy of r was appended to
			var got []string
			r.Attrs(func(a slog.Attr) bool { got = append(got, a.Key); return true })
			check(t, call+", then r.AddAttrs(next); r's keys", fmt.Sprint(got), fmt.Sprint(append(want, "next")),
				"a record's copies share their attributes: make a fresh record, or Clone, before adding")
		})
	}
}

func TestSiblings(t *testing.T) {
	for depth := 1; depth <= 9; depth++ {
		t.Run(fmt.Sprintf("below %d calls", depth), func(t *testing.T) {
			var first, second string
			got := try(func() string {
				var buf bytes.Buffer
				var parent slog.Handler = New(slog.NewJSONHandler(&buf, nil), requestID)
				parent = parent.WithGroup("g")
				for i := 1; i < depth; i++ {
					parent = with(parent, fmt.Sprint("a", i), "v")
				}
				a, b := with(parent, "first", "1"), with(parent, "second", "2")
				first, second = line(&buf, a), line(&buf, b)
				return first + " " + second
			})
			ok := strings.Contains(first, `"first":"1"`) && !strings.Contains(first, "second") &&
				strings.Contains(second, `"second":"2"`) && !strings.Contains(second, "first")
			if !ok {
				check(t, fmt.Sprintf("two handlers by With(first=1) and With(second=2) from one parent of %d calls", depth), got,
					"first=1 in one line and second=2 in the other",
					"append may write into spare room that two slices share: clip or clone before you append")
			}
		})
	}
	for depth := 1; depth <= 9; depth++ {
		t.Run(fmt.Sprintf("groups below %d groups", depth), func(t *testing.T) {
			open := ""
			got := printed(withID, func(h slog.Handler) slog.Handler {
				for i := range depth {
					h = h.WithGroup(fmt.Sprint("g", i))
					open += fmt.Sprintf(`"g%d":{`, i)
				}
				first := h.WithGroup("first")
				h.WithGroup("second")
				return first
			}, sum)
			want := "A1 at the root, {" + open + `"first":{"sum":7}` + strings.Repeat("}", depth+1)
			check(t, fmt.Sprintf(`h with %d groups; first := h.WithGroup("first"), then h.WithGroup("second"), then first.Handle(sum=7)`, depth), got, want,
				"append may write into spare room that two slices share: clip or clone before you append")
		})
	}
	t.Run("the parent stays as it was", func(t *testing.T) {
		got := printed(withID, func(h slog.Handler) slog.Handler {
			with(h.WithGroup("http"), "route", "r")
			return h
		}, sum)
		check(t, `h.WithGroup("http").With(route=r), then h.Handle(sum=7)`, got, `A1 at the root, {"sum":7}`,
			"WithAttrs and WithGroup return a new handler and leave the old one alone")
	})
}

func line(buf *bytes.Buffer, h slog.Handler) string {
	buf.Reset()
	r := slog.NewRecord(time.Time{}, slog.LevelInfo, "paid", 0)
	r.AddAttrs(sum)
	if err := h.Handle(withID, r); err != nil {
		return err.Error()
	}
	return strings.TrimSuffix(buf.String(), "\n")
}

// try runs f and turns a panic into a result.
func try(f func() string) (got string) {
	defer func() {
		if p := recover(); p != nil {
			got = fmt.Sprintf("panic: %v", p)
		}
	}()
	return f()
}

func check(t *testing.T, call, got, want, rule string) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: %s\n    edit: %s", call, got, want, rule,
			readThis, editThis)
	}
}
