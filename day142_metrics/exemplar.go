package metrics

import (
	"strconv"
	"strings"
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

// exemplars holds the latest exemplar of each bucket, or of a counter. Most
// metrics never have any: the slots are made when the first one comes.
type exemplars struct {
	slots atomic.Pointer[exemplarSlots]
}

// The slots are values under a short lock, not pointers swapped atomically: so
// a new exemplar is stored without an allocation.
type exemplarSlots struct {
	mu     sync.Mutex
	latest []exemplar
}

// keep stores an exemplar in slot i of n. An empty id is no exemplar, and one
// over the limit is dropped: the sample itself has been counted.
func (e *exemplars) keep(i, n int, trace string, v float64) {
	if trace == "" || utf8.RuneCountInString(trace) > maxExemplar-len(exemplarLabel) {
		return
	}
	slots := e.slots.Load()
	if slots == nil {
		e.slots.CompareAndSwap(nil, &exemplarSlots{latest: make([]exemplar, n)})
		slots = e.slots.Load() // another goroutine's, when that was faster
	}
	now := time.Now()
	slots.mu.Lock()
	slots.latest[i] = exemplar{trace: trace, value: v, at: now}
	slots.mu.Unlock()
}

// get returns what slot i holds, which has no trace when nothing was stored.
func (e *exemplars) get(i int) exemplar {
	slots := e.slots.Load()
	if slots == nil {
		return exemplar{}
	}
	slots.mu.Lock()
	defer slots.mu.Unlock()
	return slots.latest[i]
}

// appendTo appends ` # {trace_id="…"} value seconds`, or nothing without a trace.
// Only OpenMetrics has exemplars.
func (e exemplar) appendTo(b []byte) []byte {
	if e.trace == "" {
		return b
	}
	b = append(b, " # {"+exemplarLabel+`="`...)
	trace := strings.ReplaceAll(clean(e.trace), "\x00", "\uFFFD") // in an exemplar, Prometheus takes no byte of zero
	b = appendEscaped(b, trace, true)
	b = append(b, `"} `...)
	b = appendNumber(b, e.value)
	b = append(b, ' ')
	return strconv.AppendFloat(b, float64(e.at.UnixMilli())/1000, 'f', 3, 64)
}
