package handlertest

import (
	"bytes"
	"fmt"
	"log/slog"
)

// deepest is how long the derived chains get. An append into spare capacity
// spoils a sibling only where the slice happens to have some, so one depth
// proves nothing: Go grows slices to 1, 2, 4, 8 elements, or by size class.
const deepest = 9

func immutableChecks() []check {
	return []check{
		{"siblings-attrs", "handlers derived from one parent never see each other's WithAttrs", siblingAttrs},
		{"siblings-groups", "handlers derived from one parent never see each other's WithGroup", siblingGroups},
		{"caller-attrs",
			"WithAttrs neither keeps nor changes the slice it is given: slog.MultiHandler gives one to several handlers",
			callerAttrs},
		{"record-unchanged", "Handle never changes the record; Clone it before AddAttrs", recordUnchanged},
	}
}

// siblingAttrs derives below chains of both kinds: attrs may be kept in one
// slice and groups in another.
func siblingAttrs(p *probe) {
	for depth := 1; depth <= deepest; depth++ {
		for _, chain := range []string{"attrs", "groups"} {
			h, out := p.handler()
			parent := p.chain(h, chain, depth)
			first := p.attrs(parent, slog.String("first", "1"))
			second := p.attrs(parent, slog.String("second", "2"))
			call := fmt.Sprintf("two siblings by WithAttrs below %d With %s", depth, chain)
			p.onlyOwn(call+"; the first", first, out, "first", "second")
			p.onlyOwn(call+"; the second", second, out, "second", "first")
			p.onlyOwn(call+"; the parent", parent, out, "", "first", "second")
		}
	}
}

// siblingGroups is the same for WithGroup. The parent is asked as well: it must
// not have changed either.
func siblingGroups(p *probe) {
	for depth := 1; depth <= deepest; depth++ {
		for _, chain := range []string{"attrs", "groups"} {
			h, out := p.handler()
			parent := p.chain(h, chain, depth)
			first, second := p.group(parent, "first"), p.group(parent, "second")
			call := fmt.Sprintf("two siblings by WithGroup below %d With %s", depth, chain)
			p.onlyOwn(call+"; the first", first, out, "first", "second")
			p.onlyOwn(call+"; the second", second, out, "second", "first")
			p.onlyOwn(call+"; the parent", parent, out, "", "first", "second")
		}
	}
}

// chain derives depth times, by WithAttrs or by WithGroup.
func (p *probe) chain(h slog.Handler, kind string, depth int) slog.Handler {
	for i := range depth {
		if kind == "groups" {
			h = p.group(h, fmt.Sprintf("g%d", i))
		} else {
			h = p.attrs(h, slog.String(fmt.Sprintf("a%d", i), "v"))
		}
	}
	return h
}

// onlyOwn logs k=v through h and looks for keys anywhere in the record.
func (p *probe) onlyOwn(call string, h slog.Handler, out *bytes.Buffer, own string, foreign ...string) {
	got := p.emit(call, h, out, slog.String("k", "v"))
	if own != "" && !hasAnywhere(got, own) {
		p.mismatch(call, show(got), own)
	}
	for _, key := range foreign {
		if hasAnywhere(got, key) {
			p.mismatch(call, show(got), "no "+key)
		}
	}
	if !hasAnywhere(got, "k") {
		p.mismatch(call, show(got), "k=v")
	}
}

// hasAnywhere looks into groups too: where a foreign attr ends up is chance.
func hasAnywhere(got map[string]any, key string) bool {
	for k, v := range got {
		if group, ok := v.(map[string]any); k == key || ok && hasAnywhere(group, key) {
			return true
		}
	}
	return false
}

// callerAttrs gives a slice with spare room behind it and changes it
// afterwards, as a caller that builds its attrs in a loop does.
func callerAttrs(p *probe) {
	h, out := p.handler()
	members := []slog.Attr{slog.String("c", "d"), slog.String("e", "f")}
	backing := []slog.Attr{slog.String("a", "b"), {Key: "G", Value: slog.GroupValue(members...)}, slog.String("spare", "kept")}
	given := backing[:2] // the third element is the spare capacity that an append would overwrite
	before := fmt.Sprint(backing)

	derived := p.attrs(h, given...)
	p.emit("WithAttrs(a=b, G)", derived, out, slog.String("k", "v"))
	if after := fmt.Sprint(backing); after != before {
		p.mismatch("the slice given to WithAttrs, afterwards", after, before)
	}
	given[0] = slog.String("a", "changed")
	got := p.emit("WithAttrs(attrs), then attrs[0] = a=changed", derived, out)
	p.expect("WithAttrs(attrs), then attrs[0] = a=changed", got, tree{"a": "b", "G": tree{"c": "d", "e": "f"}})
}

// recordUnchanged tries 0-12 attrs: the first five live inside the Record,
// later ones in a slice that copies of the Record share.
func recordUnchanged(p *probe) {
	for n := range 13 {
		h, _ := p.handler()
		h = p.attrs(h, slog.String("a", "b"))
		r := slog.NewRecord(noon(), slog.LevelInfo, "msg", 0)
		for i := range n {
			r.AddAttrs(slog.Int(fmt.Sprintf("k%d", i), i))
		}
		before := recordText(r)
		if err := h.Handle(p.ctx, r); err != nil {
			p.abandon("Handle", fmt.Sprintf("error %v", err), "no error")
		}
		call := fmt.Sprintf("a record of %d attrs, after Handle", n)
		if after := recordText(r); after != before {
			p.mismatch(call, after, before)
		}
		// Record marks the slot behind the last attr; a handler that appended
		// to its copy has filled it, and the next AddAttrs finds out.
		r.AddAttrs(slog.String("next", "v"))
		if after, want := recordText(r), before+" next=v"; after != want {
			p.mismatch(call+" and AddAttrs(next=v)", after, want)
		}
	}
}

// recordText is enough to tell two records apart.
func recordText(r slog.Record) string {
	text := r.Message
	r.Attrs(func(a slog.Attr) bool {
		text += " " + a.String()
		return true
	})
	return text
}
