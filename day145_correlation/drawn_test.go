package correlation

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"time"
)

// The tests of the handler are inside the package, because the lesson's designs
// are built from its calls, and both run the same programs.

// A program is a random list of With and WithGroup calls and the record logged
// at its end. Everything is drawn from one seed, so that the bare handler and
// the decorated one run the same program without sharing a value.
type program struct {
	rng *rand.Rand
	// sound gives each group a member that prints. slog.TextHandler, given a
	// group without one by With at the root, misplaces all that follows (see
	// doc.go), so Text programs are sound until the first WithGroup.
	sound bool
	// text forbids LogValuers that resolve to an empty group: as the first
	// thing under a group, slog.TextHandler prints a stray space for one.
	text bool
}

func newProgram(seed uint64, text bool) *program {
	return &program{rng: rand.New(rand.NewPCG(seed, 145)), sound: text, text: text}
}

// run derives a handler from h, logs one record with it and returns the error.
func (p *program) run(ctx context.Context, h slog.Handler) error {
	for range p.rng.IntN(7) {
		if p.rng.IntN(5) < 2 {
			h = h.WithGroup("g" + strconv.Itoa(p.rng.IntN(3)))
			p.sound = false
		} else {
			h = h.WithAttrs(p.attrs(4, 3))
		}
	}
	at := time.Date(2026, 11, 25, 3, 4, 5, 678, time.UTC)
	r := slog.NewRecord(at, slog.LevelInfo, "paid", 0)
	p.sound = false
	r.AddAttrs(p.attrs(9, 3)...)
	return h.Handle(ctx, r)
}

func (p *program) attrs(most, depth int) []slog.Attr {
	out := make([]slog.Attr, p.rng.IntN(most+1))
	for i := range out {
		out[i] = slog.Attr{Key: p.key(), Value: p.value(depth)}
		if p.rng.IntN(8) == 0 {
			out[i] = slog.Attr{}
		}
	}
	return out
}

func (p *program) key() string {
	return []string{"user", "sum", "drop", "", IDKey, "a b", "über", "k"}[p.rng.IntN(8)]
}

func (p *program) value(depth int) slog.Value {
	n := 10
	if depth == 0 {
		n = 7
	}
	switch p.rng.IntN(n) {
	case 0:
		return slog.IntValue(p.rng.IntN(100))
	case 1:
		return slog.StringValue("two words\n")
	case 2:
		return slog.AnyValue(errors.New("refused"))
	case 3:
		return slog.BoolValue(true)
	case 4:
		return slog.DurationValue(time.Second)
	case 5:
		return slog.AnyValue(map[string]int{"x": 1})
	case 6:
		return slog.AnyValue(&counting{})
	case 7:
		as := p.members(depth)
		if p.text {
			as = append(as, slog.Int("sure", 1))
		}
		return slog.AnyValue(&counting{group: as, isGroup: true})
	default:
		return slog.GroupValue(p.members(depth)...)
	}
}

func (p *program) members(depth int) []slog.Attr {
	as := p.attrs(3, depth-1)
	if len(as) > 0 && p.sound {
		as = append(as, slog.Int("sure", 1))
	}
	return as
}

// counting is a LogValuer that tells how often it was asked, so that a second
// evaluation shows in the output.
type counting struct {
	asked   int
	group   []slog.Attr
	isGroup bool
}

func (c *counting) LogValue() slog.Value {
	c.asked++
	if c.isGroup {
		if c.asked > 1 {
			return slog.StringValue("asked twice")
		}
		return slog.GroupValue(c.group...)
	}
	return slog.IntValue(c.asked)
}

// format is one of the standard library's handlers and how it prints a stamp.
type format struct {
	name  string
	open  func(io.Writer, *slog.HandlerOptions) slog.Handler
	stamp func(key, value string) string
}

func formats() []format {
	return []format{
		{"JSON", func(w io.Writer, o *slog.HandlerOptions) slog.Handler { return slog.NewJSONHandler(w, o) },
			func(k, v string) string { return `,"` + k + `":"` + v + `"` }},
		{"Text", func(w io.Writer, o *slog.HandlerOptions) slog.Handler { return slog.NewTextHandler(w, o) },
			func(k, v string) string { return " " + k + "=" + v }},
	}
}

// printed returns what one run of seed's program prints through decorate.
func (f format) printed(ctx context.Context, seed uint64, o *slog.HandlerOptions,
	decorate func(slog.Handler) slog.Handler) string {
	var buf bytes.Buffer
	p := newProgram(seed, f.name == "Text")
	if err := p.run(ctx, decorate(f.open(&buf, o))); err != nil {
		return "error: " + err.Error()
	}
	return buf.String()
}
