package metrics

import "strconv"

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
