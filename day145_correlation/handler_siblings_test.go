package correlation

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Derived concurrently from one parent at each depth, no handler prints what
// was given to another.
func TestHandlerSiblings(t *testing.T) {
	ctx := NewContext(context.Background(), "A1")
	for depth := 1; depth <= 9; depth++ {
		for _, group := range []bool{false, true} {
			out := make([]bytes.Buffer, 8)
			pick := slog.Handler(&picking{out: out})
			parent := NewHandler(pick)
			for i := range depth {
				parent = parent.WithAttrs([]slog.Attr{slog.Int(fmt.Sprint("a", i), i)})
				if group {
					parent = parent.WithGroup(fmt.Sprint("g", i))
				}
			}
			var wg sync.WaitGroup
			for i := range out {
				wg.Go(func() {
					h := parent.WithAttrs([]slog.Attr{slog.Int("own", i)}).WithGroup(fmt.Sprint("own", i))
					r := slog.NewRecord(time.Time{}, slog.LevelInfo, "m", 0)
					r.AddAttrs(slog.Int("k", i))
					_ = h.Handle(context.WithValue(ctx, picked{}, i), r)
				})
			}
			wg.Wait()
			for i := range out {
				want := fmt.Sprintf(`"own":%d,`, i)
				if !group {
					want += `"request_id":"A1",`
				}
				want += fmt.Sprintf(`"own%d":{"k":%d}`, i, i)
				if got := out[i].String(); !strings.Contains(got, want) || strings.Count(got, "own") != 2 {
					t.Errorf("depth %d, groups %v, sibling %d\n got: %swant: ...%s...", depth, group, i, got, want)
				}
			}
		}
	}
}

// picking writes each record to the buffer that its context names, and so can
// tell the writers of concurrent siblings apart.
type picking struct {
	out []bytes.Buffer
	ops []call
}

type picked struct{}

func (p *picking) Enabled(context.Context, slog.Level) bool { return true }
func (p *picking) WithAttrs(as []slog.Attr) slog.Handler {
	return &picking{p.out, append(slices.Clip(p.ops), call{attrs: as})}
}
func (p *picking) WithGroup(name string) slog.Handler {
	return &picking{p.out, append(slices.Clip(p.ops), call{group: name})}
}
func (p *picking) Handle(ctx context.Context, r slog.Record) error {
	var h slog.Handler = slog.NewJSONHandler(&p.out[ctx.Value(picked{}).(int)], nil)
	for _, c := range p.ops {
		h = c.on(h)
	}
	return h.Handle(ctx, r)
}
