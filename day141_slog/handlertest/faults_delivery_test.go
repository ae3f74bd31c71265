package handlertest_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"

	"workbook/day141_slog/handlertest"
)

// deliveryFaults are about levels, contexts and the writer.
func deliveryFaults() []fault {
	return []fault{
		{"default-level", "starts at Debug", func(h *hooks) {
			h.enabled = func(m *model, ctx context.Context, l slog.Level) bool {
				return soundEnabled(m, ctx, l) || m.level == nil && l >= slog.LevelDebug
			}
		}},
		{"nil-level", "asks a nil LevelVar", func(h *hooks) {
			h.enabled = func(m *model, ctx context.Context, l slog.Level) bool {
				if m.level != nil {
					return l >= m.level.Level()
				}
				return soundEnabled(m, ctx, l)
			}
		}},
		{"level-per-record", "asks the Leveler once", levelOnce},
		{"context", "drops records of a cancelled context", func(h *hooks) {
			h.stop = func(ctx context.Context) bool { return ctx != nil && ctx.Err() != nil }
		}},
		{"context", "asks a nil context", func(h *hooks) {
			h.stop = func(ctx context.Context) bool { return ctx.Value("k") != nil }
		}},
		{"write-error", "swallows the error", func(h *hooks) {
			h.write = func(m *model, line []byte) error {
				_ = soundWrite(m, line)
				return nil
			}
		}},
		{"one-write", "writes long records in pieces", func(h *hooks) {
			h.write = func(m *model, line []byte) error {
				if len(line) < 4096 {
					return soundWrite(m, line)
				}
				if err := soundWrite(m, line[:4096]); err != nil {
					return err
				}
				return soundWrite(m, line[4096:])
			}
		}},
		{"one-write", "prints a long value over several lines", func(h *hooks) {
			h.write = func(m *model, line []byte) error {
				if len(line) < 4096 {
					return soundWrite(m, line)
				}
				return soundWrite(m, slices.Insert(line, 1, '\n'))
			}
		}},
		{"concurrent", "writes without a lock", func(h *hooks) {
			h.write = func(m *model, line []byte) error {
				_, err := m.w.Write(line)
				return err
			}
		}},
	}
}

// levelOnce answers each level as it answered the first time.
func levelOnce(h *hooks) {
	var least slog.Level
	asked := false
	h.enabled = func(m *model, ctx context.Context, l slog.Level) bool {
		if m.level == nil || !soundEnabled(m, ctx, slog.LevelError+8) {
			return soundEnabled(m, ctx, l)
		}
		if v, ok := m.level.(*slog.LevelVar); ok && v == nil {
			return soundEnabled(m, ctx, l)
		}
		if !asked {
			asked, least = true, m.level.Level()
		}
		return l >= least
	}
}

type idKey struct{}

func withID(id string) context.Context { return context.WithValue(context.Background(), idKey{}, id) }

func stampAttrs(ctx context.Context) []slog.Attr {
	if id, ok := ctx.Value(idKey{}).(string); ok {
		return []slog.Attr{slog.String("id", id)}
	}
	return nil
}

// A decorator has five ways to get the id wrong. Each is found by just the
// programs that can show it.
func TestCheckContextFindsFaults(t *testing.T) {
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
		{"twice", stampTwice, slogtestNames(t)},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			failures := handlertest.CheckContext(withID("7f3a"), slog.String("id", "7f3a"), spoiled(test.spoil), handlertest.ParseJSON)
			if got := failed(failures); !slices.Equal(got, test.want) {
				t.Errorf("CheckContext(%s)\n got: %q\nwant: %q\n%v", test.name, got, test.want, failures)
			}
		})
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

// stampTwice repeats the key in one object, which encoding/json would hide.
func stampTwice(h *hooks) {
	h.ctxAttrs = stampAttrs
	h.write = func(m *model, line []byte) error {
		return soundWrite(m, slices.Concat([]byte(`{"id":"7f3a",`), line[1:]))
	}
}
