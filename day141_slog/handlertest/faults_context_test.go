package handlertest_test

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"testing"

	"workbook/day141_slog/handlertest"
)

type idKey struct{}

func withID(id string) context.Context { return context.WithValue(context.Background(), idKey{}, id) }

func stampAttrs(ctx context.Context) []slog.Attr {
	if id, ok := ctx.Value(idKey{}).(string); ok {
		return []slog.Attr{slog.String("id", id)}
	}
	return nil
}

// decoratorChecks are what CheckContext runs besides the programs of slogtest.
func decoratorChecks() []string {
	return []string{"siblings-attrs", "siblings-groups", "caller-attrs", "record-unchanged", "concurrent"}
}

// A decorator has six ways to get the id wrong. Each is found by just the
// programs that can show it.
func TestCheckContextFindsFaults(t *testing.T) {
	programs := slogtestNames(t)
	tests := []struct {
		name  string
		spoil func(h *hooks)
		want  []string
	}{
		{"right", func(h *hooks) { h.ctxAttrs = stampAttrs }, nil},
		{"inside the open group", stampInGroup,
			[]string{"WithGroup", "multi-With", "empty-group-record", "nested-empty-group-record"}},
		{"lost after the first With", stampUntilWith,
			[]string{"WithAttrs", "WithGroup", "multi-With", "empty-group-record", "nested-empty-group-record",
				"resolve-WithAttrs", "resolve-WithAttrs-groups"}},
		{"at the root and in the group", func(h *hooks) { stampInGroup(h); h.ctxAttrs = stampAttrs },
			[]string{"WithGroup", "multi-With", "empty-group-record", "nested-empty-group-record"}},
		{"opens an empty group", stampOpens, []string{"empty-group-record", "nested-empty-group-record"}},
		{"another request's", stampAnother, programs},
		{"twice", stampTwice, slices.Concat(programs, []string{"siblings-attrs", "siblings-groups", "caller-attrs", "concurrent"})},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			failures := handlertest.CheckContext(withID("7f3a"), slog.String("id", "7f3a"), spoiled(tt.spoil), handlertest.ParseJSON)
			if got := failed(failures); !slices.Equal(got, tt.want) {
				t.Errorf("CheckContext(%s)\n got: %q\nwant: %q\n%v", tt.name, got, tt.want, failures)
			}
		})
	}
}

// twoWays is a decorator that is sound without a stamp, and whatever the fault
// makes of it with one.
type twoWays struct{ without, with slog.Handler }

func newTwoWays(spoil func(h *hooks)) handlertest.NewHandler {
	return func(w io.Writer, opts *slog.HandlerOptions) slog.Handler {
		with := spoiled(func(h *hooks) { h.ctxAttrs = stampAttrs; spoil(h) })
		return twoWays{newModel(w, opts), with(w, opts)}
	}
}

func (h twoWays) Enabled(ctx context.Context, l slog.Level) bool { return h.without.Enabled(ctx, l) }

func (h twoWays) Handle(ctx context.Context, r slog.Record) error {
	if ctx != nil && len(stampAttrs(ctx)) > 0 {
		return h.with.Handle(ctx, r)
	}
	return h.without.Handle(ctx, r)
}

func (h twoWays) WithAttrs(attrs []slog.Attr) slog.Handler {
	return twoWays{h.without.WithAttrs(attrs), h.with.WithAttrs(attrs)}
}

func (h twoWays) WithGroup(name string) slog.Handler {
	return twoWays{h.without.WithGroup(name), h.with.WithGroup(name)}
}

// What a decorator does with a stamp only, Check cannot see.
func TestCheckContextFindsFaultsOfTheStampedWay(t *testing.T) {
	unseen := map[string]bool{} // checks with a fault that Check lets pass
	for _, f := range append(kitFaults(), deliveryFaults()...) {
		if !slices.Contains(decoratorChecks(), f.check) {
			continue
		}
		want := []string{f.check}
		newHandler := newTwoWays(f.spoil)
		if got := failed(handlertest.CheckContext(withID("7f3a"), slog.String("id", "7f3a"), newHandler, handlertest.ParseJSON)); !slices.Equal(got, want) {
			t.Errorf("CheckContext(%s, with a stamp)\n got: %q\nwant: %q", f.wrong, got, want)
		}
		if len(handlertest.Check(newHandler, handlertest.ParseJSON)) == 0 {
			unseen[f.check] = true
		}
	}
	for _, name := range decoratorChecks() {
		if !unseen[name] {
			t.Errorf("Check finds every fault for %s by itself, so CheckContext need not run it", name)
		}
	}
}

func TestRunContextPasses(t *testing.T) {
	handlertest.RunContext(t, withID("7f3a"), slog.String("id", "7f3a"),
		spoiled(func(h *hooks) { h.ctxAttrs = stampAttrs }), handlertest.ParseJSON)
}

// stampInGroup adds the id to the record, as AddAttrs in Handle does.
func stampInGroup(h *hooks) {
	h.rewrite = func(r *slog.Record, ops []op) (slog.Record, []op) {
		changed := r.Clone()
		changed.AddAttrs(slog.String("id", "7f3a"))
		return changed, ops
	}
}

// stampUntilWith is a decorator that embeds its inner handler: the promoted
// WithAttrs and WithGroup return the inner one.
func stampUntilWith(h *hooks) {
	h.root = func(_ slog.Record, ops []op, root map[string]any) {
		if len(ops) == 0 {
			root["id"] = "7f3a"
		}
	}
}

func stampOpens(h *hooks) {
	h.ctxAttrs = stampAttrs
	h.root = func(r slog.Record, ops []op, root map[string]any) {
		if len(ops) > 0 && ops[len(ops)-1].group != noGroup && r.NumAttrs() == 0 {
			root["G"].(map[string]any)["late"] = map[string]any{}
		}
	}
}

// stampAnother is a decorator that took the id from an earlier context.
func stampAnother(h *hooks) {
	h.ctxAttrs = func(context.Context) []slog.Attr { return []slog.Attr{slog.String("id", "0000")} }
}

// stampTwice repeats the key in one object, which encoding/json would hide.
func stampTwice(h *hooks) {
	h.ctxAttrs = stampAttrs
	h.write = func(m *model, line []byte) error {
		return soundWrite(m, slices.Concat([]byte(`{"id":"7f3a",`), line[1:]))
	}
}
