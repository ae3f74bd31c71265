package metrics

import (
	"math"
	"slices"
	"sync"
	"time"
)

// A summary looks back over its last observations, but not further than this.
const (
	summaryWindow = 1024
	summaryAge    = 10 * time.Minute
)

// A Summary computes quantiles inside the process, exactly, over the last 1,024
// observations of the last 10 minutes; its sum and count are of all time. The
// quantiles of two processes cannot be put together, by averaging or otherwise:
// use a [Histogram] unless there is one process and no useful bounds are known.
// Create one with [Registry.Summary] and keep the pointer. All methods may be
// called from any goroutine.
type Summary struct {
	family    *family
	quantiles []float64
	born      time.Time

	mu    sync.Mutex
	sum   float64
	count uint64
	ring  [summaryWindow]observation // the next one goes to count % summaryWindow
}

type observation struct {
	value float64
	at    time.Duration // since the summary's birth, on the monotonic clock
}

func newSummary(f *family, quantiles []float64) *Summary {
	return &Summary{family: f, quantiles: quantiles, born: time.Now()}
}

// Observe takes v into account. It refuses what [Histogram.Observe] refuses.
func (s *Summary) Observe(v float64) {
	if !summable(v) {
		s.family.reject()
		return
	}
	at := time.Since(s.born)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sum += v
	s.ring[s.count%summaryWindow] = observation{v, at}
	s.count++
}

// read appends the values in the window to dst, and returns them with the sum
// and count of the same moment.
func (s *Summary) read(dst []float64) (values []float64, count uint64, sum float64) {
	oldest := time.Since(s.born) - summaryAge
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range s.ring[:min(s.count, summaryWindow)] {
		if o.at >= oldest {
			dst = append(dst, o.value)
		}
	}
	return dst, s.count, s.sum
}

func (s *Summary) appendTo(p *page, labels string) {
	values, count, sum := s.read(p.sorted[:0])
	p.sorted = values
	slices.Sort(values)
	for i, q := range s.quantiles {
		b := append(p.buf, p.family.sample[p.format]...)
		b = appendOpen(b, labels)
		b = append(b, p.family.points[p.format][i]...)
		p.buf = append(appendNumber(b, quantile(values, q)), '\n')
	}
	p.appendSample("_sum", labels, sum)
	p.appendSample("_count", labels, float64(count))
}

func (s *Summary) touch() uint64 { return uint64(len(s.quantiles)) }

// quantile returns the smallest value that a share q of sorted does not exceed
// (the nearest rank), or NaN when there is none.
func quantile(sorted []float64, q float64) float64 {
	if len(sorted) == 0 {
		return math.NaN()
	}
	rank := int(math.Ceil(q * float64(len(sorted))))
	return sorted[max(rank, 1)-1]
}
