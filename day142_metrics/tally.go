package metrics

import (
	"fmt"
	"strconv"
)

// CounterFunc registers a counter that somebody else keeps, such as what a queue has
// dropped: its value is what the function returns, which must never fall. It is called
// as that of [Registry.GaugeFunc].
func (r *Registry) CounterFunc(name, help string, value func() uint64) {
	if value == nil {
		panic(fmt.Sprintf("metrics: the counter %s has a nil function.", name))
	}
	f := newFamily(name, help, counterKind, nil)
	f.only(gaugeFunc{family: f, value: func() float64 { return float64(value()) }})
	r.register(f)
}

// A tally is one of the registry's own counters: one number for each family
// that has something to count.
type tally struct {
	registry *Registry
	count    func(*family) uint64
}

func (r *Registry) tally(name, help string, count func(*family) uint64) {
	f := newFamily(name, help, counterKind, nil)
	f.only(tally{r, count})
	r.register(f)
}

func (t tally) touch() uint64 { return 0 }

// appendTo writes a sample for each count above zero. Without any, it takes
// back the header too: a registry that lost nothing has nothing to say.
func (t tally) appendTo(p *page, _ string) {
	start := len(p.buf)
	for _, f := range *t.registry.families.Load() {
		if n := t.count(f); n > 0 {
			b := append(p.buf, p.family.sample[p.format]...)
			b = append(b, `{metric="`+f.name+`"} `...)
			p.buf = append(strconv.AppendUint(b, n, 10), '\n')
		}
	}
	if len(p.buf) == start {
		p.buf = p.buf[:start-len(p.family.header[p.format])]
	}
}
