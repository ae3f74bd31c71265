package handlertest_test

import (
	"context"
	"log/slog"
	"slices"
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
		{"context", "is disabled by a cancelled context", func(h *hooks) {
			h.enabled = func(m *model, ctx context.Context, l slog.Level) bool {
				return soundEnabled(m, ctx, l) && (ctx == nil || ctx.Err() == nil)
			}
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
