// Package crossday tests what two days do together without knowing each other.
// Only code below the capstone may import more than one day.
package crossday

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	logging "workbook/day141_slog"
	"workbook/day141_slog/handlertest"
	correlation "workbook/day145_correlation"
)

const id = "4QZB7KTRMN2WVXC5DAYE3HJPLS"

type format struct {
	name  string
	inner handlertest.NewHandler
	parse handlertest.Parse
	stamp string
}

// formats are day 141's handlers, which stand where slog's own would.
func formats() []format {
	return []format{
		{"JSON", func(w io.Writer, o *slog.HandlerOptions) slog.Handler { return logging.NewJSONHandler(w, o) },
			handlertest.ParseJSON, `,"request_id":"` + id + `"`},
		{"Text", func(w io.Writer, o *slog.HandlerOptions) slog.Handler { return logging.NewTextHandler(w, o) },
			handlertest.ParseText, " request_id=" + id},
	}
}

// Day 145's decorator over day 141's handlers: 17 of 17 ids at the root, and the
// whole kit with a stamp on every record. Unlike slog's handlers, day 141's have
// no known faults, so there is no list of exceptions.
func TestDecoratedHandlersConform(t *testing.T) {
	ctx := correlation.NewContext(context.Background(), id)
	always := func(context.Context) []slog.Attr { return correlation.Attrs(ctx) }
	for _, f := range formats() {
		t.Run(f.name+"/an id in the context", func(t *testing.T) {
			open := func(w io.Writer, o *slog.HandlerOptions) slog.Handler {
				return correlation.NewHandler(f.inner(w, o))
			}
			handlertest.RunContext(t, ctx, slog.String(correlation.IDKey, id), open, f.parse)
		})
		t.Run(f.name+"/stamped always", func(t *testing.T) {
			open := func(w io.Writer, o *slog.HandlerOptions) slog.Handler {
				return correlation.NewHandler(f.inner(w, o), always)
			}
			handlertest.Run(t, open, f.parse)
		})
	}
}

// Over random programs, the decorated output minus the stamp is the bare
// handler's, byte for byte.
func TestDecoratedHandlersPrintTheSame(t *testing.T) {
	ctx := correlation.NewContext(context.Background(), id)
	for _, f := range formats() {
		t.Run(f.name, func(t *testing.T) {
			for seed := range uint64(10_000) {
				want := printed(ctx, seed, f.inner)
				got := printed(ctx, seed, func(w io.Writer, o *slog.HandlerOptions) slog.Handler {
					return correlation.NewHandler(f.inner(w, o))
				})
				if strings.Count(got, f.stamp) != 1 || strings.Replace(got, f.stamp, "", 1) != want {
					t.Fatalf("program %d, minus%s\n got: %swant: %s", seed, f.stamp, got, want)
				}
			}
		})
	}
}

// printed runs seed's program of With, WithGroup and one record.
func printed(ctx context.Context, seed uint64, open handlertest.NewHandler) string {
	rng := rand.New(rand.NewPCG(seed, 141))
	var buf bytes.Buffer
	h := open(&buf, nil)
	for range rng.IntN(6) {
		if rng.IntN(2) == 0 {
			h = h.WithGroup(fmt.Sprint("g", rng.IntN(3)))
		} else {
			h = h.WithAttrs(attrs(rng, 3))
		}
	}
	r := slog.NewRecord(time.Date(2026, 11, 25, 3, 12, 41, 0, time.UTC), slog.LevelInfo, "paid", 0)
	r.AddAttrs(attrs(rng, 3)...)
	if err := h.Handle(ctx, r); err != nil {
		return err.Error()
	}
	return buf.String()
}

type valuer struct{ v slog.Value }

func (v valuer) LogValue() slog.Value { return v.v }

// attrs are up to 4 attributes, groups up to depth deep, some of them empty.
func attrs(rng *rand.Rand, depth int) []slog.Attr {
	out := make([]slog.Attr, rng.IntN(5))
	for i := range out {
		key := []string{"user", "sum", "", "a b"}[rng.IntN(4)]
		switch n := rng.IntN(6); {
		case n == 0: // stays the empty attribute
		case n == 1 && depth > 0:
			out[i] = slog.Attr{Key: key, Value: slog.GroupValue(attrs(rng, depth-1)...)}
		case n == 2 && depth > 0:
			out[i] = slog.Any(key, valuer{slog.GroupValue(attrs(rng, depth-1)...)})
		case n == 3:
			out[i] = slog.Any(key, valuer{slog.IntValue(7)})
		default:
			out[i] = slog.String(key, "two words")
		}
	}
	return out
}
