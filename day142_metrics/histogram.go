package metrics

import "strconv"

// A Histogram counts observations in buckets, so that quantiles can be
// estimated later and over many processes. Create one with
// [Registry.Histogram] or [Vec.With] and keep the pointer. All methods may be
// called from any goroutine.
type Histogram struct {
	bounds []float64 // upper bounds, ascending; the +Inf bucket is not listed
	shards []shard

	family    *family
	exemplars exemplars
}

func newHistogram(f *family, bounds []float64) *Histogram {
	h := &Histogram{family: f, bounds: bounds, shards: make([]shard, shardCount())}
	for i := range h.shards {
		// Rounded up to whole cache lines, which two shards then never share.
		h.shards[i].counts = make([]uint64, len(bounds)+1, (len(bounds)+8)&^7)
	}
	return h
}

// Observe counts v in the first bucket whose bound is not below it: a bound
// belongs to its bucket, as le, less or equal, says. The unit is that of the
// bounds; for durations, seconds. A NaN, an infinity and what is beyond 9e288 is
// refused and counted in metrics_rejected_samples_total.
func (h *Histogram) Observe(v float64) { h.observe(v) }

// ObserveExemplar counts v as [Histogram.Observe] does, and remembers the id of
// the trace it comes from, for OpenMetrics to show beside its bucket. An empty
// id adds no exemplar.
func (h *Histogram) ObserveExemplar(v float64, traceID string) {
	if i, ok := h.observe(v); ok {
		h.exemplars.keep(i, len(h.bounds)+1, traceID, v)
	}
}

// bucket returns the index of v's bucket. Up to some twenty bounds, reading
// them all in a row beats a binary search, whose branches cannot be guessed.
func (h *Histogram) bucket(v float64) int {
	for i, b := range h.bounds {
		if v <= b {
			return i
		}
	}
	return len(h.bounds)
}

// observe returns the bucket that v is in and whether it has been counted.
func (h *Histogram) observe(v float64) (int, bool) {
	if !summable(v) {
		h.family.reject()
		return 0, false
	}
	i := h.bucket(v)
	s := &h.shards[home()&uint(len(h.shards)-1)]
	if !s.mu.TryLock() {
		s = h.acquire()
	}
	s.sum += v
	s.counts[i]++
	s.mu.Unlock()
	return i, true
}

// acquire returns a locked shard when the goroutine's own is taken: the next
// free one, or else its own after waiting.
func (h *Histogram) acquire() *shard {
	first, mask := home(), uint(len(h.shards)-1)
	for i := range uint(len(h.shards)) {
		s := &h.shards[(first+i)&mask]
		if s.mu.TryLock() {
			return s
		}
	}
	s := &h.shards[first&mask]
	s.mu.Lock()
	return s
}

// read adds the buckets up into counts and returns the total and the sum. It
// holds all locks at once, so what it reads was true at one moment; no
// observer ever holds more than one, so nobody can wait in a circle.
func (h *Histogram) read(counts []uint64) (total uint64, sum float64) {
	for i := range h.shards {
		h.shards[i].mu.Lock()
	}
	for i := range h.shards {
		s := &h.shards[i]
		sum += s.sum
		for j, n := range s.counts {
			counts[j] += n
			total += n
		}
	}
	for i := range h.shards {
		h.shards[i].mu.Unlock()
	}
	return total, sum
}

func (h *Histogram) touch() uint64 { return uint64(len(h.bounds)) }

func (h *Histogram) appendTo(p *page, labels string) {
	counts := p.counters(len(h.bounds) + 1)
	total, sum := h.read(counts)
	var below uint64
	for i, n := range counts {
		below += n // buckets become cumulative here, and only here
		b := append(p.buf, p.family.sample[p.format]...)
		b = append(b, "_bucket"...)
		b = appendOpen(b, labels)
		b = append(b, p.family.points[p.format][i]...)
		b = strconv.AppendUint(b, below, 10)
		if p.format == openMetrics && n > 0 {
			b = h.exemplars.get(i).appendTo(b)
		}
		p.buf = append(b, '\n')
	}
	if p.format == openMetrics && len(h.bounds) > 0 && h.bounds[0] < 0 {
		return // with a negative bound the sum may fall: OpenMetrics forbids it
	}
	p.appendSample("_sum", labels, sum)
	p.appendSample("_count", labels, float64(total))
}
