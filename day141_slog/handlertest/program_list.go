package handlertest

import "log/slog"

// recordPrograms are the ones without groups.
func recordPrograms() []program {
	return []program{
		{name: "built-ins", rule: "a record has time, level and msg under slog's own keys",
			call: `Info("message")`,
			run:  func(l *slog.Logger) { l.Info("message") },
			want: tree{slog.TimeKey: present{}, slog.LevelKey: present{}, slog.MessageKey: "message"}},
		{name: "attrs", rule: "the attrs of the call are printed",
			call: `Info("message", "k", "v")`,
			run:  func(l *slog.Logger) { l.Info("message", "k", "v") },
			want: tree{"k": "v"}},
		{name: "empty-attr", rule: "an attr without key and value is left out",
			call: `Info("msg", "a", "b", Attr{}, "c", "d")`,
			run:  func(l *slog.Logger) { l.Info("msg", "a", "b", slog.Attr{}, "c", "d") },
			want: tree{"a": "b", "c": "d"}, absent: []string{""}},
		{name: "zero-time", rule: "a record whose Time is zero has no time",
			call: `Info("msg", "k", "v") with r.Time zero`,
			run:  func(l *slog.Logger) { l.Info("msg", "k", "v") },
			mod:  dropTime,
			want: tree{"k": "v"}, absent: []string{slog.TimeKey}},
		{name: "WithAttrs", rule: "the attrs given to WithAttrs are in every record",
			call: `With("a", "b").Info("msg", "k", "v")`,
			run:  func(l *slog.Logger) { l.With("a", "b").Info("msg", "k", "v") },
			want: tree{"a": "b", "k": "v"}},
	}
}

// groupPrograms are about Group attrs.
func groupPrograms() []program {
	return []program{
		{name: "groups", rule: "a Group attr becomes a group",
			call: `Info("msg", "a", "b", Group("G", String("c", "d")), "e", "f")`,
			run: func(l *slog.Logger) {
				l.Info("msg", "a", "b", slog.Group("G", slog.String("c", "d")), "e", "f")
			},
			want: tree{"a": "b", "G": tree{"c": "d"}, "e": "f"}},
		{name: "empty-group", rule: "a group without members is left out",
			call:   `Info("msg", "a", "b", Group("G"), "e", "f")`,
			run:    func(l *slog.Logger) { l.Info("msg", "a", "b", slog.Group("G"), "e", "f") },
			want:   tree{"a": "b", "e": "f"},
			absent: []string{"G"}},
		{name: "inline-group", rule: "the members of a group without a name belong to the parent",
			call: `Info("msg", "a", "b", Group("", String("c", "d")), "e", "f")`,
			run: func(l *slog.Logger) {
				l.Info("msg", "a", "b", slog.Group("", slog.String("c", "d")), "e", "f")
			},
			want: tree{"a": "b", "c": "d", "e": "f"}},
	}
}

// withGroupPrograms are about the method. The last two are where a handler that
// opens groups at once is found out.
func withGroupPrograms() []program {
	return []program{
		{name: "WithGroup", rule: "WithGroup puts the record's attrs, and not the built-ins, into a group",
			call: `WithGroup("G").Info("msg", "a", "b")`,
			run:  func(l *slog.Logger) { l.WithGroup("G").Info("msg", "a", "b") },
			want: tree{slog.TimeKey: present{}, slog.LevelKey: present{}, slog.MessageKey: "msg",
				"G": tree{"a": "b"}},
			absent: []string{"a"}},
		{name: "multi-With", rule: "each attr belongs to the groups that were open when it was added",
			call: `With("a", "b").WithGroup("G").With("c", "d").WithGroup("H").Info("msg", "e", "f")`,
			run: func(l *slog.Logger) {
				l.With("a", "b").WithGroup("G").With("c", "d").WithGroup("H").Info("msg", "e", "f")
			},
			want: tree{slog.TimeKey: present{}, slog.LevelKey: present{}, slog.MessageKey: "msg",
				"a": "b", "G": tree{"c": "d", "H": tree{"e": "f"}}}},
		{name: "empty-group-record", rule: "an open group that gets no attr is left out",
			call: `With("a", "b").WithGroup("G").With("c", "d").WithGroup("H").Info("msg")`,
			run: func(l *slog.Logger) {
				l.With("a", "b").WithGroup("G").With("c", "d").WithGroup("H").Info("msg")
			},
			want: tree{slog.TimeKey: present{}, slog.LevelKey: present{}, slog.MessageKey: "msg",
				"a": "b", "G": tree{"c": "d"}},
			absent: []string{"G.H"}},
		{name: "nested-empty-group-record", rule: "open groups that hold nothing but each other are left out",
			call: `With("a", "b").WithGroup("G").With("c", "d").WithGroup("H").WithGroup("I").Info("msg")`,
			run: func(l *slog.Logger) {
				l.With("a", "b").WithGroup("G").With("c", "d").WithGroup("H").WithGroup("I").Info("msg")
			},
			want: tree{slog.TimeKey: present{}, slog.LevelKey: present{}, slog.MessageKey: "msg",
				"a": "b", "G": tree{"c": "d"}},
			absent: []string{"G.H", "G.I"}},
	}
}

// resolvePrograms hand over values that must be asked for what they stand for,
// and one record without a program counter.
func resolvePrograms() []program {
	return []program{
		{name: "resolve", rule: "a LogValuer is printed as the value it resolves to",
			call: `Info("msg", "k", valuer)`,
			run:  func(l *slog.Logger) { l.Info("msg", "k", valuer{slog.StringValue("replaced")}) },
			want: tree{"k": "replaced"}},
		{name: "resolve-groups", rule: "a LogValuer inside a group is resolved too",
			call: `Info("msg", Group("G", String("a", "v1"), Any("b", valuer)))`,
			run: func(l *slog.Logger) {
				l.Info("msg", slog.Group("G", slog.String("a", "v1"), slog.Any("b", valuer{slog.StringValue("v2")})))
			},
			want: tree{"G": tree{"a": "v1", "b": "v2"}}},
		{name: "resolve-WithAttrs", rule: "a LogValuer given to WithAttrs is resolved too",
			call: `With("k", valuer).Info("msg")`,
			run:  func(l *slog.Logger) { l.With("k", valuer{slog.StringValue("replaced")}).Info("msg") },
			want: tree{"k": "replaced"}},
		{name: "resolve-WithAttrs-groups", rule: "a LogValuer inside a group given to WithAttrs is resolved too",
			call: `With(Group("G", String("a", "v1"), Any("b", valuer))).Info("msg")`,
			run: func(l *slog.Logger) {
				l.With(slog.Group("G", slog.String("a", "v1"), slog.Any("b", valuer{slog.StringValue("v2")}))).Info("msg")
			},
			want: tree{"G": tree{"a": "v1", "b": "v2"}}},
		{name: "empty-PC", rule: "a record without a program counter has no source",
			call:   `Info("message") with r.PC zero`,
			run:    func(l *slog.Logger) { l.Info("message") },
			mod:    dropPC,
			want:   tree{slog.MessageKey: "message"},
			absent: []string{slog.SourceKey}},
	}
}
