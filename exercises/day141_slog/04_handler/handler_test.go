package handler_test

import (
	"bytes"
	"context"
	"log/slog"
	"testing"
	"time"

	"workbook/exercises/check"
	handler "workbook/exercises/day141_slog/04_handler"
)

const baseLine = `{"level":"INFO","msg":"m"`

var (
	attrA       = slog.Int("a", 1)
	attrB       = slog.Int("b", 2)
	attrC       = slog.Int("c", 3)
	noon        = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	hollowGroup = slog.Attr{Key: "E", Value: slog.GroupValue(slog.Attr{})}
)

func TestBuiltIns(t *testing.T) {
	runPrograms(t, readHandle, []programTest{
		{"level and message", chain(handle()), baseLine + "}",
			"a record has level and msg under slog's own keys"},
		{"message in need of escaping", chain(handleMessage(`a "b"`)),
			`{"level":"INFO","msg":"a \"b\""}`, "keys and values are formatted by AppendKey and AppendValue"},
		{"time", chain(handleAt(noon)),
			`{"time":"2026-03-02T12:00:00Z","level":"INFO","msg":"m"}`, "the time comes first, and a zero time is left out"},
	})
}

func TestAttrs(t *testing.T) {
	runPrograms(t, readAttr, []programTest{
		{"two attrs", chain(handle(attrA, attrB)), baseLine + `,"a":1,"b":2}`, "the record's attrs follow the message"},
		{"seven attrs", chain(handle(attrA, attrB, attrC, attrA, attrB, attrC, attrA)), baseLine + `,"a":1,"b":2,"c":3,"a":1,"b":2,"c":3,"a":1}`, "all the record's attrs are printed, however many"},
		{"an empty attr", chain(handle(attrA, slog.Attr{}, attrB)), baseLine + `,"a":1,"b":2}`, "an attr without key and value is left out"},
		{"an empty key alone", chain(handle(slog.Int("", 1))), baseLine + `,"":1}`, "an attr is empty only when both key and value are"},
		{"a group", chain(handle(slog.Group("G", attrA), attrB)), baseLine + `,"G":{"a":1},"b":2}`, "a group is a nested object"},
		{"a group in a group", chain(handle(slog.Group("G", attrA, slog.Group("H", attrB)))),
			baseLine + `,"G":{"a":1,"H":{"b":2}}}`, "groups nest"},
		{"a group without a name", chain(handle(slog.Group("", attrA), attrB)), baseLine + `,"a":1,"b":2}`,
			"the members of a group without a name belong to the parent"},
		{"a group of nothing", chain(handle(attrA, hollowGroup, attrB)), baseLine + `,"a":1,"b":2}`,
			"a group is left out when none of its members prints, and leaves no comma behind"},
	})
}

func TestResolve(t *testing.T) {
	v := slog.Any("v", valuer{slog.IntValue(7)})
	nothing := slog.Any("v", valuer{slog.GroupValue()})
	rule := "a LogValuer is printed as the value it resolves to"
	runPrograms(t, readAttr, []programTest{
		{"an attr", chain(handle(v)), baseLine + `,"v":7}`, rule},
		{"in a group", chain(handle(slog.Group("G", v))), baseLine + `,"G":{"v":7}}`, rule},
		{"in WithAttrs", chain(withAttrs(v), handle()), baseLine + `,"v":7}`, rule},
		{"to a LogValuer", chain(handle(slog.Any("v", valuer{slog.AnyValue(valuer{slog.IntValue(7)})}))), baseLine + `,"v":7}`, "a LogValuer may resolve to another: go on until it is none"},
		{"to a group", chain(handle(slog.Any("v", valuer{slog.GroupValue(attrA)}))), baseLine + `,"v":{"a":1}}`,
			"what a value is, is known only after it is resolved: it may be a group"},
		{"to an empty group", chain(withGroup("G"), handle(nothing)), baseLine + `}`,
			"an open group stays out when its only attr resolves to nothing"},
	})
}

func TestWithAttrs(t *testing.T) {
	runPrograms(t, readWith, []programTest{
		{"before the record's own", chain(withAttrs(attrA), handle(attrB)), baseLine + `,"a":1,"b":2}`, "the attrs of WithAttrs come before those of the record"},
		{"none of the record's own", chain(withAttrs(attrA), handle()), baseLine + `,"a":1}`, "the attrs of WithAttrs are in every record"},
		{"twice", chain(withAttrs(attrA), withAttrs(attrB), handle(attrC)), baseLine + `,"a":1,"b":2,"c":3}`, "each WithAttrs adds behind the last"},
		{"nothing", chain(withAttrs(), withAttrs(hollowGroup), handle(attrA)), baseLine + `,"a":1}`, "WithAttrs of nothing leaves no comma behind"},
		{"a group", chain(withAttrs(slog.Group("G", attrA)), handle(attrB)), baseLine + `,"G":{"a":1},"b":2}`,
			"a group given to WithAttrs is closed at once: it is not an open group"},
	})
}

// The work is done at With time: LogValue is called once.
func TestFormattedOnce(t *testing.T) {
	line := baseLine + `,"v":1}`
	check.New(t, readWith).Run("LogValue", check.Case{
		Call: `h := New(w, nil).WithAttrs(v=LogValuer that counts its calls), then h.Handle(ctx, r) three times`,
		Got: func() string {
			var out bytes.Buffer
			calls := 0
			h := handler.New(&out, nil).WithAttrs([]slog.Attr{slog.Any("v", counter{&calls})})
			for range 3 {
				_ = h.Handle(context.Background(), slog.NewRecord(time.Time{}, slog.LevelInfo, "m", 0)) // a buffer takes everything
			}
			return out.String()
		},
		Want: line + "\n" + line + "\n" + line + "\n",
		Rule: "attrs given to WithAttrs are resolved and formatted there, once: a record copies the bytes",
	})
}

// A counter resolves to the number of times it was asked.
type counter struct{ calls *int }

func (c counter) LogValue() slog.Value {
	*c.calls++
	return slog.IntValue(*c.calls)
}

func TestWithGroup(t *testing.T) {
	runPrograms(t, readGroup, []programTest{
		{"attrs go inside", chain(withGroup("G"), handle(attrA)), baseLine + `,"G":{"a":1}}`, "the attrs behind WithGroup are in the group, the built-ins are not"},
		{"attrs before stay outside", chain(withAttrs(attrA), withGroup("G"), handle(attrB)), baseLine + `,"a":1,"G":{"b":2}}`,
			"an attr belongs to the groups that were open when it was added"},
		{"WithAttrs inside", chain(withGroup("G"), withAttrs(attrA), handle(attrB)), baseLine + `,"G":{"a":1,"b":2}}`,
			"the record's attrs follow in the group that WithAttrs has opened: it is opened once"},
		{"no attrs", chain(withGroup("G"), handle()), baseLine + `}`, "a group that gets no attr is left out: WithGroup must not print it yet"},
		{"no attrs behind some", chain(withAttrs(attrA), withGroup("G"), handle()), baseLine + `,"a":1}`,
			"a group that gets no attr is left out: WithGroup must not print it yet"},
		{"two groups", chain(withGroup("G"), withGroup("H"), handle(attrA)), baseLine + `,"G":{"H":{"a":1}}}`, "groups nest, and each is closed"},
		{"an empty name", chain(withGroup(""), handle(attrA)), baseLine + `,"a":1}`,
			`WithGroup("") changes nothing: slog.Logger does not pass it on, but other callers do`},
	})
}

func TestMixed(t *testing.T) {
	rule := "know at each moment which groups the formatted bytes have open, and which are names only"
	runPrograms(t, readRecord, []programTest{
		{"the inner group is empty", chain(withGroup("G"), withAttrs(attrA), withGroup("H"), handle()), baseLine + `,"G":{"a":1}}`, rule},
		{"the inner group is used", chain(withGroup("G"), withAttrs(attrA), withGroup("H"), handle(attrB)), baseLine + `,"G":{"a":1,"H":{"b":2}}}`, rule},
		{"both have attrs", chain(withGroup("G"), withAttrs(attrA), withGroup("H"), withAttrs(attrB), handle(attrC)),
			baseLine + `,"G":{"a":1,"H":{"b":2,"c":3}}}`, rule},
		{"a jump over two", chain(withGroup("G"), withGroup("H"), withAttrs(attrA), withGroup("I"), handle(attrB)),
			baseLine + `,"G":{"H":{"a":1,"I":{"b":2}}}}`, rule},
		{"WithAttrs of nothing does not open", chain(withGroup("G"), withAttrs(hollowGroup), handle()), baseLine + `}`,
			"when none of the attrs prints, the groups opened for them are taken back"},
		{"nothing, then something", chain(withGroup("G"), withAttrs(hollowGroup), handle(attrA)), baseLine + `,"G":{"a":1}}`,
			"when none of the attrs prints, the groups opened for them are taken back"},
		{"a record of nothing", chain(withGroup("G"), withAttrs(attrA), withGroup("H"), handle(hollowGroup)), baseLine + `,"G":{"a":1}}`,
			"when none of the attrs prints, the groups opened for them are taken back"},
	})
}
