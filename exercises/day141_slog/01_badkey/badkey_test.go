package badkey_test

import (
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"workbook/exercises/check"
	badkey "workbook/exercises/day141_slog/01_badkey"
	"workbook/exercises/oracle"
)

//go:embed badkey.go testdata/stub/badkey.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const readRule = "exercises/day141_slog/01_badkey/README.md The rule"

// attrsCase is one call of Attrs; write says what is looked at of the result.
func attrsCase(args []any, write func([]slog.Attr) string, want, rule string) check.Case {
	return check.Case{
		Call: "Attrs(%s)", Args: []any{arguments(args)},
		Got: func() string {
			before := arguments(args)
			got := write(badkey.Attrs(args))
			if after := arguments(args); after != before {
				got += ", and args is now " + after
			}
			return got
		},
		Want: want, Rule: rule,
	}
}

type attrsTest struct {
	name       string
	args       []any
	want, rule string
}

func runAttrs(t *testing.T, write func([]slog.Attr) string, tests []attrsTest) {
	t.Helper()
	judge := check.New(t, readRule)
	for _, tt := range tests {
		judge.Run(tt.name, attrsCase(tt.args, write, tt.want, tt.rule))
	}
}

func TestPairs(t *testing.T) {
	runAttrs(t, plain, []attrsTest{
		{"one pair", []any{"status", 200}, "status=200", "a string takes the argument behind it as its value"},
		{"two pairs", []any{"method", "GET", "status", 200}, "method=GET status=200", "a string takes the argument behind it as its value"},
		{"a string as the value", []any{"user", "alice"}, "user=alice", "a string in value position is a value, not the next key"},
		{"nil as the value", []any{"err", nil}, "err=<nil>", "nil is a value like any other"},
		{"an empty key", []any{"", 1}, "=1", "an empty string is a key too"},
		{"one key twice", []any{"k", 1, "k", 2}, "k=1 k=2", "nothing is dropped: which of two equal keys counts is for others to say"},
	})
}

func TestAttrAmongPairs(t *testing.T) {
	took := slog.Duration("took", time.Second)
	runAttrs(t, plain, []attrsTest{
		{"alone", []any{took}, "took=1s", "an Attr stands for itself"},
		{"between two pairs", []any{"method", "GET", took, "status", 200}, "method=GET took=1s status=200",
			"an Attr uses up one argument, a pair two: the next key is found by walking, not by counting in twos"},
		{"at the front", []any{took, "status", 200}, "took=1s status=200", "an Attr uses up one argument"},
		{"a group", []any{slog.Group("user", "id", 7), "status", 200}, "user=[id=7] status=200", "a Group is an Attr"},
		{"an empty one", []any{slog.Attr{}, "status", 200}, "=<nil> status=200", "nothing is dropped, an Attr without key and value neither"},
		{"behind a key", []any{"key", took, "status", 200}, "key=took=1s status=200",
			"a string takes the argument behind it, even when that is an Attr"},
	})
}

func TestOddString(t *testing.T) {
	const rule = "a last string without a value is kept as a value under BadKey"
	runAttrs(t, plain, []attrsTest{
		{"alone", []any{"disk full"}, "!BADKEY=disk full", rule},
		{"behind a pair", []any{"status", 200, "slow"}, "status=200 !BADKEY=slow", rule},
		{"behind an Attr", []any{slog.Int("a", 1), "slow"}, "a=1 !BADKEY=slow", rule},
		{"an empty one", []any{""}, "!BADKEY=", rule},
	})
}

func TestKeyThatIsNoString(t *testing.T) {
	runAttrs(t, plain, []attrsTest{
		{"a number", []any{42}, "!BADKEY=42", "a value where a key is due is kept under BadKey"},
		{"an error", []any{errors.New("disk full"), "status", 500}, "!BADKEY=disk full status=500",
			"a lost value uses up one argument: the pair behind it stays a pair"},
		{"nil", []any{nil, "status", 500}, "!BADKEY=<nil> status=500", "nil is no key"},
		{"two in a row", []any{1, 2, "k", "v"}, "!BADKEY=1 !BADKEY=2 k=v", "each lost value has an attr of its own"},
		{"a named string type", []any{namedString("high"), "v"}, "!BADKEY=high !BADKEY=v", "only the type string itself is a key"},
		{"a pointer to an Attr", []any{&slog.Attr{Key: "a"}, "k", "v"}, "!BADKEY=a=<nil> k=v", "only the type slog.Attr itself stands for itself"},
		{"a list of attrs", []any{[]slog.Attr{slog.Int("a", 1), slog.Int("b", 2)}, "k", "v"}, "!BADKEY=[a=1 b=2] k=v",
			"only an Attr stands for itself: a list of them is one value, which slog makes a group of"},
		{"a forgotten key shifts the rest", []any{"method", "GET", 200, "took", "1s"}, "method=GET !BADKEY=200 took=1s",
			"a lost value uses up one argument: the pair behind it stays a pair"},
	})
}

type namedString string

// A tenant gives its value only when it is asked.
type tenant struct{ id int }

func (t tenant) LogValue() slog.Value { return slog.GroupValue(slog.Int(badkey.BadKey, t.id)) }

func TestKind(t *testing.T) {
	runAttrs(t, withKinds, []attrsTest{
		{"a number", []any{"status", 200}, `"status"=Int64 int64 200`, "a value keeps its type: an index sorts numbers and text differently"},
		{"a boolean", []any{"ok", true}, `"ok"=Bool bool true`, "a value keeps its type"},
		{"an error", []any{"err", errors.New("disk full")}, `"err"=Any *errors.errorString disk full`, "a value keeps its type: a handler may ask it for more than its text"},
		{"a number without a key", []any{200}, `"!BADKEY"=Int64 int64 200`, "a lost value keeps its type too"},
		{"a LogValuer", []any{"tenant", tenant{7}}, `"tenant"=LogValuer badkey_test.tenant {7}`, "a value is not asked what it stands for: only a handler knows whether the line is written at all"},
	})
}

// Whatever you pass: the same as the standard library makes of it.
func TestSameAsSlog(t *testing.T) {
	check.New(t, readRule).Oracle(800, func(d *oracle.Draw) check.Case {
		args := oracle.List(d, 7, func() any { return drawArgument(d) })
		return attrsCase(args, withKinds, withKinds(slogAttrs(args)), "Attrs makes of any arguments what slog.Logger makes of them")
	})
}

func drawArgument(d *oracle.Draw) any {
	return oracle.Pick[any](d, "k", 7, slog.Int("a", 1), "", nil, true, 2.5, "status", badkey.BadKey, slog.Attr{}, namedString("high"),
		slog.Group("g", "x", 1), slog.Group("g"), slog.Any("n", nil), &slog.Attr{Key: "p"}, []slog.Attr{slog.Int("b", 2)}, []slog.Attr{},
		[]any{"k", 1}, []string{"a"}, time.Second, slog.LevelWarn, tenant{7}, slog.IntValue(3), errors.New("disk full"), uint8(1))
}

// slogAttrs are the attrs that Logger.With hands to its handler.
func slogAttrs(args []any) []slog.Attr {
	var caught catcher
	slog.New(&caught).With(args...)
	return caught.attrs
}

type catcher struct {
	slog.Handler
	attrs []slog.Attr
}

func (c *catcher) WithAttrs(attrs []slog.Attr) slog.Handler {
	c.attrs = attrs
	return c
}

func TestLost(t *testing.T) {
	bad := slog.Int(badkey.BadKey, 1)
	inner := slog.Attr{Key: "g", Value: slog.GroupValue(slog.Int("a", 1), bad, bad)}
	tests := []struct {
		name  string
		attrs []slog.Attr
		want  int
		rule  string
	}{
		{"one among others", []slog.Attr{slog.Int("a", 1), bad}, 1, "count the attrs under BadKey"},
		{"inside a group", []slog.Attr{inner}, 2, "a group's members count too"},
		{"two groups deep", []slog.Attr{bad, {Key: "h", Value: slog.GroupValue(inner)}}, 3, "groups may hold groups"},
		{"a group under BadKey", []slog.Attr{{Key: badkey.BadKey, Value: slog.GroupValue(bad)}}, 2, "the group itself counts, and so does its member"},
		{"a LogValuer", []slog.Attr{bad, slog.Any("tenant", tenant{7})}, 1, "a LogValuer is not asked: what it will give is no attr yet"},
	}
	judge := check.New(t, readRule)
	for _, tt := range tests {
		judge.Run(tt.name, lostCase(tt.attrs, tt.want, tt.rule))
	}
}

func lostCase(attrs []slog.Attr, want int, rule string) check.Case {
	return check.Case{
		Call: "Lost(%s)", Args: []any{attrs},
		Got:  func() string { return fmt.Sprint(badkey.Lost(attrs)) },
		Want: fmt.Sprint(want), Rule: rule,
	}
}

func TestOracleLost(t *testing.T) {
	check.New(t, readRule).Oracle(5000, func(d *oracle.Draw) check.Case {
		attrs, want := drawAttrs(d, 3)
		return lostCase(attrs, want, "each attr whose key is BadKey counts once, however deep it lies in groups")
	})
}

// drawAttrs draws attrs with groups of up to this depth, and counts those whose key is BadKey while it draws them.
func drawAttrs(d *oracle.Draw, depth int) (attrs []slog.Attr, lost int) {
	attrs = oracle.List(d, 4, func() slog.Attr {
		key := oracle.Pick(d, "a", badkey.BadKey, "", "badkey", "!badkey", "!BADKEY ")
		if key == badkey.BadKey {
			lost++
		}
		value := oracle.Pick(d, slog.IntValue(1), slog.StringValue(badkey.BadKey), slog.AnyValue(tenant{7}), slog.AnyValue(nil))
		if depth > 0 && d.OneIn(3) {
			members, n := drawAttrs(d, depth-1)
			members, lost = append(members, slog.Int("last", 1)), lost+n // a group without members would be left out by GroupValue
			value = slog.GroupValue(members...)
		}
		return slog.Attr{Key: key, Value: value}
	})
	return attrs, lost
}

func plain(attrs []slog.Attr) string { return join(attrs, slog.Attr.String) }

// withKinds also tells values apart that look the same as text.
func withKinds(attrs []slog.Attr) string {
	return join(attrs, func(a slog.Attr) string {
		return fmt.Sprintf("%q=%s %T %v", a.Key, a.Value.Kind(), a.Value.Any(), a.Value.Any())
	})
}

func join(attrs []slog.Attr, write func(slog.Attr) string) string {
	var all []string
	for _, a := range attrs {
		all = append(all, write(a))
	}
	if all == nil {
		return "no attrs"
	}
	return strings.Join(all, " ")
}

// arguments writes args as they stand in a call.
func arguments(args []any) string {
	var all []string
	for _, arg := range args {
		all = append(all, describe(arg))
	}
	return "[]any{" + strings.Join(all, ", ") + "}"
}

func describe(arg any) string {
	switch arg := arg.(type) {
	case slog.Attr:
		return fmt.Sprintf("slog.Attr(%s)", arg)
	case *slog.Attr:
		return fmt.Sprintf("&slog.Attr(%s)", arg)
	case []slog.Attr:
		return fmt.Sprintf("[]slog.Attr%v", arg)
	case error:
		return fmt.Sprintf("errors.New(%q)", arg)
	}
	return fmt.Sprintf("%#v", arg)
}
