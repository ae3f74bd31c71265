package contextkey_test

import (
	"context"
	"embed"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"workbook/exercises/check"
	contextkey "workbook/exercises/day145_correlation/01_contextkey"
)

//go:embed contextkey.go testdata/stub/contextkey.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readKey  = "day145_correlation/context.go contextKey"
	readNew  = "day145_correlation/context.go NewContext"
	readFrom = "day145_correlation/context.go FromContext"
)

// longID is longer than an id may be that a middleware accepts.
var longID = strings.Repeat("a", 64) + "-7"

// show writes what FromContext answers.
func show(ctx context.Context) string {
	id, ok := contextkey.FromContext(ctx)
	return fmt.Sprintf("%q, %v", id, ok)
}

func TestFromContext(t *testing.T) {
	background := context.Background()
	var none context.Context
	tests := []struct {
		name, call string
		ctx        func() context.Context
		want       string
		read, rule string
	}{
		{"an id", `FromContext(NewContext(ctx, "A1"))`,
			func() context.Context { return contextkey.NewContext(background, "A1") },
			`"A1", true`, readNew, "what NewContext stored, FromContext returns"},
		{"any text", `FromContext(NewContext(ctx, " job 7\n"))`,
			func() context.Context { return contextkey.NewContext(background, " job 7\n") },
			`" job 7\n", true`, readNew, "NewContext does not judge the id: what is valid is the middleware's business"},
		{"a long text", `FromContext(NewContext(ctx, 64 letters and "-7"))`,
			func() context.Context { return contextkey.NewContext(background, longID) },
			fmt.Sprintf("%q, true", longID), readNew, "NewContext does not judge the id, and does not shorten it"},
		{"the inner id wins", `FromContext(NewContext(NewContext(ctx, "A1"), "B2"))`,
			func() context.Context { return contextkey.NewContext(contextkey.NewContext(background, "A1"), "B2") },
			`"B2", true`, readNew, "the id stored last is the one that counts"},
		{"two requests at once", `first := NewContext(ctx, "A1"); NewContext(ctx, "B2"); FromContext(first)`,
			func() context.Context {
				first := contextkey.NewContext(background, "A1")
				contextkey.NewContext(background, "B2")
				return first
			},
			`"A1", true`, readNew, "an id belongs to one context, not to the package"},
		{"the parent keeps its own", `parent := NewContext(ctx, "A1"); NewContext(parent, "B2"); FromContext(parent)`,
			func() context.Context {
				parent := contextkey.NewContext(background, "A1")
				contextkey.NewContext(parent, "B2")
				return parent
			},
			`"A1", true`, readNew, "NewContext never changes its argument: the parent belongs to another call"},
		{"no id", `FromContext(context.Background())`,
			func() context.Context { return background },
			`"", false`, readFrom, "a context without an id is normal: start-up code and background jobs log too"},
		{"an empty id", `FromContext(NewContext(ctx, ""))`,
			func() context.Context { return contextkey.NewContext(background, "") },
			`"", false`, readFrom, "an empty id counts as none"},
		{"an empty id over another", `FromContext(NewContext(NewContext(ctx, "A1"), ""))`,
			func() context.Context { return contextkey.NewContext(contextkey.NewContext(background, "A1"), "") },
			`"", false`, readNew, "an empty id is stored like any other: it hides the one below it"},
		{"a nil context", `FromContext(nil)`,
			func() context.Context { return none },
			`"", false`, readFrom, "a nil context has no id, and must not bring a log call down"},
	}
	judge := check.New(t, readFrom)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{Call: tt.call, Got: func() string { return show(tt.ctx()) },
			Want: tt.want, Rule: tt.rule, Read: tt.read})
	}
}

// The rest of the parent is there in what NewContext returns: values, deadline, and the end.
func TestParent(t *testing.T) {
	rule := "NewContext adds an id to ctx; its values, its deadline and its cancellation stay"
	judge := check.New(t, readNew)
	judge.Run("values", check.Case{
		Call: `ctx = context.WithValue(ctx, userKey{}, "ann"); ctx = NewContext(ctx, "A1"); ctx.Value(userKey{})`,
		Got: func() string {
			type userKey struct{}
			ctx := contextkey.NewContext(context.WithValue(context.Background(), userKey{}, "ann"), "A1")
			return fmt.Sprint(show(ctx), ", ", ctx.Value(userKey{}))
		},
		Want: `"A1", true, ann`, Rule: rule,
	})
	judge.Run("the cancellation", check.Case{
		Call: `ctx, cancel := context.WithCancel(ctx); ctx = NewContext(ctx, "A1"); cancel(); ctx.Err()`,
		Got: func() string {
			parent, cancel := context.WithCancel(context.Background())
			ctx := contextkey.NewContext(parent, "A1")
			before := ctx.Err()
			cancel()
			return fmt.Sprint(show(ctx), ", ", before, " and then ", ctx.Err())
		},
		Want: `"A1", true, <nil> and then context canceled`, Rule: rule,
	})
	judge.Run("the deadline", check.Case{
		Call: `ctx, cancel := context.WithDeadline(ctx, noon); ctx = NewContext(ctx, "A1"); ctx.Deadline()`,
		Got: func() string {
			noon := time.Date(2999, 11, 25, 12, 0, 0, 0, time.UTC)
			parent, cancel := context.WithDeadline(context.Background(), noon)
			defer cancel()
			ctx := contextkey.NewContext(parent, "A1")
			deadline, ok := ctx.Deadline()
			return fmt.Sprint(show(ctx), ", ", deadline.Equal(noon), " ", ok)
		},
		Want: `"A1", true, true true`, Rule: rule,
	})
}

// TestCollision stores other packages' values above and below the id, under the keys that come to everybody's mind.
func TestCollision(t *testing.T) {
	tests := []struct {
		name, code string
		keys       []any
	}{
		{"a word as a key", `"request_id", "id", ...`, []any{"request_id", "requestID", "requestId", "request-id", "RequestID",
			"X-Request-ID", "X-Request-Id", "id", "ID", "reqid", "correlation_id", "key", "contextkey", "contextKey", ""}},
		{"a number as a key", "0 to 9", []any{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}},
		{"an anonymous empty struct as a key", "struct{}{}", []any{struct{}{}}},
		{"a pointer to an empty struct as a key", "new(struct{})", []any{new(struct{}), &struct{}{}}},
		{"an anonymous empty array as a key", "[0]int{}", []any{[0]int{}, [0]byte{}, [0]struct{}{}}},
		{"a boolean as a key", "true and false", []any{true, false}},
	}
	judge := check.New(t, readKey)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: `ctx = NewContext(ctx, "A1"); ctx = context.WithValue(ctx, ` + tt.code + `, "theirs"); FromContext(ctx)`,
			Got: func() string {
				ctx := contextkey.NewContext(context.Background(), "A1")
				return show(theirs(ctx, tt.keys))
			},
			Want: `"A1", true`, Rule: "a key must differ from every key of every other package",
		})
		judge.Run(tt.name+", alone", check.Case{
			Call: `ctx = context.WithValue(ctx, ` + tt.code + `, "theirs"); FromContext(ctx), FromContext(NewContext(ctx, "A1"))`,
			Got: func() string {
				ctx := theirs(context.Background(), tt.keys)
				return show(ctx) + "; " + show(contextkey.NewContext(ctx, "A1"))
			},
			Want: `"", false; "A1", true`, Rule: "another package's value is no id of yours",
		})
		judge.Run(tt.name+", below", check.Case{
			Call: `ctx = context.WithValue(ctx, ` + tt.code + `, "theirs"); ctx = NewContext(ctx, "A1"); their value`,
			Got: func() string {
				ctx := contextkey.NewContext(theirs(context.Background(), tt.keys), "A1")
				for _, key := range tt.keys {
					if v := ctx.Value(key); v != "theirs" {
						return fmt.Sprintf("%v under their key %#v", v, key)
					}
				}
				return show(ctx) + ", theirs"
			},
			Want: `"A1", true, theirs`, Rule: "the id must not hide what other packages have stored",
		})
	}
}

// theirs is ctx with another package's values.
func theirs(ctx context.Context, keys []any) context.Context {
	for _, key := range keys {
		ctx = context.WithValue(ctx, key, "theirs")
	}
	return ctx
}

// TestKey looks at the key that FromContext asks for, and at what others can see.
func TestKey(t *testing.T) {
	judge := check.New(t, readKey)
	judge.Run("the context is asked", check.Case{
		Call: "FromContext(ctx); did it call ctx.Value?",
		Got:  func() string { return fmt.Sprint(askedKey() != nil) },
		Want: "true", Rule: "the id travels in the context, and nowhere else",
	})
	judge.Run("the type is declared here", check.Case{
		Call: "FromContext(ctx); the type of the key that it asks ctx for", Got: typeOfKey,
		Want: "a type of this package", Rule: "two keys are equal only if their types are: declare a type for yours",
	})
	judge.Run("the type is unexported", check.Case{
		Call: "FromContext(ctx); the name of the key's type",
		Got: func() string {
			key := reflect.TypeOf(askedKey())
			if key != nil && key.Kind() == reflect.Pointer {
				key = key.Elem()
			}
			if key != nil && ast.IsExported(key.Name()) {
				return key.Name() + ", exported"
			}
			return "unexported"
		},
		Want: "unexported", Rule: "if others can write the type down, they can use your key, and one day they will",
	})
	judge.Run("the only way in and out", check.Case{
		Call: "the names in contextkey.go that other packages can use", Got: exported,
		Want: "FromContext NewContext", Rule: "the pair of functions is the only way in and out: export no key and no variable",
	})
}

// typeOfKey says whether the key's type is one that only the exercise can write down.
func typeOfKey() string {
	key := reflect.TypeOf(askedKey())
	switch {
	case key == nil:
		return "no key"
	case key.Kind() == reflect.Pointer && key.Elem().Size() > 0:
		return "a type of this package" // its variable has an address that nobody else's has
	case key.Kind() == reflect.Pointer:
		key = key.Elem()
	}
	if key.PkgPath() != "workbook/exercises/day145_correlation/01_contextkey" {
		return key.String()
	}
	return "a type of this package"
}

// askedKey is the first key that FromContext asks a context for, nil if it asks for none.
func askedKey() any {
	watch := &watched{Context: context.Background()}
	contextkey.FromContext(watch)
	if len(watch.keys) == 0 {
		return nil
	}
	return watch.keys[0]
}

type watched struct {
	context.Context
	keys []any
}

func (w *watched) Value(key any) any {
	w.keys = append(w.keys, key)
	return w.Context.Value(key)
}

// exported lists what the reader's file exports, methods aside.
func exported() string {
	src, err := files.ReadFile("contextkey.go")
	if err != nil {
		return err.Error()
	}
	file, err := parser.ParseFile(token.NewFileSet(), "contextkey.go", src, 0)
	if err != nil {
		return err.Error()
	}
	var names []string
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncDecl:
			if n.Recv == nil && n.Name.IsExported() {
				names = append(names, n.Name.Name)
			}
			return false // what it declares inside, nobody can name
		case *ast.TypeSpec:
			names = append(names, onlyExported(n.Name)...)
		case *ast.ValueSpec:
			names = append(names, onlyExported(n.Names...)...)
		}
		return true
	})
	return strings.Join(slices.Sorted(slices.Values(names)), " ")
}

func onlyExported(idents ...*ast.Ident) (names []string) {
	for _, ident := range idents {
		if ident.IsExported() {
			names = append(names, ident.Name)
		}
	}
	return names
}
