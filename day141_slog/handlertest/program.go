package handlertest

import (
	"context"
	"fmt"
	"log/slog"
	"time"
)

// program is one call sequence of testing/slogtest, under slogtest's name.
// A test of this package fails when a Go release adds one.
type program struct {
	name, rule string
	call       string // run, as source text
	run        func(l *slog.Logger)
	mod        func(r *slog.Record) // changes the record on its way, or nil
	want       tree
	absent     []string
}

// programChecks turns the programs into checks that honour p.ctx and p.stamp.
func programChecks() []check {
	var list []check
	for _, g := range [][]program{recordPrograms(), groupPrograms(), withGroupPrograms(), resolvePrograms()} {
		for _, prog := range g {
			list = append(list, check{prog.name, prog.rule, prog.check})
		}
	}
	return list
}

func (g program) check(p *probe) {
	h, out := p.handler()
	p.call = g.call
	g.run(slog.New(&injector{h, p, g.mod}))
	got := p.parseLine(g.call, out.Bytes())
	if p.stamp != nil {
		p.checkStamp(g.call, got)
	}
	p.expect(g.call, got, g.want, g.absent...)
}

// checkStamp wants the stamp at the root and nowhere else, and takes it out of
// got, so that the program's own expectations see the record without it.
func (p *probe) checkStamp(call string, got map[string]any) {
	key, want := p.stamp.Key, p.stamp.Value.Resolve().String()
	if value, ok := got[key]; !ok || fmt.Sprint(value) != want {
		p.mismatch(call+" with the context", show(got), fmt.Sprintf("%s=%q at the root", key, want))
	}
	for name, value := range got {
		if group, ok := value.(map[string]any); ok {
			p.checkUnstamped(call, name, group, got)
		}
	}
	delete(got, key)
}

// checkUnstamped walks the groups below the root.
func (p *probe) checkUnstamped(call, path string, group, whole map[string]any) {
	if len(group) == 0 {
		p.mismatch(call+" with the context", show(whole), "no empty group "+path)
	}
	if _, ok := group[p.stamp.Key]; ok {
		p.mismatch(call+" with the context", show(whole), fmt.Sprintf("no %s inside group %s", p.stamp.Key, path))
	}
	for name, value := range group {
		if deeper, ok := value.(map[string]any); ok {
			p.checkUnstamped(call, path+"."+name, deeper, whole)
		}
	}
}

// injector passes p.ctx and a modified record to the handler under test.
// Without it the programs would have to be written twice, with and without a
// context.
type injector struct {
	slog.Handler
	p   *probe
	mod func(r *slog.Record)
}

func (i *injector) Enabled(_ context.Context, l slog.Level) bool {
	return i.Handler.Enabled(i.p.ctx, l)
}

func (i *injector) Handle(_ context.Context, r slog.Record) error {
	if i.mod != nil {
		i.mod(&r)
	}
	return i.Handler.Handle(i.p.ctx, r)
}

func (i *injector) WithAttrs(attrs []slog.Attr) slog.Handler {
	return &injector{i.p.attrs(i.Handler, attrs...), i.p, i.mod}
}

func (i *injector) WithGroup(name string) slog.Handler {
	return &injector{i.p.group(i.Handler, name), i.p, i.mod}
}

func dropTime(r *slog.Record) { r.Time = time.Time{} }

func dropPC(r *slog.Record) { r.PC = 0 }
