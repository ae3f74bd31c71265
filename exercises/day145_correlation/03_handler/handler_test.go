package handler_test

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"workbook/exercises/check"
	handler "workbook/exercises/day145_correlation/03_handler"
)

//go:embed handler.go testdata/stub/handler.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readRule   = "exercises/day145_correlation/03_handler/README.md The rule"
	readType   = "day145_correlation/handler.go handler"
	readHandle = "day145_correlation/handler.go handler.Handle"
	readWith   = "day145_correlation/handler.go handler.WithAttrs"
	readGroup  = "day145_correlation/handler.go handler.WithGroup"
	readCopy   = "day145_correlation/fold.go unseen.plus"
	readSettle = "day145_correlation/settle.go settle"
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

func withID(id string) context.Context { return context.WithValue(context.Background(), idKey{}, id) }

// A logCase is a handler that is derived, and a record that is logged with it.
type logCase struct {
	code   string // how derive is written
	derive func(h slog.Handler) slog.Handler
	attrs  []slog.Attr
}

func (lc logCase) check(ctx context.Context, want, rule, read string) check.Case {
	has := "no id"
	if ctx != context.Background() {
		has = `"A1"`
	}
	return check.Case{
		Call: "h := %s; h.Handle(ctx with %s, record with %v)", Args: []any{lc.code, has, lc.attrs},
		Got: func() string { return lc.printed(ctx) }, Want: want, Rule: rule, Read: read,
	}
}

// printed is the line that slog's own handler prints inside the reader's.
func (lc logCase) printed(ctx context.Context) string {
	var buf bytes.Buffer
	h := lc.derive(handler.New(slog.NewJSONHandler(&buf, nil), requestID))
	return split(logged(ctx, &buf, h, lc.attrs...))
}

// logged is the line that h prints of one record.
func logged(ctx context.Context, buf *bytes.Buffer, h slog.Handler, attrs ...slog.Attr) string {
	buf.Reset()
	r := slog.NewRecord(time.Time{}, slog.LevelInfo, "paid", 0)
	r.AddAttrs(attrs...)
	if err := h.Handle(ctx, r); err != nil {
		return "error: " + err.Error()
	}
	return strings.TrimSuffix(buf.String(), "\n")
}

// split takes the id out of a line if it stands at the root, wherever there, and says so. The rest is shown without
// level and message.
func split(line string) string {
	if line == "" {
		return "no line"
	}
	place, rest := "no id at the root, ", line
	without, found := cutStamp(line, "request_id", "A1")
	if found {
		place, rest = "A1 at the root, ", without
	}
	return place + "{" + strings.TrimPrefix(strings.TrimPrefix(rest, `{"level":"INFO","msg":"paid"`), ",")
}

var sum = slog.Int("sum", 7)

func same(h slog.Handler) slog.Handler { return h }

func with(h slog.Handler, key, value string) slog.Handler {
	return h.WithAttrs([]slog.Attr{slog.String(key, value)})
}

func TestFlat(t *testing.T) {
	judge := check.New(t, readHandle)
	flat := logCase{"New(json, source)", same, []slog.Attr{sum}}
	judge.Run("an id in the context", flat.check(withID("A1"), `A1 at the root, {"sum":7}`, "each record is stamped", ""))
	judge.Run("no id", flat.check(context.Background(), `no id at the root, {"sum":7}`,
		"without an id the record is printed as it is", ""))
	judge.Run("its own request_id", logCase{"New(json, source)", same, []slog.Attr{slog.String("request_id", "mine")}}.check(
		withID("A1"), `A1 at the root, {"request_id":"mine"}`, "an attribute that has the stamp's key stays: both are printed",
		""))
	judge.Run("Enabled", check.Case{
		Call: `h := New(json at INFO, source); h.Enabled(DEBUG), h.Enabled(INFO), h.Handle(ctx with "A1", sum=7)`,
		Got: func() string {
			h := handler.New(slog.NewJSONHandler(&bytes.Buffer{}, nil), requestID)
			return fmt.Sprint(h.Enabled(withID("A1"), slog.LevelDebug), " ", h.Enabled(withID("A1"), slog.LevelInfo),
				" ", flat.printed(withID("A1")))
		},
		Want: `false true A1 at the root, {"sum":7}`, Rule: "the inner handler decides what is enabled",
	})
}

func TestWith(t *testing.T) {
	tests := []struct {
		name string
		lc   logCase
		want string
	}{
		{"one With", logCase{"New(json, source).With(user=u)", func(h slog.Handler) slog.Handler { return with(h, "user", "u") },
			[]slog.Attr{sum}}, `{"user":"u","sum":7}`},
		{"two With", logCase{"New(json, source).With(user=u).With(zone=b)",
			func(h slog.Handler) slog.Handler { return with(with(h, "user", "u"), "zone", "b") },
			[]slog.Attr{sum}}, `{"user":"u","zone":"b","sum":7}`},
		{"its own request_id", logCase{"New(json, source).With(request_id=mine)",
			func(h slog.Handler) slog.Handler { return with(h, "request_id", "mine") },
			[]slog.Attr{sum}}, `{"request_id":"mine","sum":7}`},
	}
	judge := check.New(t, readWith)
	for _, tt := range tests {
		judge.Run(tt.name, tt.lc.check(withID("A1"), "A1 at the root, "+tt.want,
			"what With returns must stamp too, and print what With was given", ""))
		judge.Run(tt.name+", no id", tt.lc.check(context.Background(), "no id at the root, "+tt.want,
			"without an id the output is what the inner handler prints", ""))
	}
}

func TestGroup(t *testing.T) {
	http := func(h slog.Handler) slog.Handler { return h.WithGroup("http") }
	tests := []struct {
		name string
		lc   logCase
		want string
		rule string
	}{
		{"WithGroup", logCase{`New(json, source).WithGroup("http")`, http, []slog.Attr{sum}},
			`{"http":{"sum":7}}`, "the id stands at the root, whatever groups are open"},
		{"With before WithGroup", logCase{`New(json, source).With(user=u).WithGroup("http")`,
			func(h slog.Handler) slog.Handler { return with(h, "user", "u").WithGroup("http") }, []slog.Attr{sum}},
			`{"user":"u","http":{"sum":7}}`, "With before WithGroup belongs to the root"},
		{"With behind WithGroup", logCase{`New(json, source).WithGroup("http").With(route=r)`,
			func(h slog.Handler) slog.Handler { return with(h.WithGroup("http"), "route", "r") }, []slog.Attr{sum}},
			`{"http":{"route":"r","sum":7}}`, "With behind WithGroup belongs to the group"},
		{"two groups", logCase{`New(json, source).WithGroup("http").With(route=r).With(try=1).WithGroup("db").With(host=h)`,
			func(h slog.Handler) slog.Handler {
				return with(with(with(h.WithGroup("http"), "route", "r"), "try", "1").WithGroup("db"), "host", "h")
			}, []slog.Attr{sum}},
			`{"http":{"route":"r","try":"1","db":{"host":"h","sum":7}}}`,
			"each attribute belongs to the group that was open when it was given"},
		{"a group without attributes", logCase{`New(json, source).WithGroup("http")`, http, nil},
			`{}`, "a group that gets no attribute is not printed, and the stamp is not one of its attributes"},
		{"an inner group without attributes", logCase{`New(json, source).WithGroup("http").With(route=r).WithGroup("db")`,
			func(h slog.Handler) slog.Handler { return with(h.WithGroup("http"), "route", "r").WithGroup("db") }, nil},
			`{"http":{"route":"r"}}`, "a group that gets no attribute is not printed"},
		{"WithGroup of an empty name", logCase{`New(json, source).WithGroup("")`,
			func(h slog.Handler) slog.Handler { return h.WithGroup("") }, []slog.Attr{sum}},
			`{"sum":7}`, "WithGroup with an empty name changes nothing"},
	}
	judge := check.New(t, readGroup)
	for _, tt := range tests {
		judge.Run(tt.name, tt.lc.check(withID("A1"), "A1 at the root, "+tt.want, tt.rule, ""))
		judge.Run(tt.name+", no id", tt.lc.check(context.Background(), "no id at the root, "+tt.want,
			"without an id the output is what the inner handler prints", ""))
	}
}

// TestSources is about what a source may return, and when it is asked.
func TestSources(t *testing.T) {
	tests := []struct {
		name, code string
		stamps     []slog.Attr
		want       string
		rule       string
	}{
		{"two stamps", `{request_id=A1, trace_id=T}`, []slog.Attr{slog.String("request_id", "A1"), slog.String("trace_id", "T")},
			`A1 at the root, {"trace_id":"T","http":{"sum":7}}`, "every stamp of the source stands at the root"},
		{"a group", `{trace{id=T}}`, []slog.Attr{{Key: "trace", Value: slog.GroupValue(slog.String("id", "T"))}},
			`no id at the root, {"trace":{"id":"T"},"http":{"sum":7}}`, "a stamp may be a group of its own"},
		{"an empty attribute", `{slog.Attr{}}`, []slog.Attr{{}}, `no id at the root, {"http":{"sum":7}}`,
			"an empty attribute is not printed"},
	}
	judge := check.New(t, readHandle)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: `h := New(json, source of ` + tt.code + `).WithGroup("http"); h.Handle(ctx, record with sum=7)`,
			Got: func() string {
				var buf bytes.Buffer
				h := handler.New(slog.NewJSONHandler(&buf, nil), func(context.Context) []slog.Attr { return tt.stamps })
				return split(logged(context.Background(), &buf, h.WithGroup("http"), sum))
			},
			Want: tt.want, Rule: tt.rule,
		})
	}
	judge.Run("asked once a record", check.Case{
		Call: `h := New(json, source).With(user=u).WithGroup("http").With(n=1); h.Enabled; two h.Handle; calls of source`,
		Got: func() string {
			var buf bytes.Buffer
			asked := 0
			var h slog.Handler = handler.New(slog.NewJSONHandler(&buf, nil), func(ctx context.Context) []slog.Attr {
				asked++
				return requestID(ctx)
			})
			h = with(with(h, "user", "u").WithGroup("http"), "n", "1")
			h.Enabled(context.Background(), slog.LevelInfo)
			logged(context.Background(), &buf, h)
			line := split(logged(withID("A1"), &buf, h))
			return fmt.Sprint(asked, ", ", line)
		},
		Want: `2, A1 at the root, {"user":"u","http":{"n":"1"}}`,
		Rule: "the source is asked in Handle, once for each record, with the record's context",
	})
}
