package logging_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"regexp"
	"runtime"
	"testing"
	"time"
)

// twin is one point of a program: the handler that each side has there.
type twin struct {
	ours, std slog.Handler
	path      string
}

// twins runs one program on both sides. A program is a tree: each step derives
// from any earlier point, so siblings share a parent as they do in a server.
type twins struct {
	*gen
	points          []twin
	oursOut, stdOut bytes.Buffer
	simplify        func([]slog.Attr) []slog.Attr // what the standard library is given instead
}

type format struct {
	name      string
	ours, std func(io.Writer, *slog.HandlerOptions) slog.Handler
}

func formats() []format {
	return []format{
		{"JSON", newJSON, func(w io.Writer, o *slog.HandlerOptions) slog.Handler { return slog.NewJSONHandler(w, o) }},
		{"Text", newText, func(w io.Writer, o *slog.HandlerOptions) slog.Handler { return slog.NewTextHandler(w, o) }},
	}
}

func newTwins(f format, g *gen, opts *slog.HandlerOptions) *twins {
	p := &twins{gen: g, simplify: func(attrs []slog.Attr) []slog.Attr { return attrs }}
	p.points = []twin{{f.ours(&p.oursOut, opts), f.std(&p.stdOut, opts), "root"}}
	return p
}

func (p *twins) step() {
	from := p.points[p.IntN(len(p.points))]
	if p.IntN(2) == 0 {
		attrs := p.attrs(3)
		p.points = append(p.points, twin{from.ours.WithAttrs(attrs), from.std.WithAttrs(p.simplify(attrs)),
			fmt.Sprintf("%s.WithAttrs(%d)", from.path, len(attrs))})
		return
	}
	name := p.groupName()
	p.points = append(p.points, twin{from.ours.WithGroup(name).WithGroup(""), from.std.WithGroup(name),
		fmt.Sprintf("%s.WithGroup(%q)", from.path, name)})
}

// log sends one record through both sides of a random point, and compares.
func (p *twins) log(t *testing.T, what string) {
	at := p.points[p.IntN(len(p.points))]
	r := slog.NewRecord(pick(p.gen, time.Time{}, p.time(), p.time()), slog.Level(p.IntN(20)-8), p.text(), p.pc())
	attrs := p.attrs(7)
	simple := r.Clone()
	r.AddAttrs(attrs...)
	simple.AddAttrs(p.simplify(attrs)...)
	p.oursOut.Reset()
	p.stdOut.Reset()
	if err := at.ours.Handle(context.Background(), r); err != nil {
		t.Fatalf("%s: Handle: %v", what, err)
	}
	if err := at.std.Handle(context.Background(), simple); err != nil {
		t.Fatalf("%s: slog's Handle: %v", what, err)
	}
	got, want := sameSpelling(withoutStacks(p.oursOut.String())), sameSpelling(withoutStacks(p.stdOut.String()))
	if got != want {
		surprise(t, "%s: %s\n got: %q\nwant: %q", what, at.path, got, want)
		t.SkipNow() // one difference is enough
	}
}

func (p *twins) pc() uintptr {
	var pcs [1]uintptr
	if p.IntN(3) > 0 {
		runtime.Callers(1, pcs[:])
	}
	return pcs[0]
}

// withoutStacks cuts the call stack out of slog's text for a LogValue that
// panicked: it names the caller, and that is the handler.
func withoutStacks(s string) string { return stackText.ReplaceAllString(s, "LogValue panicked") }

var stackText = regexp.MustCompile(`LogValue panicked[^"]*`)

// The acceptance: 10,000 random programs, JSON and text, with every option.
func TestParityWithStandardLibrary(t *testing.T) {
	n := rounds(t, 10_000)
	for _, f := range formats() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			replace := replacers()
			for seed := range uint64(n) {
				g := newGen(seed)
				opts := &slog.HandlerOptions{AddSource: g.IntN(3) == 0, ReplaceAttr: pick(g, replace...)}
				p := newTwins(f, g, opts)
				for range 2 + g.IntN(6) {
					p.step()
					p.log(t, fmt.Sprintf("seed %d", seed))
				}
			}
		})
	}
}

// Where the standard library is wrong about hollow groups, ours must print
// what it prints for the same program with those groups left out by hand.
func TestParityOnHollowGroups(t *testing.T) {
	n := rounds(t, 4_000)
	for _, f := range formats() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			for seed := range uint64(n) {
				g := newGen(seed + 1<<32)
				g.hollow = true
				p := newTwins(f, g, &slog.HandlerOptions{})
				p.simplify = solid
				for range 2 + g.IntN(6) {
					p.step()
					p.log(t, fmt.Sprintf("seed %d", seed))
				}
			}
		})
	}
}

// solid resolves attrs and leaves out everything that prints nothing.
func solid(attrs []slog.Attr) []slog.Attr {
	var kept []slog.Attr
	for _, a := range attrs {
		a.Value = a.Value.Resolve()
		switch v := a.Value; {
		case v.Kind() == slog.KindGroup:
			members := solid(v.Group())
			if len(members) == 0 {
				continue
			}
			a.Value = slog.GroupValue(members...)
		case v.Kind() == slog.KindAny:
			if src, ok := v.Any().(*slog.Source); ok && (src == nil || *src == slog.Source{}) || v.Any() == nil && a.Key == "" {
				continue
			}
		}
		kept = append(kept, a)
	}
	return kept
}
