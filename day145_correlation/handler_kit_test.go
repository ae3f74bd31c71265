package correlation

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"slices"
	"testing"
	"testing/slogtest"

	"workbook/day141_slog/handlertest"
)

type inner struct {
	name  string
	open  handlertest.NewHandler
	parse handlertest.Parse
}

func inners() []inner {
	list := []inner{{"plain", newPlain, handlertest.ParseJSON}}
	for i, f := range formats() {
		parse := []handlertest.Parse{handlertest.ParseJSON, handlertest.ParseText}[i]
		list = append(list, inner{f.name, f.open, parse})
	}
	return list
}

// TestHandlerSlogtest runs the standard library's suite without an id. That it
// passes says little: so does a decorator that loses the id (see
// TestDesigns).
func TestHandlerSlogtest(t *testing.T) {
	for _, in := range inners() {
		t.Run(in.name, func(t *testing.T) {
			var buf bytes.Buffer
			err := slogtest.TestHandler(NewHandler(in.open(&buf, nil)), func() []map[string]any {
				var records []map[string]any
				for line := range bytes.Lines(buf.Bytes()) {
					m, err := in.parse(bytes.TrimSuffix(line, []byte("\n")))
					if err != nil {
						t.Fatalf("%v in %s", err, line)
					}
					records = append(records, m)
				}
				return records
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}

// TestHandlerStamped runs slogtest's programs with an id in the context: 17 of
// 17 at the root, none in a group, and no empty group opened.
func TestHandlerStamped(t *testing.T) {
	ctx := NewContext(context.Background(), "4QZB7KTRMN2WVXC5DAYE3HJPLS")
	want := slog.String(IDKey, "4QZB7KTRMN2WVXC5DAYE3HJPLS")
	for _, in := range inners() {
		t.Run(in.name, func(t *testing.T) {
			open := func(w io.Writer, o *slog.HandlerOptions) slog.Handler { return NewHandler(in.open(w, o)) }
			handlertest.RunContext(t, ctx, want, open, in.parse)
		})
	}
}

// TestHandlerKit runs the whole conformance kit, without a stamp and with one
// on every record. The decorator must not fail a check that its inner handler
// passes: slog's own faults stay slog's, and plainHandler has none.
func TestHandlerKit(t *testing.T) {
	nothing := func(context.Context) []slog.Attr { return nil }
	always := func(context.Context) []slog.Attr { return []slog.Attr{slog.String(IDKey, "4QZB")} }
	for _, in := range inners() {
		known := failures(in.open, in.parse)
		if in.name == "plain" && len(known) > 0 {
			t.Fatalf("plainHandler fails %q, want nothing", known)
		}
		for name, source := range map[string]func(context.Context) []slog.Attr{"bare": nothing, "stamped": always} {
			t.Run(in.name+"/"+name, func(t *testing.T) {
				open := func(w io.Writer, o *slog.HandlerOptions) slog.Handler { return NewHandler(in.open(w, o), source) }
				for _, f := range handlertest.Check(open, in.parse) {
					if !slices.Contains(known, f.Name) {
						t.Error(f)
					}
				}
			})
		}
	}
}

func failures(open handlertest.NewHandler, parse handlertest.Parse) (names []string) {
	for _, f := range handlertest.Check(open, parse) {
		names = append(names, f.Name)
	}
	return names
}
