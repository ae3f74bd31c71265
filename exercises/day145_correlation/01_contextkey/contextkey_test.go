package contextkey

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
)

func TestFromContext(t *testing.T) {
	background := context.Background()
	var none context.Context
	type callersKey struct{}
	tests := []struct {
		name, call string
		ctx        func() context.Context
		want       string
		rule       string
	}{
		{"an id", `FromContext(NewContext(ctx, "A1"))`,
			func() context.Context { return NewContext(background, "A1") },
			`"A1", true`, "what NewContext stored, FromContext returns"},
		{"a derived context", `FromContext of a context derived from NewContext(ctx, "A1")`,
			func() context.Context { return context.WithValue(NewContext(background, "A1"), callersKey{}, 1) },
			`"A1", true`, "a context derived from one with an id has that id"},
		{"the inner id wins", `FromContext(NewContext(NewContext(ctx, "A1"), "B2"))`,
			func() context.Context { return NewContext(NewContext(background, "A1"), "B2") },
			`"B2", true`, "the id stored last is the one that counts"},
		{"the parent keeps its own", `FromContext(parent) after NewContext(parent, "B2"); parent has "A1"`,
			func() context.Context {
				parent := NewContext(background, "A1")
				NewContext(parent, "B2")
				return parent
			},
			`"A1", true`, "NewContext never changes its argument: the parent belongs to another call"},
		{"two requests at once", `FromContext(first) after NewContext(ctx, "B2") for a second request`,
			func() context.Context {
				first := NewContext(background, "A1")
				NewContext(background, "B2")
				return first
			},
			`"A1", true`, "an id belongs to one context, not to the package"},
		{"no id", `FromContext(context.Background())`,
			func() context.Context { return background },
			`"", false`, "a context without an id is normal: start-up code and background jobs log too"},
		{"an empty id", `FromContext(NewContext(ctx, ""))`,
			func() context.Context { return NewContext(background, "") },
			`"", false`, "an empty id counts as none"},
		{"a nil context", `FromContext(nil)`,
			func() context.Context { return none },
			`"", false`, "a nil context has no id, and must not bring a log call down"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := try(func() string { return show(FromContext(test.ctx())) })
			check(t, test.call, got, test.want, test.rule)
		})
	}
}

// TestCollision stores other packages' values on top of the id, under the keys
// that come to everybody's mind. None may hide the id, and none may be hidden.
func TestCollision(t *testing.T) {
	words := []string{"request_id", "requestID", "requestId", "request-id", "RequestID", "X-Request-ID", "id", "reqid", "correlation_id", "key", "contextkey", ""}
	tests := []struct {
		name, call string
		keys       []any
	}{
		{"the same word as a key", `FromContext with another package's values under strings such as "request_id"`, each(words)},
		{"a number as a key", "FromContext with another package's values under 0 to 9", numbers()},
		{"an anonymous empty struct as a key", "FromContext with another package's value under struct{}{}", []any{struct{}{}}},
		{"a boolean as a key", "FromContext with another package's values under true and false", []any{true, false}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := try(func() string {
				ctx := NewContext(context.Background(), "A1")
				for _, key := range test.keys {
					ctx = context.WithValue(ctx, key, "theirs")
				}
				return show(FromContext(ctx))
			})
			check(t, test.call, got, `"A1", true`, "a key must differ from every key of every other package")
			got = try(func() string {
				ctx := context.Background()
				for _, key := range test.keys {
					ctx = context.WithValue(ctx, key, "theirs")
				}
				ctx = NewContext(ctx, "A1")
				for _, key := range test.keys {
					if v := ctx.Value(key); v != "theirs" {
						return fmt.Sprintf("%v under their key %#v", v, key)
					}
				}
				return "their values"
			})
			check(t, "their values below NewContext", got, "their values", "the id must not hide what other packages have stored")
		})
	}
}

// TestKey watches which key FromContext asks for.
func TestKey(t *testing.T) {
	watch := &watched{Context: context.Background()}
	got := try(func() string { FromContext(watch); return "" })
	if got != "" || len(watch.keys) == 0 {
		check(t, "FromContext(ctx)", "no call of ctx.Value"+got, "one call of ctx.Value", "the id travels in the context")
		return
	}
	typ := reflect.TypeOf(watch.keys[0])
	t.Run("the type is declared here", func(t *testing.T) {
		here := typ.Kind() == reflect.Pointer || typ.PkgPath() == reflect.TypeOf(watched{}).PkgPath()
		check(t, "the type of the key", name(typ, here), "a type of this package",
			"two keys are equal only if their types are: declare a type for yours")
	})
	t.Run("the type is unexported", func(t *testing.T) {
		exported := typ.Name() != "" && strings.ToUpper(typ.Name()[:1]) == typ.Name()[:1]
		check(t, "the type of the key", map[bool]string{true: typ.Name() + ", exported", false: "unexported"}[exported], "unexported",
			"if others can write the type down, they can use your key, and one day they will")
	})
}

type watched struct {
	context.Context
	keys []any
}

func (w *watched) Value(key any) any {
	w.keys = append(w.keys, key)
	return w.Context.Value(key)
}

func name(typ reflect.Type, here bool) string {
	if here {
		return "a type of this package"
	}
	return typ.String()
}

func each(words []string) (keys []any) {
	for _, w := range words {
		keys = append(keys, w)
	}
	return keys
}

func numbers() (keys []any) {
	for i := range 10 {
		keys = append(keys, i)
	}
	return keys
}

func show(id string, ok bool) string { return fmt.Sprintf("%q, %v", id, ok) }

// try runs f and turns a panic into a result.
func try(f func() string) (got string) {
	defer func() {
		if p := recover(); p != nil {
			got = fmt.Sprintf("panic: %v", p)
		}
	}()
	return f()
}

func check(t *testing.T, call, got, want, rule string) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: %s\n    edit: %s", call, got, want, rule,
			"day145_correlation/context.go", "exercises/day145_correlation/01_contextkey/contextkey.go")
	}
}
