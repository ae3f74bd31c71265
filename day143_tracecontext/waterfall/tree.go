package waterfall

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	tracecontext "workbook/day143_tracecontext"
)

// traceRow is a span in the order and place in which a waterfall draws it.
type traceRow struct {
	*tracecontext.SpanData
	depth  int  // 0 for the top level
	orphan bool // its parent is not among the spans, as at the edge of a process
}

// traceRows orders the spans of one trace depth first, siblings by start. It
// copes with what arrives in practice: parents that were never exported, spans
// delivered twice, and parents in a circle.
func traceRows(spans []*tracecontext.SpanData) []traceRow {
	spans = slices.Clone(spans)
	slices.SortStableFunc(spans, func(a, b *tracecontext.SpanData) int {
		return cmp.Or(a.Start.Compare(b.Start), bytes.Compare(a.Context.SpanID[:], b.Context.SpanID[:]))
	})
	tops, children := family(spans)
	rows := make([]traceRow, 0, len(spans))
	drawn := map[*tracecontext.SpanData]bool{}
	draw := func(stack []traceRow) {
		for len(stack) > 0 { // a loop: a chain of 100,000 spans is only data
			row := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if drawn[row.SpanData] {
				continue
			}
			drawn[row.SpanData] = true
			rows = append(rows, row)
			for _, c := range children[row.Context.SpanID] {
				stack = append(stack, traceRow{c, row.depth + 1, false})
			}
			children[row.Context.SpanID] = nil // not again under a twin of this span
		}
	}
	draw(tops)
	for _, d := range spans { // what is left hangs on a circle: open it at its first span
		draw([]traceRow{{d, 0, true}})
	}
	return rows
}

// family returns the spans without a parent among these, and the children of
// each other one; both latest first, the order in which a stack takes them.
func family(spans []*tracecontext.SpanData) (tops []traceRow, children map[tracecontext.SpanID][]*tracecontext.SpanData) {
	known := map[tracecontext.SpanID]bool{}
	for _, d := range spans {
		known[d.Context.SpanID] = true
	}
	children = map[tracecontext.SpanID][]*tracecontext.SpanData{}
	for _, d := range slices.Backward(spans) {
		if d.Parent == (tracecontext.SpanID{}) || !known[d.Parent] {
			tops = append(tops, traceRow{d, 0, d.Parent != tracecontext.SpanID{}})
		} else {
			children[d.Parent] = append(children[d.Parent], d)
		}
	}
	return tops, children
}

// Traces groups spans by trace, the trace of the last span first, as a page that
// shows what is new wants them. Each group is ready for Text.
func Traces(spans []*tracecontext.SpanData) [][]*tracecontext.SpanData {
	latest := slices.Clone(spans)
	slices.Reverse(latest)
	return byTrace(latest)
}

// byTrace splits spans by trace, in order of first appearance.
func byTrace(spans []*tracecontext.SpanData) (traces [][]*tracecontext.SpanData) {
	at := map[tracecontext.TraceID]int{}
	for _, d := range spans {
		i, ok := at[d.Context.TraceID]
		if !ok {
			i = len(traces)
			at[d.Context.TraceID] = i
			traces = append(traces, nil)
		}
		traces[i] = append(traces[i], d)
	}
	return traces
}

// traceExtent is the time from the earliest start to the latest end. Clocks of
// two hosts differ, so a child may well begin before its parent.
func traceExtent(spans []*tracecontext.SpanData) (start time.Time, length time.Duration) {
	start = spans[0].Start
	end := spans[0].End
	for _, d := range spans {
		if d.Start.Before(start) {
			start = d.Start
		}
		if d.End.After(end) {
			end = d.End
		}
	}
	return start, max(0, end.Sub(start))
}

// place maps a span to columns [from, to) of width, at least one wide.
func place(d *tracecontext.SpanData, start time.Time, length time.Duration, width int) (from, to int) {
	if length <= 0 {
		return 0, width // all happened at once: each takes the whole
	}
	// A share, not nanoseconds times width, which overflows after 2.6 days.
	column := func(t time.Time) int {
		share := float64(t.Sub(start)) / float64(length)
		return int(min(max(share, 0), 1)*float64(width) + 0.5)
	}
	from = min(column(d.Start), width-1)
	return from, max(from+1, column(d.End))
}
