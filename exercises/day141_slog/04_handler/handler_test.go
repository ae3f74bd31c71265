package handler

import (
	"log/slog"
	"testing"
)

const baseLine = `{"level":"INFO","msg":"m"`

var (
	attrA       = slog.Int("a", 1)
	attrB       = slog.Int("b", 2)
	attrC       = slog.Int("c", 3)
	hollowGroup = slog.Attr{Key: "E", Value: slog.GroupValue(slog.Attr{})}
)

func TestBuiltIns(t *testing.T) {
	runExamples(t, []testExample{
		{"level and message", `h.Handle(r)`, unchanged, nil, baseLine + "}",
			"a record has level and msg under slog's own keys"},
		{"message in need of escaping", `h.Handle(r) with msg "a \"b\""`, func(h slog.Handler) []slog.Handler { return []slog.Handler{messageHandler{h}} }, nil,
			`{"level":"INFO","msg":"a \"b\""}`, "keys and values are formatted by AppendKey and AppendValue"},
		{"time", `h.Handle(r) with a time`, func(h slog.Handler) []slog.Handler { return []slog.Handler{timedHandler{h}} }, nil,
			`{"time":"2026-03-02T12:00:00Z","level":"INFO","msg":"m"}`, "the time comes first, and a zero time is left out"},
	})
}

func TestAttrs(t *testing.T) {
	runExamples(t, []testExample{
		{"two attrs", `h.Handle(r with a=1, b=2)`, unchanged, someAttrs(attrA, attrB), baseLine + `,"a":1,"b":2}`, "the record's attrs follow the message"},
		{"an empty attr", `h.Handle(r with a=1, Attr{}, b=2)`, unchanged, someAttrs(attrA, slog.Attr{}, attrB), baseLine + `,"a":1,"b":2}`, "an attr without key and value is left out"},
		{"an empty key alone", `h.Handle(r with ""=1)`, unchanged, someAttrs(slog.Int("", 1)), baseLine + `,"":1}`, "an attr is empty only when both key and value are"},
		{"a group", `h.Handle(r with Group("G", a=1), b=2)`, unchanged, someAttrs(slog.Group("G", attrA), attrB), baseLine + `,"G":{"a":1},"b":2}`, "a group is a nested object"},
		{"a group in a group", `h.Handle(r with Group("G", a=1, Group("H", b=2)))`, unchanged, someAttrs(slog.Group("G", attrA, slog.Group("H", attrB))),
			baseLine + `,"G":{"a":1,"H":{"b":2}}}`, "groups nest"},
		{"a group without a name", `h.Handle(r with Group("", a=1), b=2)`, unchanged, someAttrs(slog.Group("", attrA), attrB), baseLine + `,"a":1,"b":2}`,
			"the members of a group without a name belong to the parent"},
		{"a group of nothing", `h.Handle(r with a=1, Group("E", Attr{}), b=2)`, unchanged, someAttrs(attrA, hollowGroup, attrB), baseLine + `,"a":1,"b":2}`,
			"a group is left out when none of its members prints, and leaves no comma behind"},
	})
}

func TestResolve(t *testing.T) {
	v := slog.Any("v", testValuer{slog.IntValue(7)})
	nothing := slog.Any("v", testValuer{slog.GroupValue()})
	rule := "a LogValuer is printed as the value it resolves to"
	runExamples(t, []testExample{
		{"an attr", `h.Handle(r with v=LogValuer of 7)`, unchanged, someAttrs(v), baseLine + `,"v":7}`, rule},
		{"in a group", `h.Handle(r with Group("G", v=LogValuer of 7))`, unchanged, someAttrs(slog.Group("G", v)), baseLine + `,"G":{"v":7}}`, rule},
		{"in WithAttrs", `h.WithAttrs(v=LogValuer of 7).Handle(r)`, stepAttrs(v), nil, baseLine + `,"v":7}`, rule},
		{"to a group", `h.Handle(r with v=LogValuer of Group(a=1))`, unchanged, someAttrs(slog.Any("v", testValuer{slog.GroupValue(attrA)})), baseLine + `,"v":{"a":1}}`,
			"what a value is, is known only after it is resolved: it may be a group"},
		{"to an empty group", `h.WithGroup("G").Handle(r with v=LogValuer of Group())`, stepGroup("G"), someAttrs(nothing), baseLine + `}`,
			"an open group stays out when its only attr resolves to nothing"},
	})
}

func TestWithAttrs(t *testing.T) {
	runExamples(t, []testExample{
		{"before the record's own", `h.WithAttrs(a=1).Handle(r with b=2)`, stepAttrs(attrA), someAttrs(attrB), baseLine + `,"a":1,"b":2}`, "the attrs of WithAttrs come before those of the record"},
		{"none of the record's own", `h.WithAttrs(a=1).Handle(r)`, stepAttrs(attrA), nil, baseLine + `,"a":1}`, "the attrs of WithAttrs are in every record"},
		{"twice", `h.WithAttrs(a=1).WithAttrs(b=2).Handle(r with c=3)`, steps(stepAttrs(attrA), stepAttrs(attrB)), someAttrs(attrC), baseLine + `,"a":1,"b":2,"c":3}`, "each WithAttrs adds behind the last"},
		{"nothing", `h.WithAttrs().WithAttrs(Group("E", Attr{})).Handle(r with a=1)`, steps(stepAttrs(), stepAttrs(hollowGroup)), someAttrs(attrA), baseLine + `,"a":1}`, "WithAttrs of nothing leaves no comma behind"},
		{"a group", `h.WithAttrs(Group("G", a=1)).Handle(r with b=2)`, stepAttrs(slog.Group("G", attrA)), someAttrs(attrB), baseLine + `,"G":{"a":1},"b":2}`,
			"a group given to WithAttrs is closed at once: it is not an open group"},
	})
	checkFormattedOnce(t)
}

// checkFormattedOnce proves that the work is done at With time: LogValue is called once.
func checkFormattedOnce(t *testing.T) {
	t.Run("formatted once", func(t *testing.T) {
		calls := 0
		got := gotFrom(func(h slog.Handler) []slog.Handler {
			h = h.WithAttrs(someAttrs(slog.Any("v", testCounter{&calls})))
			return []slog.Handler{h, h, h}
		}, nil)
		line := baseLine + `,"v":1}`
		checkLines(t, `h = h.WithAttrs(v=LogValuer that counts its calls), then h.Handle(r) three times`, got, line+"\n"+line+"\n"+line,
			"attrs given to WithAttrs are resolved and formatted there, once: a record copies the bytes")
	})
}

func TestWithGroup(t *testing.T) {
	runExamples(t, []testExample{
		{"attrs go inside", `h.WithGroup("G").Handle(r with a=1)`, stepGroup("G"), someAttrs(attrA), baseLine + `,"G":{"a":1}}`, "the attrs behind WithGroup are in the group, the built-ins are not"},
		{"attrs before stay outside", `h.WithAttrs(a=1).WithGroup("G").Handle(r with b=2)`, steps(stepAttrs(attrA), stepGroup("G")), someAttrs(attrB), baseLine + `,"a":1,"G":{"b":2}}`,
			"an attr belongs to the groups that were open when it was added"},
		{"WithAttrs inside", `h.WithGroup("G").WithAttrs(a=1).Handle(r with b=2)`, steps(stepGroup("G"), stepAttrs(attrA)), someAttrs(attrB), baseLine + `,"G":{"a":1,"b":2}}`,
			"the record's attrs follow in the group that WithAttrs has opened: it is opened once"},
		{"no attrs", `h.WithGroup("G").Handle(r)`, stepGroup("G"), nil, baseLine + `}`, "a group that gets no attr is left out: WithGroup must not print it yet"},
		{"no attrs behind some", `h.WithAttrs(a=1).WithGroup("G").Handle(r)`, steps(stepAttrs(attrA), stepGroup("G")), nil, baseLine + `,"a":1}`,
			"a group that gets no attr is left out: WithGroup must not print it yet"},
		{"two groups", `h.WithGroup("G").WithGroup("H").Handle(r with a=1)`, steps(stepGroup("G"), stepGroup("H")), someAttrs(attrA), baseLine + `,"G":{"H":{"a":1}}}`, "groups nest, and each is closed"},
		{"an empty name", `h.WithGroup("").Handle(r with a=1)`, stepGroup(""), someAttrs(attrA), baseLine + `,"a":1}`,
			`WithGroup("") changes nothing: slog.Logger does not pass it on, but other callers do`},
	})
}

func TestMixed(t *testing.T) {
	rule := "know at each moment which groups the formatted bytes have open, and which are names only"
	G, H, I := stepGroup("G"), stepGroup("H"), stepGroup("I")
	runExamples(t, []testExample{
		{"the inner group is empty", `h.WithGroup("G").WithAttrs(a=1).WithGroup("H").Handle(r)`, steps(G, stepAttrs(attrA), H), nil, baseLine + `,"G":{"a":1}}`, rule},
		{"the inner group is used", `h.WithGroup("G").WithAttrs(a=1).WithGroup("H").Handle(r with b=2)`, steps(G, stepAttrs(attrA), H), someAttrs(attrB), baseLine + `,"G":{"a":1,"H":{"b":2}}}`, rule},
		{"both have attrs", `h.WithGroup("G").WithAttrs(a=1).WithGroup("H").WithAttrs(b=2).Handle(r with c=3)`, steps(G, stepAttrs(attrA), H, stepAttrs(attrB)), someAttrs(attrC),
			baseLine + `,"G":{"a":1,"H":{"b":2,"c":3}}}`, rule},
		{"a jump over two", `h.WithGroup("G").WithGroup("H").WithAttrs(a=1).WithGroup("I").Handle(r with b=2)`, steps(G, H, stepAttrs(attrA), I), someAttrs(attrB),
			baseLine + `,"G":{"H":{"a":1,"I":{"b":2}}}}`, rule},
		{"WithAttrs of nothing does not open", `h.WithGroup("G").WithAttrs(Group("E", Attr{})).Handle(r)`, steps(G, stepAttrs(hollowGroup)), nil, baseLine + `}`,
			"when none of the attrs prints, the groups opened for them are taken back"},
		{"nothing, then something", `h.WithGroup("G").WithAttrs(Group("E", Attr{})).Handle(r with a=1)`, steps(G, stepAttrs(hollowGroup)), someAttrs(attrA), baseLine + `,"G":{"a":1}}`,
			"when none of the attrs prints, the groups opened for them are taken back"},
		{"a record of nothing", `h.WithGroup("G").WithAttrs(a=1).WithGroup("H").Handle(r with Group("E", Attr{}))`, steps(G, stepAttrs(attrA), H), someAttrs(hollowGroup), baseLine + `,"G":{"a":1}}`,
			"when none of the attrs prints, the groups opened for them are taken back"},
	})
}
