package metrics

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"strconv"
)

// A recorder is a ResponseWriter that remembers the status. It has Unwrap, for
// [http.ResponseController], and ReadFrom, so that a file still goes to the
// socket without a detour.
type recorder struct {
	http.ResponseWriter
	status   int   // 0: nothing has been decided yet
	written  int64 // bytes of the body
	hijacked bool
}

// A flusher is a recorder for a writer that can flush, and a hijacker one for
// a writer that can also give its connection away. A handler may ask its
// writer what it is by a type assertion, so neither must be claimed falsely.
type (
	flusher  struct{ recorder }
	hijacker struct{ flusher }
)

// record wraps w, with as many abilities as w has, in one allocation.
func record(w http.ResponseWriter) (http.ResponseWriter, *recorder) {
	switch {
	case !can[http.Flusher](w):
		r := &recorder{ResponseWriter: w}
		return r, r
	case !can[http.Hijacker](w):
		f := &flusher{recorder{ResponseWriter: w}}
		return f, &f.recorder
	}
	h := &hijacker{flusher{recorder{ResponseWriter: w}}}
	return h, &h.recorder
}

// can reports whether w, or a writer that it wraps, is a T.
func can[T any](w http.ResponseWriter) bool {
	for {
		if _, ok := w.(T); ok {
			return true
		}
		inner, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return false
		}
		w = inner.Unwrap()
	}
}

// decide notes the status, which is the first that is final. 103 and the other
// 1xx announce one to come; 101 is itself the last word in HTTP.
func (r *recorder) decide(status int) {
	if r.status == 0 && (status >= 200 || status == http.StatusSwitchingProtocols) {
		r.status = status
	}
}

func (r *recorder) WriteHeader(status int) {
	r.ResponseWriter.WriteHeader(status) // first: it panics for a status such as 0
	r.decide(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	r.decide(http.StatusOK)
	n, err := r.ResponseWriter.Write(b)
	r.written += int64(n)
	return n, err
}

// ReadFrom implements [io.ReaderFrom] with that of the writer, if it has one.
// An empty source writes nothing and so leaves the status open.
func (r *recorder) ReadFrom(src io.Reader) (int64, error) {
	n, err := io.Copy(r.ResponseWriter, src)
	if n > 0 {
		r.decide(http.StatusOK)
		r.written += n
	}
	return n, err
}

// complete reports whether the client may have had the whole answer before the
// handler returned. That takes a declared length: without one, the answer ends
// when the handler does.
func (r *recorder) complete() bool {
	length, err := strconv.ParseInt(r.Header().Get("Content-Length"), 10, 64)
	return err == nil && r.status != 0 && r.written >= length
}

// Unwrap is for [http.ResponseController].
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Flush implements [http.Flusher].
func (f *flusher) Flush() { _ = f.FlushError() }

// FlushError is what [http.ResponseController] calls, for the sake of the error.
func (f *flusher) FlushError() error {
	f.decide(http.StatusOK)
	return http.NewResponseController(f.ResponseWriter).Flush()
}

// Hijack implements [http.Hijacker].
func (h *hijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(h.ResponseWriter).Hijack()
	if err == nil {
		h.hijacked = true
		h.decide(http.StatusSwitchingProtocols) // the handler will say so itself, unseen
	}
	return conn, rw, err
}
