package handlertest

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"time"
)

// probe is what a check works with: fresh handlers, the parser, and a list of
// what it found. Each check has one to itself.
type probe struct {
	newHandler NewHandler
	parse      Parse
	ctx        context.Context
	stamp      *slog.Attr // what the context adds to every record, or nil
	call       string     // what is being tried, for the report of a panic
	problems   []string
}

// handler makes a handler under test that writes to the buffer.
func (p *probe) handler() (slog.Handler, *bytes.Buffer) {
	out := new(bytes.Buffer)
	h := p.newHandler(out, nil)
	if h == nil {
		p.abandon("newHandler(w, nil)", "nil", "a handler")
	}
	return h, out
}

// attrs is h.WithAttrs, guarded against the stub that returns nil.
func (p *probe) attrs(h slog.Handler, attrs ...slog.Attr) slog.Handler {
	derived := h.WithAttrs(attrs)
	if derived == nil {
		p.abandon(fmt.Sprintf("WithAttrs(%v)", attrs), "nil", "a handler")
	}
	return derived
}

// group is h.WithGroup, guarded likewise. It is called on the handler, since
// slog.Logger never passes an empty name on.
func (p *probe) group(h slog.Handler, name string) slog.Handler {
	derived := h.WithGroup(name)
	if derived == nil {
		p.abandon(fmt.Sprintf("WithGroup(%q)", name), "nil", "a handler")
	}
	return derived
}

// emit sends one record with attrs through h and returns the parsed line. It
// empties out, so that a sweep sees each record by itself.
func (p *probe) emit(call string, h slog.Handler, out *bytes.Buffer, attrs ...slog.Attr) map[string]any {
	out.Reset()
	p.call = call
	r := slog.NewRecord(noon(), slog.LevelInfo, "msg", 0)
	r.AddAttrs(attrs...)
	if err := h.Handle(p.ctx, r); err != nil {
		p.abandon(call, fmt.Sprintf("error %v", err), "no error")
	}
	return p.parseLine(call, out.Bytes())
}

// parseLine parses output that must be exactly one line.
func (p *probe) parseLine(call string, output []byte) map[string]any {
	line, rest, found := bytes.Cut(output, []byte("\n"))
	if !found || len(rest) > 0 {
		p.abandon(call, fmt.Sprintf("%.600q", output), "one line that ends in a newline")
	}
	got, err := p.parse(line)
	if err != nil {
		p.abandon(call, fmt.Sprintf("%.600s", line), fmt.Sprintf("a line that parses; %v", err))
	}
	return got
}

// expect notes each difference between got and the tree; absent are dotted
// paths that must not be there.
func (p *probe) expect(call string, got map[string]any, want tree, absent ...string) {
	for _, d := range want.missing(got) {
		p.mismatch(call, show(got), d)
	}
	for _, path := range absent {
		if has(got, path) {
			p.mismatch(call, show(got), "no "+path)
		}
	}
}

func noon() time.Time { return time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC) }
