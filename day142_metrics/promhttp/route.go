package promhttp

import (
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	metrics "workbook/day142_metrics"
)

// The label values of method and class. Other methods count as other: a client
// may send any word as a method.
var (
	methods = [...]string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "CONNECT", "OPTIONS", "TRACE", other}
	classes = [...]string{"1xx", "2xx", "3xx", "4xx", "5xx", aborted}
)

const (
	aborted = "aborted"
	other   = "other"
)

// A route measures one handler.
type route struct {
	red      *RED
	label    string
	next     http.Handler
	inFlight *metrics.Gauge

	// cells are the metrics of each method and class, looked up when the
	// first request of that sort ends. Filling them all in at the start would
	// put sixty histograms on the page for a route that answers GET with 200.
	cells [len(methods)][len(classes)]atomic.Pointer[cell]
}

// expect puts what a route will count on the page at zero. An increase needs a sample
// before it: without these the first error of a route is none, and a service that has
// had no request yet looks like one that is away.
func (r *RED) expect(label, method string) {
	for _, class := range []string{"2xx", "4xx", "5xx"} {
		r.requests.With(label, method, class)
	}
}

type cell struct {
	requests *metrics.Counter
	duration *metrics.Histogram
}

func (t *route) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	start := time.Now()
	t.inFlight.Inc()
	w, rec := record(w, req)
	done := false
	defer func() {
		t.inFlight.Dec()
		if done {
			t.count(rec, req, class(rec), time.Since(start))
			return
		}
		// The handler panicked, or ended its goroutine, in which case there
		// is nothing to recover and nothing to raise again.
		v := recover()
		c := "5xx"
		if err, ok := v.(error); ok && errors.Is(err, http.ErrAbortHandler) {
			c = aborted
		}
		t.count(rec, req, c, time.Since(start))
		if v != nil {
			panic(v) // still inside the first panic: the server logs both stacks
		}
	}()
	t.next.ServeHTTP(w, req)
	done = true
}

// count records a request that has ended. A hijacked one has no duration: its
// handler returned when the connection's real life began.
func (t *route) count(rec *recorder, req *http.Request, ended string, took time.Duration) {
	c := t.cell(req.Method, ended)
	c.requests.Inc()
	if rec.hijacked {
		return
	}
	if t.red.exemplar == nil {
		c.duration.Observe(took.Seconds())
		return
	}
	c.duration.ObserveExemplar(took.Seconds(), t.red.exemplar(req.Context()))
}

// cell returns the metrics for a method and class. Two requests may both be
// the first; With gives them the same pointers.
func (t *route) cell(method, class string) *cell {
	m, c := position(methods[:], method), position(classes[:], class)
	slot := &t.cells[m][c]
	found := slot.Load()
	if found == nil {
		found = &cell{
			requests: t.red.requests.With(t.label, methods[m], classes[c]),
			duration: t.red.duration.With(t.label, methods[m], classes[c]),
		}
		slot.Store(found)
	}
	return found
}

// position returns the index of s in list, or that of the last element.
func position(list []string, s string) int {
	for i, v := range list {
		if v == s {
			return i
		}
	}
	return len(list) - 1
}

// class sorts a request whose handler has returned. Going away with the whole
// answer in hand is no abort.
func class(rec *recorder) string {
	switch {
	case rec.cancelled() && !rec.served():
		return aborted
	case rec.status == 0:
		return "2xx" // the server sends 200 for a handler that says nothing
	case rec.status > 599:
		return "5xx" // 600 to 999 pass through net/http; nothing good is meant by them
	}
	return classes[rec.status/100-1]
}
