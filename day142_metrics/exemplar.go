package metrics

import (
	"strconv"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"
)

// exemplarLabel is the one label an exemplar has here.
const exemplarLabel = "trace_id"

// maxExemplar is OpenMetrics' limit, in code points, for the names and values
// of one exemplar's labels together.
const maxExemplar = 128

// An exemplar points from a number to one trace that went into it.
type exemplar struct {
	trace string
	value float64
	at    time.Time
}

// exemplars holds the latest exemplar of each bucket, or of a counter. The
// slots are values under a short lock, not pointers swapped atomically: so a
// new exemplar is stored without an allocation.
type exemplars struct {
	mu    sync.Mutex
	slots []exemplar
}

// keep stores an exemplar in slot i of n. The slots are made when the first
// one comes, since most metrics never have any. An empty id is no exemplar,
// and one over the limit is dropped: the sample itself has been counted.
func keep(p *atomic.Pointer[exemplars], n, i int, trace string, v float64) {
	if trace == "" || utf8.RuneCountInString(trace) > maxExemplar-len(exemplarLabel) {
		return
	}
	e := p.Load()
	for e == nil {
		p.CompareAndSwap(nil, &exemplars{slots: make([]exemplar, n)})
		e = p.Load()
	}
	now := time.Now()
	e.mu.Lock()
	e.slots[i] = exemplar{trace: trace, value: v, at: now}
	e.mu.Unlock()
}

// appendExemplar appends ` # {trace_id="…"} value seconds` for slot i, if the
// page's format has exemplars and the slot is taken.
func (p *page) appendExemplar(from *atomic.Pointer[exemplars], i int) {
	if p.format != openMetrics {
		return
	}
	e := from.Load()
	if e == nil {
		return
	}
	e.mu.Lock()
	slot := e.slots[i]
	e.mu.Unlock()
	if slot.trace == "" {
		return
	}
	b := append(p.buf, " # {"+exemplarLabel+`="`...)
	b = appendEscaped(b, clean(slot.trace), true)
	b = append(b, `"} `...)
	b = appendNumber(b, slot.value)
	b = append(b, ' ')
	p.buf = strconv.AppendFloat(b, float64(slot.at.UnixMilli())/1000, 'f', 3, 64)
}
