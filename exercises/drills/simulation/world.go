package simulation

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	logging "workbook/day141_slog"
	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/otlp"
	correlation "workbook/day145_correlation"
)

// World is one recording in the making.
type World struct {
	Chance
	Start, End time.Time

	effects   []effect
	processes []*Process
	alerts    []*alert
	logs      slog.Handler

	logText, scrapeText, spanText, eventText bytes.Buffer

	others map[string]*bytes.Buffer // further files, by name
}

// An effect is what happens at a time. Those of one time happen in the order in which they were given.
type effect struct {
	at time.Time
	do func()
}

// New returns an empty world that lasts for length.
func New(seed uint64, start time.Time, length time.Duration) *World {
	w := &World{Chance: *NewChance(seed), Start: start, End: start.Add(length), others: map[string]*bytes.Buffer{}}
	w.logs = correlation.NewHandler(logging.NewJSONHandler(&w.logText, nil), correlation.Attrs, traceID)
	return w
}

// traceID stamps a line with the trace alone: a recording has no room for what no drill needs.
func traceID(ctx context.Context) []slog.Attr {
	sc := tracecontext.FromContext(ctx)
	if !sc.Valid() {
		return nil
	}
	return []slog.Attr{slog.String("trace_id", sc.TraceID.String())}
}

// At lets do happen at a time. What is at or after the end is not in the recording.
func (w *World) At(at time.Time, do func()) { w.effects = append(w.effects, effect{at, do}) }

// Minute returns the time that lies so many minutes behind the start.
func (w *World) Minute(n int) time.Time { return w.Start.Add(time.Duration(n) * time.Minute) }

// Event records what a person or a controller did, or what a probe found.
func (w *World) Event(at time.Time, kind, text string) {
	w.At(at, func() { w.event(at, kind, text) })
}

func (w *World) event(at time.Time, kind, text string) {
	fields := map[string]string{"time": at.Format(time.RFC3339), "kind": kind, "text": text}
	line, _ := json.Marshal(fields) // texts always marshal
	w.eventText.Write(append(line, '\n'))
}

// Note writes a line into a further file of the recording.
func (w *World) Note(at time.Time, file, line string) {
	w.At(at, func() {
		if w.others[file] == nil {
			w.others[file] = &bytes.Buffer{}
		}
		w.others[file].WriteString(line + "\n")
	})
}

// An alert is a condition that is looked at once a minute.
type alert struct {
	name    string
	holds   time.Duration // how long it must be true
	is      func(at time.Time) bool
	since   time.Time // zero while it is false
	firing  bool
	pending bool
}

// Alert evaluates a condition after each scrape, and records when it is pending, fires and resolves.
func (w *World) Alert(name string, holds time.Duration, is func(at time.Time) bool) {
	w.alerts = append(w.alerts, &alert{name: name, holds: holds, is: is})
}

func (w *World) evaluate(a *alert, at time.Time) {
	say := func(state string) { w.event(at, "alert", a.name+" "+state) }
	if !a.is(at) {
		if a.firing {
			say("resolved")
		}
		a.since, a.firing, a.pending = time.Time{}, false, false
		return
	}
	if a.since.IsZero() {
		a.since = at
	}
	switch {
	case !a.firing && at.Sub(a.since) >= a.holds:
		a.firing = true
		say("firing")
	case !a.firing && !a.pending:
		a.pending = true
		say("pending")
	}
}

// Files runs the recording and returns its files by name.
func (w *World) Files() map[string]string {
	for at := w.Start.Add(time.Minute); !at.After(w.End); at = at.Add(time.Minute) {
		w.At(at, func() { w.scrape(at) })
	}
	slices.SortStableFunc(w.effects, func(a, b effect) int { return a.at.Compare(b.at) })
	for _, e := range w.effects {
		if !e.at.After(w.End) {
			e.do()
		}
	}
	files := map[string]string{"logs.jsonl": w.logText.String(), "scrapes.txt": w.scrapeText.String(),
		"spans.jsonl": w.spanText.String(), "events.jsonl": w.eventText.String()}
	for name, text := range w.others {
		files[name] = text.String()
	}
	return files
}

// scrape asks every process that runs for its page. A line in front of each page says when and of whom.
func (w *World) scrape(at time.Time) {
	slices.SortStableFunc(w.processes, func(a, b *Process) int { return cmp.Compare(a.Name, b.Name) })
	for _, p := range w.processes {
		if p.down {
			continue
		}
		var page strings.Builder
		_ = p.Metrics.WriteText(&page) // a strings.Builder never fails
		fmt.Fprintf(&w.scrapeText, "# SCRAPE %s %s\n", at.Format(time.RFC3339), p.Name)
		for line := range strings.Lines(page.String()) {
			// The names say what the comments would. The last digits of a histogram's sum depend on the order in which
			// its shards are added up, so they would not be the same every time.
			name, _, _ := strings.Cut(line, "{")
			if !strings.HasPrefix(line, "#") && !strings.HasSuffix(name, "_sum") {
				w.scrapeText.WriteString(line)
			}
		}
	}
	for _, a := range w.alerts {
		w.evaluate(a, at)
	}
}

// export writes the spans of one trace, as one line.
func (w *World) export(spans []*tracecontext.SpanData) {
	_ = otlp.NewWriter(&w.spanText).Export(context.Background(), spans) // a bytes.Buffer never fails
}
