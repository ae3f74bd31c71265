package handlertest

import "log/slog"

// groupChecks are about groups that turn out to hold nothing. slogtest sees
// only those that are empty from the start.
func groupChecks() []check {
	return []check{
		{"empty-group-name",
			`WithGroup("") changes nothing: slog.Logger never passes it on, other handlers do`, emptyGroupName},
		{"resolved-empty-group", "a group is left out when its members resolve to nothing", resolvedEmptyGroup},
		{"emptied-group", "a group of empty attrs is left out and does not disturb what follows it", emptiedGroup},
	}
}

// emptyGroupName calls the handler itself: slog.Logger would filter the name,
// which is why slogtest cannot see this.
func emptyGroupName(p *probe) {
	h, out := p.handler()
	got := p.emit(`WithGroup("") and attr k=v`, p.group(h, ""), out, slog.String("k", "v"))
	p.expect(`WithGroup("") and attr k=v`, got, tree{"k": "v"}, "")

	call := `WithGroup("G").WithGroup("").WithAttrs(a=b) and attr k=v`
	inside := p.attrs(p.group(p.group(h, "G"), ""), slog.String("a", "b"))
	got = p.emit(call, inside, out, slog.String("k", "v"))
	p.expect(call, got, tree{"G": tree{"a": "b", "k": "v"}}, "", "G.")
}

// resolvedEmptyGroup uses members that are no empty groups until they are
// resolved, so neither slog.Group nor Record.AddAttrs has removed them.
func resolvedEmptyGroup(p *probe) {
	h, out := p.handler()
	nothing := slog.Any("x", valuer{slog.GroupValue()})
	kv := slog.String("k", "v")

	call := `attr x=valuer of an empty group, attr k=v`
	p.expect(call, p.emit(call, h, out, nothing, kv), tree{"k": "v"}, "x")
	call = `Group("G", x=valuer of an empty group), attr k=v`
	p.expect(call, p.emit(call, h, out, group("G", nothing), kv), tree{"k": "v"}, "G")
	call = `WithGroup("G") and attr x=valuer of an empty group`
	p.expect(call, p.emit(call, p.group(h, "G"), out, nothing), tree{}, "G")
	call = `WithGroup("G").WithAttrs(x=valuer of an empty group)`
	p.expect(call, p.emit(call, p.attrs(p.group(h, "G"), nothing), out), tree{}, "G")
	call = `WithAttrs(x=valuer of an empty group) and attr k=v`
	p.expect(call, p.emit(call, p.attrs(h, nothing), out, kv), tree{"k": "v"}, "x")
}

// emptiedGroup puts an attr behind each hollow group: a handler that takes the
// group back but not the state it left shows there.
func emptiedGroup(p *probe) {
	h, out := p.handler()
	hollow := group("G", slog.Attr{})
	kv := slog.String("k", "v")

	call := `Group("G", Attr{}), attr k=v`
	p.expect(call, p.emit(call, h, out, hollow, kv), tree{"k": "v"}, "G")
	call = `Group("O", Group("G", Attr{}), k=v), attr k=v`
	p.expect(call, p.emit(call, h, out, group("O", hollow, kv), kv), tree{"O": tree{"k": "v"}, "k": "v"}, "O.G", "G")
	call = `WithGroup("W") and Group("G", Attr{})`
	p.expect(call, p.emit(call, p.group(h, "W"), out, hollow), tree{}, "W", "G")
	call = `WithAttrs(Group("G")) and attr k=v`
	p.expect(call, p.emit(call, p.attrs(h, group("G")), out, kv), tree{"k": "v"}, "G")
	call = `WithAttrs(Group("G", Attr{}), a=b) and attr k=v`
	got := p.emit(call, p.attrs(h, hollow, slog.String("a", "b")), out, kv)
	p.expect(call, got, tree{"a": "b", "k": "v"}, "G")
}

func group(name string, attrs ...slog.Attr) slog.Attr {
	return slog.Attr{Key: name, Value: slog.GroupValue(attrs...)}
}

// valuer resolves to v.
type valuer struct{ v slog.Value }

func (v valuer) LogValue() slog.Value { return v.v }
