package metrics

import (
	"math"
	"sync/atomic"
)

// A Gauge is a number that goes both ways: requests in flight, a queue's
// length. Create one with [Registry.Gauge] or [Vec.With] and keep the pointer.
// All methods may be called from any goroutine.
type Gauge struct {
	bits atomic.Uint64 // of a float64
}

// Set makes v the value. NaN and the infinities are values a gauge may have.
func (g *Gauge) Set(v float64) { g.bits.Store(math.Float64bits(v)) }

// Add adds v, which may be negative.
func (g *Gauge) Add(v float64) {
	for {
		old := g.bits.Load()
		sum := math.Float64bits(math.Float64frombits(old) + v)
		if g.bits.CompareAndSwap(old, sum) {
			return
		}
	}
}

// Inc adds one.
func (g *Gauge) Inc() { g.Add(1) }

// Dec subtracts one.
func (g *Gauge) Dec() { g.Add(-1) }

// Value returns the current value.
func (g *Gauge) Value() float64 { return math.Float64frombits(g.bits.Load()) }

func (g *Gauge) appendTo(p *page, labels string) { p.appendSample("", labels, g.Value()) }

func (g *Gauge) touch() uint64 { return g.bits.Load() }

// A gaugeFunc is a gauge that is asked for its value by the scrape.
type gaugeFunc struct {
	family *family
	value  func() float64
}

func (g gaugeFunc) appendTo(p *page, labels string) {
	if v, ok := g.ask(); ok {
		p.appendSample("", labels, v)
	}
}

func (g gaugeFunc) touch() uint64 { return 0 }

// ask calls the function, with no lock held. A panic costs this sample alone:
// the page goes on, and the loss is counted.
func (g gaugeFunc) ask() (v float64, ok bool) {
	defer func() {
		if !ok {
			recover()
			g.family.reject()
		}
	}()
	return g.value(), true
}
