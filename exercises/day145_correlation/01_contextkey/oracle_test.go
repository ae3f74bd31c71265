package contextkey_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	correlation "workbook/day145_correlation"
	"workbook/exercises/check"
	contextkey "workbook/exercises/day145_correlation/01_contextkey"
	"workbook/exercises/oracle"
)

// A step derives one more context from an earlier one, as c1 := NewContext(c0, "A1").
type step struct {
	parent int
	call   string
	derive func(parent context.Context, newContext newContext) context.Context
}

// newContext is the reader's NewContext or the day's.
type newContext func(context.Context, string) context.Context

type otherKey struct{}

func TestOracle(t *testing.T) {
	check.New(t, readNew).Oracle(2000, func(d *oracle.Draw) check.Case {
		parents := 0
		steps := oracle.List(d, 8, func() step {
			parents++
			return drawStep(d, parents)
		})
		var code strings.Builder
		for i, s := range steps {
			fmt.Fprintf(&code, "c%d := %s; ", i+1, fmt.Sprintf(s.call, fmt.Sprint("c", s.parent)))
		}
		return check.Case{
			Call: code.String() + fmt.Sprintf("FromContext, Value(otherKey{}) and Err of c0 to c%d", len(steps)),
			Got:  func() string { return contexts(steps, contextkey.NewContext, contextkey.FromContext) },
			Want: contexts(steps, correlation.NewContext, correlation.FromContext),
			Rule: "each context has the id that was stored last on its way from the root, and all else of its parent",
		}
	})
}

func drawStep(d *oracle.Draw, parents int) step {
	s := step{parent: d.Intn(parents)}
	id := oracle.Pick(d, "A1", "B2", "", " ", "é", "request_id", strings.Repeat("a", 100))
	store := func(code string, key, value any) {
		s.call = "context.WithValue(%s, " + code + ")"
		s.derive = func(parent context.Context, _ newContext) context.Context {
			return context.WithValue(parent, key, value)
		}
	}
	switch d.Intn(6) {
	case 0, 1:
		s.call = fmt.Sprintf("NewContext(%%s, %q)", id)
		s.derive = func(parent context.Context, newContext newContext) context.Context { return newContext(parent, id) }
	case 2:
		store(fmt.Sprintf("otherKey{}, %q", id), otherKey{}, id)
	case 3:
		store(fmt.Sprintf("%q, %q", id, id), id, id)
	case 4:
		s.call = "a canceled child of %s"
		s.derive = func(parent context.Context, _ newContext) context.Context {
			child, cancel := context.WithCancel(parent)
			cancel()
			return child
		}
	case 5:
		s.call = "context.WithoutCancel(%s)"
		s.derive = func(parent context.Context, _ newContext) context.Context { return context.WithoutCancel(parent) }
	}
	return s
}

// contexts makes the steps and writes down what each context says, after the last one.
func contexts(steps []step, newContext newContext, fromContext func(context.Context) (string, bool)) string {
	list := []context.Context{context.Background()}
	for _, s := range steps {
		list = append(list, s.derive(list[s.parent], newContext))
	}
	var b strings.Builder
	for i, ctx := range list {
		id, ok := fromContext(ctx)
		fmt.Fprintf(&b, "c%d: %.9q, %v, %v, %v\n", i, id, ok, ctx.Value(otherKey{}), ctx.Err())
	}
	return strings.TrimSuffix(b.String(), "\n")
}
