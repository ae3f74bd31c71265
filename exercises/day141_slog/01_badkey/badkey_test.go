package badkey

import (
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"testing"
	"time"
)

func TestPairs(t *testing.T) {
	runExamples(t, []testExample{
		{"one pair", []any{"status", 200}, "status=200", "a string takes the argument behind it as its value"},
		{"two pairs", []any{"method", "GET", "status", 200}, "method=GET status=200", "a string takes the argument behind it as its value"},
		{"a string as the value", []any{"user", "alice"}, "user=alice", "a string in value position is a value, not the next key"},
		{"nil as the value", []any{"err", nil}, "err=<nil>", "nil is a value like any other"},
		{"an empty key", []any{"", 1}, "=1", "an empty string is a key too"},
	})
}

func TestAttrAmongPairs(t *testing.T) {
	took := slog.Duration("took", time.Second)
	runExamples(t, []testExample{
		{"alone", []any{took}, "took=1s", "an Attr stands for itself"},
		{"between two pairs", []any{"method", "GET", took, "status", 200}, "method=GET took=1s status=200",
			"an Attr uses up one argument, a pair two: the next key is found by walking, not by counting in twos"},
		{"at the front", []any{took, "status", 200}, "took=1s status=200", "an Attr uses up one argument"},
		{"a group", []any{slog.Group("user", "id", 7), "status", 200}, "user=[id=7] status=200", "a Group is an Attr"},
		{"behind a key", []any{"key", took, "status", 200}, "key=took=1s status=200",
			"a string takes the argument behind it, even when that is an Attr"},
	})
}

func TestOddString(t *testing.T) {
	runExamples(t, []testExample{
		{"alone", []any{"disk full"}, "!BADKEY=disk full", "a last string without a value is kept as a value under BadKey"},
		{"behind a pair", []any{"status", 200, "slow"}, "status=200 !BADKEY=slow", "a last string without a value is kept as a value under BadKey"},
		{"behind an Attr", []any{slog.Int("a", 1), "slow"}, "a=1 !BADKEY=slow", "a last string without a value is kept as a value under BadKey"},
	})
}

func TestKeyThatIsNoString(t *testing.T) {
	runExamples(t, []testExample{
		{"a number", []any{42}, "!BADKEY=42", "a value where a key is due is kept under BadKey"},
		{"an error", []any{errors.New("disk full"), "status", 500}, "!BADKEY=disk full status=500",
			"a lost value uses up one argument: the pair behind it stays a pair"},
		{"nil", []any{nil, "status", 500}, "!BADKEY=<nil> status=500", "nil is no key"},
		{"two in a row", []any{1, 2, "k", "v"}, "!BADKEY=1 !BADKEY=2 k=v", "each lost value has an attr of its own"},
		{"a named string type", []any{namedString("high"), "v"}, "!BADKEY=high !BADKEY=v", "only the type string itself is a key"},
		{"a forgotten key shifts the rest", []any{"method", "GET", 200, "took", "1s"}, "method=GET !BADKEY=200 took=1s",
			"a lost value uses up one argument: the pair behind it stays a pair"},
	})
}

type namedString string

func TestKind(t *testing.T) {
	for _, e := range []testExample{
		{"a number", []any{"status", 200}, "status=200 Int64", "a value keeps its type: an index sorts numbers and text differently"},
		{"a boolean", []any{"ok", true}, "ok=true Bool", "a value keeps its type"},
		{"an error", []any{"err", errors.New("disk full")}, "err=disk full Any", "a value keeps its type: a handler may ask it for more than its text"},
		{"a number without a key", []any{200}, "!BADKEY=200 Int64", "a lost value keeps its type too"},
	} {
		t.Run(e.name, func(t *testing.T) {
			got := attempt(func() string {
				text := ""
				for _, a := range Attrs(e.args) {
					text += fmt.Sprintf(" %s %s", a, a.Value.Kind())
				}
				return trimmed(text)
			})
			if got != e.want {
				fail(t, callText(e.args)+", and the kinds of the values", got, e.want, e.rule)
			}
		})
	}
}

// Whatever you pass: the same as the standard library makes of it.
func TestSameAsSlog(t *testing.T) {
	rng := rand.New(rand.NewPCG(141, 1))
	for i := range 500 {
		args := make([]any, 1+rng.IntN(7))
		for j := range args {
			args[j] = []any{"k", "status", 7, nil, true, slog.Int("a", 1), slog.Group("g", "x", 1), 2.5}[rng.IntN(8)]
		}
		var r slog.Record
		r.Add(args...)
		want := ""
		r.Attrs(func(a slog.Attr) bool { want += " " + a.String(); return true })
		got := attempt(func() string { return attrText(Attrs(args)) })
		if want = trimmed(want); got != want {
			t.Run(fmt.Sprintf("program %d", i), func(t *testing.T) {
				fail(t, callText(args), got, want, "Attrs makes of any arguments what slog.Logger makes of them")
			})
			return // one is enough to work on
		}
	}
}

func TestLost(t *testing.T) {
	bad := slog.Int(BadKey, 1)
	inner := slog.Attr{Key: "g", Value: slog.GroupValue(slog.Int("a", 1), bad, bad)}
	cases := []struct {
		name  string
		attrs []slog.Attr
		want  int
		rule  string
	}{
		{"one among others", []slog.Attr{slog.Int("a", 1), bad}, 1, "count the attrs under BadKey"},
		{"inside a group", []slog.Attr{inner}, 2, "a group's members count too"},
		{"two groups deep", []slog.Attr{bad, {Key: "h", Value: slog.GroupValue(inner)}}, 3, "groups may hold groups"},
		{"a group under BadKey", []slog.Attr{{Key: BadKey, Value: slog.GroupValue(bad)}}, 2, "the group itself counts, and so does its member"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			got := attempt(func() string { return fmt.Sprint(Lost(c.attrs)) })
			if want := fmt.Sprint(c.want); got != want {
				fail(t, fmt.Sprintf("Lost(%s)", attrText(c.attrs)), got, want, c.rule)
			}
		})
	}
}

type testExample struct {
	name string
	args []any
	want string
	rule string
}

func runExamples(t *testing.T, examples []testExample) {
	t.Helper()
	for _, e := range examples {
		t.Run(e.name, func(t *testing.T) {
			got := attempt(func() string { return attrText(Attrs(e.args)) })
			if got != e.want {
				fail(t, callText(e.args), got, e.want, e.rule)
			}
		})
	}
}

func attrText(attrs []slog.Attr) string {
	s := ""
	for _, a := range attrs {
		s += " " + a.String()
	}
	return trimmed(s)
}

func trimmed(s string) string {
	if s == "" {
		return "no attrs"
	}
	return s[1:]
}

func callText(args []any) string {
	s := ""
	for i, a := range args {
		if i > 0 {
			s += ", "
		}
		if attr, ok := a.(slog.Attr); ok {
			s += fmt.Sprintf("Attr(%s)", attr)
			continue
		}
		s += fmt.Sprintf("%#v", a)
	}
	return "Attrs(" + s + ")"
}

// attempt turns a panic into a result that can be compared.
func attempt(f func() string) (got string) {
	defer func() {
		if r := recover(); r != nil {
			got = fmt.Sprintf("panic: %v", r)
		}
	}()
	return f()
}

func fail(t *testing.T, call, got, want, rule string) {
	t.Helper()
	t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: %s\n    edit: %s", call, got, want, rule,
		"day141_slog/README.md", "exercises/day141_slog/01_badkey/badkey.go")
}
