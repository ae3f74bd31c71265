package tailsampling

import (
	"context"
	"time"

	tracecontext "workbook/day143_tracecontext"
)

// hold adds a span to its trace. The caller holds t.mu, here and below.
func (t *Sampler) hold(d *tracecontext.SpanData) {
	h := t.waiting[d.Context.TraceID]
	if h == nil {
		h = &heldTrace{id: d.Context.TraceID, due: time.Now().Add(t.options.Wait), first: d.Start, last: d.End}
		t.waiting[h.id] = h
		t.queue = append(t.queue, h)
	}
	h.spans = append(h.spans, d)
	h.failed = h.failed || d.Status == tracecontext.StatusError
	if d.Start.Before(h.first) {
		h.first = d.Start
	}
	if d.End.After(h.last) {
		h.last = d.End
	}
	// Counted once, as it comes: the sum must go down by what it went up.
	n := d.Size()
	h.bytes += n
	t.stats.Bytes += n
}

// judge gives the oldest trace its verdict and appends its spans to out when
// they are kept.
func (t *Sampler) judge(out []*tracecontext.SpanData) []*tracecontext.SpanData {
	h := t.queue[0]
	t.queue[0] = nil // release it: append moves the rest to a new array only later
	t.queue = t.queue[1:]
	delete(t.waiting, h.id)
	t.stats.Bytes -= h.bytes
	v := t.verdict(h)
	t.verdicts.remember(h.id, v)
	if v == never {
		t.stats.Dropped++
	} else {
		t.stats.Kept++
	}
	return appendKept(out, v, h.spans...)
}

// never is the T of a trace that is dropped: no R reaches it.
const never tracecontext.Threshold = 1 << 56

// verdict is a threshold, as in head sampling: 0 is kept for certain, never is
// dropped, and between them lies the share that a kept trace stands for.
func (t *Sampler) verdict(h *heldTrace) tracecontext.Threshold {
	slow := t.options.Slow > 0 && h.last.Sub(h.first) >= t.options.Slow
	switch {
	case h.failed || slow:
		return 0
	case t.baseline.Keeps(h.id):
		return t.baseline
	}
	return never
}

// appendKept appends the spans of a kept trace, each with its probability. The
// head may have sampled already. Both tests look at the same bits of the trace
// id, so that passing the stricter one is passing both: the counts do not
// multiply, the higher threshold stands.
func appendKept(
	out []*tracecontext.SpanData, v tracecontext.Threshold, spans ...*tracecontext.SpanData,
) []*tracecontext.SpanData {
	if v == never {
		return out
	}
	for _, d := range spans {
		if v.Count() > d.AdjustedCount() {
			marked := *d // shared with other exporters, so it is not changed
			marked.Context.State = v.Publish(d.Context.State)
			d = &marked
		}
		out = append(out, d)
	}
	return out
}

// arm sets the timer for the oldest trace. One that was set for a trace that left early
// is not stopped, since its tick may be on the way: tick finds what is due by then.
func (t *Sampler) arm() {
	if len(t.queue) > 0 && t.timer == nil {
		t.timer = time.AfterFunc(time.Until(t.queue[0].due), t.tick)
	}
}

// tick judges all traces whose time has come.
func (t *Sampler) tick() {
	var out []*tracecontext.SpanData
	t.mu.Lock()
	t.timer = nil // it is this call; arm sets one for the next deadline
	now := time.Now()
	for len(t.queue) > 0 && !t.queue[0].due.After(now) {
		out = t.judge(out)
	}
	t.arm()
	t.mu.Unlock()
	if err := t.pass(context.Background(), out); err != nil && t.options.OnError != nil {
		t.options.OnError(err)
	}
}

// verdictMemory remembers the last limit verdicts. It forgets the oldest first;
// a span that comes later still counts as the first of a new trace.
type verdictMemory struct {
	of    map[tracecontext.TraceID]tracecontext.Threshold
	order []tracecontext.TraceID // a ring once it has limit entries
	next  int
	limit int
}

// remember keeps one verdict, in the place of the oldest when it is full.
func (m *verdictMemory) remember(id tracecontext.TraceID, v tracecontext.Threshold) {
	m.of[id] = v
	if len(m.order) < m.limit {
		m.order = append(m.order, id)
		return
	}
	delete(m.of, m.order[m.next])
	m.order[m.next] = id
	m.next = (m.next + 1) % m.limit
}
