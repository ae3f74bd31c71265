package logging_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"

	logging "workbook/day141_slog"
	"workbook/day141_slog/handlertest"
)

func newJSON(w io.Writer, opts *slog.HandlerOptions) slog.Handler {
	return logging.NewJSONHandler(w, opts)
}

func newText(w io.Writer, opts *slog.HandlerOptions) slog.Handler {
	return logging.NewTextHandler(w, opts)
}

func TestConformance(t *testing.T) {
	t.Run("JSON", func(t *testing.T) { handlertest.Run(t, newJSON, handlertest.ParseJSON) })
	t.Run("Text", func(t *testing.T) { handlertest.Run(t, newText, handlertest.ParseText) })
}

type idKey struct{}

// idAttrs is what a tracer or a correlation package offers as a source of attrs.
func idAttrs(ctx context.Context) []slog.Attr {
	if id, ok := ctx.Value(idKey{}).(string); ok {
		return []slog.Attr{slog.String("id", id)}
	}
	return nil
}

func withID(id string) context.Context { return context.WithValue(context.Background(), idKey{}, id) }

func TestContextAttrsConformance(t *testing.T) {
	for _, tt := range []struct {
		name  string
		make  func(io.Writer, *slog.HandlerOptions) *logging.Handler
		parse handlertest.Parse
	}{{"JSON", logging.NewJSONHandler, handlertest.ParseJSON}, {"Text", logging.NewTextHandler, handlertest.ParseText}} {
		newHandler := func(w io.Writer, opts *slog.HandlerOptions) slog.Handler {
			return tt.make(w, opts).WithContextAttrs(idAttrs)
		}
		t.Run(tt.name, func(t *testing.T) {
			handlertest.RunContext(t, withID("7f3a"), slog.String("id", "7f3a"), newHandler, tt.parse)
			handlertest.Run(t, newHandler, tt.parse) // without an id nothing changes
		})
	}
}

func TestContextAttrs(t *testing.T) {
	gone := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == "id" {
			return slog.Attr{}
		}
		return a
	}
	groups := func(groups []string, a slog.Attr) slog.Attr {
		if a.Key == "in" {
			a.Value = slog.StringValue(strings.Join(groups, "/"))
		}
		return a
	}
	tests := []struct {
		name    string
		replace func([]string, slog.Attr) slog.Attr
		sources []func(context.Context) []slog.Attr
		ctx     context.Context
		want    string
	}{
		{"behind the message, before With", nil, sources(idAttrs), withID("7"), `"msg":"m","id":"7","a":1,"G":{"b":2}}`},
		{"two sources, in order", nil, sources(idAttrs, fixed(slog.Int("n", 1))), withID("7"), `"msg":"m","id":"7","n":1,"a":1,"G":{"b":2}}`},
		{"a source that panics costs its own attrs", nil, sources(broken, idAttrs), withID("7"),
			`"msg":"m","!PANIC":"source: no tracer","id":"7","a":1,"G":{"b":2}}`},
		{"nil context", nil, sources(idAttrs), nil, `"msg":"m","a":1,"G":{"b":2}}`},
		{"replaced like any attr", gone, sources(idAttrs), withID("7"), `"msg":"m","a":1,"G":{"b":2}}`},
		{"a group of the source, seen by ReplaceAttr", groups, sources(fixed(slog.Group("g", slog.Int("in", 0)))), withID("7"),
			`"msg":"m","g":{"in":"g"},"a":1,"G":{"b":2}}`},
		{"an empty group", nil, sources(fixed(slog.Group("g", slog.Attr{}))), withID("7"), `"msg":"m","a":1,"G":{"b":2}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			h := logging.NewJSONHandler(&out, &slog.HandlerOptions{ReplaceAttr: tt.replace})
			for _, source := range tt.sources {
				h = h.WithContextAttrs(source)
			}
			r := record("m")
			r.AddAttrs(slog.Int("b", 2))
			derived := h.WithAttrs([]slog.Attr{slog.Int("a", 1)}).WithGroup("G")
			if err := derived.Handle(tt.ctx, r); err != nil {
				t.Fatal(err)
			}
			want := `{"level":"INFO",` + tt.want + "\n"
			if got := out.String(); got != want {
				t.Errorf("With(a=1).WithGroup(G), b=2\n got: %s\nwant: %s", got, want)
			}
		})
	}
}

func sources(list ...func(context.Context) []slog.Attr) []func(context.Context) []slog.Attr {
	return list
}

func fixed(attrs ...slog.Attr) func(context.Context) []slog.Attr {
	return func(context.Context) []slog.Attr { return attrs }
}

func broken(context.Context) []slog.Attr { panic("no tracer") }

// Two handlers derived from one must not share the list of sources.
func TestContextAttrsSiblings(t *testing.T) {
	var out bytes.Buffer
	h := logging.NewJSONHandler(&out, nil)
	for i := range 9 {
		first := h.WithContextAttrs(fixed(slog.Int("first", i)))
		_ = h.WithContextAttrs(fixed(slog.Int("second", i)))
		out.Reset()
		logAttrs(first)
		if got := out.String(); strings.Contains(got, "second") {
			t.Errorf("depth %d: the first sibling prints %s", i, got)
		}
		h = h.WithContextAttrs(fixed(slog.Int("k", i)))
	}
}

func TestNewHandlerWithoutWriter(t *testing.T) {
	defer func() {
		want := "logging: a handler needs a writer, got nil"
		if got := recover(); got != want {
			t.Errorf("NewJSONHandler(nil, nil)\n got: panic %v\nwant: panic %q", got, want)
		}
	}()
	logging.NewJSONHandler(nil, nil)
}

func TestWithContextAttrsNeedsAFunction(t *testing.T) {
	defer func() {
		want := "logging: WithContextAttrs needs a function, got nil"
		if got := recover(); got != want {
			t.Errorf("WithContextAttrs(nil)\n got: panic %v\nwant: panic %q", got, want)
		}
	}()
	logging.NewJSONHandler(io.Discard, nil).WithContextAttrs(nil)
}
