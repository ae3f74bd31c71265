package handlertest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
)

// deliveryChecks are about levels, contexts and the writer.
func deliveryChecks() []check {
	return []check{
		{"default-level", "without a Leveler the least level is Info", defaultLevel},
		{"nil-level", "a nil *slog.LevelVar counts as no Leveler: Info, not a panic", nilLevel},
		{"level-per-record", "the Leveler is asked for each record, by derived handlers too", levelPerRecord},
		{"context", "a cancelled or nil context neither suppresses a record nor crashes", anyContext},
		{"write-error", "an error of the writer is returned by Handle", writeError},
		{"one-write", "a record is one Write that ends in the only newline", oneWrite},
	}
}

// checkEnabled asks Enabled only: slog.Logger calls it first, and a handler
// need not ask again in Handle.
func (p *probe) checkEnabled(call string, h slog.Handler, level slog.Level, want bool) {
	if got := h.Enabled(p.ctx, level); got != want {
		p.mismatch(fmt.Sprintf("%s: Enabled(%v)", call, level), fmt.Sprint(got), fmt.Sprint(want))
	}
}

// defaultLevel: nil options and empty ones mean the same.
func defaultLevel(p *probe) {
	for _, opts := range []*slog.HandlerOptions{nil, {}} {
		h := p.handlerWith(io.Discard, opts)
		p.checkEnabled("no Leveler", h, slog.LevelInfo-1, false)
		p.checkEnabled("no Leveler", h, slog.LevelInfo, true)
	}
}

// nilLevel hands over an interface that is not nil and a pointer in it that is,
// as a config struct with an optional *slog.LevelVar does.
func nilLevel(p *probe) {
	h := p.handlerWith(io.Discard, &slog.HandlerOptions{Level: (*slog.LevelVar)(nil)})
	p.checkEnabled("nil *LevelVar", h, slog.LevelInfo-1, false)
	p.checkEnabled("nil *LevelVar", h, slog.LevelInfo, true)
}

// levelPerRecord changes the level behind handlers that exist already. One that
// reads it when it is made, or when it is derived, is found out.
func levelPerRecord(p *probe) {
	var level slog.LevelVar
	h := p.handlerWith(io.Discard, &slog.HandlerOptions{Level: &level})
	derived := p.group(p.attrs(h, slog.String("a", "b")), "G")
	for _, l := range []slog.Level{slog.LevelInfo, slog.LevelDebug, slog.LevelError} {
		level.Set(l)
		for name, h := range map[string]slog.Handler{"handler": h, "derived handler": derived} {
			call := fmt.Sprintf("%s after LevelVar.Set(%v)", name, l)
			p.checkEnabled(call, h, l, true)
			p.checkEnabled(call, h, l-1, false)
		}
	}
}

// anyContext: the line that says that a request was cancelled is logged with
// the cancelled context.
func anyContext(p *probe) {
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	var none context.Context
	for name, ctx := range map[string]context.Context{"cancelled": cancelled, "nil": none} {
		p.ctx = ctx
		h, out := p.handler()
		if !h.Enabled(ctx, slog.LevelInfo) {
			p.mismatch("Enabled(Info) with a "+name+" context", "false", "true")
		}
		call := "attr k=v with a " + name + " context"
		p.expect(call, p.emit(call, h, out, slog.String("k", "v")), tree{"k": "v"})
	}
}

// writeError: a decorator that tries a second writer needs to know.
func writeError(p *probe) {
	want := errors.New("disk full")
	h := p.handlerWith(failingWriter{want}, nil)
	for name, h := range map[string]slog.Handler{"handler": h, "derived handler": p.attrs(h, slog.String("a", "b"))} {
		got := h.Handle(p.ctx, slog.NewRecord(noon(), slog.LevelInfo, "msg", 0))
		if !errors.Is(got, want) {
			p.mismatch(name+": Handle on a writer that fails", fmt.Sprint(got), want.Error())
		}
	}
}

// oneWrite tries short records, a message of two lines, and one of 100 KB, which
// overflows whatever buffer a handler may use.
func oneWrite(p *probe) {
	var w countingWriter
	h := p.attrs(p.handlerWith(&w, nil), slog.String("a", "b"))
	for i, text := range []string{"short", "two\nlines", strings.Repeat("long ", 20_000)} {
		r := slog.NewRecord(noon(), slog.LevelInfo, text, 0)
		r.AddAttrs(slog.String("k", text))
		if err := h.Handle(p.ctx, r); err != nil {
			p.abandon("Handle", fmt.Sprintf("error %v", err), "no error")
		}
		if w.writes != i+1 {
			p.abandon(fmt.Sprintf("record %d", i+1), fmt.Sprintf("%d writes so far", w.writes), fmt.Sprint(i+1))
		}
		if n := bytes.IndexByte(w.last, '\n'); n != len(w.last)-1 || n < 0 {
			p.mismatch(fmt.Sprintf("record %d", i+1), fmt.Sprintf("%.200q", w.last), "one newline, at the end")
		}
	}
}

// handlerWith makes a handler with a writer and options of the check's own.
func (p *probe) handlerWith(w io.Writer, opts *slog.HandlerOptions) slog.Handler {
	h := p.newHandler(w, opts)
	if h == nil {
		p.abandon("newHandler(w, opts)", "nil", "a handler")
	}
	return h
}

// failingWriter is a full disk.
type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

// countingWriter keeps a copy: the handler may use its buffer again.
type countingWriter struct {
	writes int
	last   []byte
}

func (w *countingWriter) Write(b []byte) (int, error) {
	w.writes++
	w.last = bytes.Clone(b)
	return len(b), nil
}
