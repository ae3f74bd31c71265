package promhttp

import (
	"bufio"
	"context"
	"errors"
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
	req      *http.Request
	status   int   // 0: nothing has been decided yet
	written  int64 // bytes of the body
	late     bool  // the client had gone before the last of them
	flushed  bool  // the header was sent, in time for the client
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
func record(w http.ResponseWriter, req *http.Request) (http.ResponseWriter, *recorder) {
	switch {
	case !can[http.Flusher](w):
		r := &recorder{ResponseWriter: w, req: req}
		return r, r
	case !can[http.Hijacker](w):
		f := &flusher{recorder{ResponseWriter: w, req: req}}
		return f, &f.recorder
	}
	h := &hijacker{flusher{recorder{ResponseWriter: w, req: req}}}
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
	late := r.cancelled()
	n, err := r.ResponseWriter.Write(b)
	r.sent(int64(n), late)
	return n, err
}

// ReadFrom implements [io.ReaderFrom] with that of the writer, if it has one.
// An empty source writes nothing and so leaves the status open.
func (r *recorder) ReadFrom(src io.Reader) (int64, error) {
	late := r.cancelled()
	n, err := io.Copy(r.ResponseWriter, src)
	if n > 0 {
		r.decide(http.StatusOK)
	}
	r.sent(n, late)
	return n, err
}

// sent notes n bytes of the body, and whether they came too late.
func (r *recorder) sent(n int64, late bool) {
	if n > 0 {
		r.written += n
		r.late = late
	}
}

// cancelled reports whether the client has gone. The server cancels the
// context then, and until the handler returns for no other reason; a deadline,
// set by a middleware, is not the client's doing.
func (r *recorder) cancelled() bool {
	return errors.Is(r.req.Context().Err(), context.Canceled)
}

// served reports whether the client may have had the whole answer before it
// went. An answer without a body is whole once its header is flushed, one with
// a declared length once that many bytes are written. Any other ends when the
// handler does.
func (r *recorder) served() bool {
	length, err := strconv.ParseInt(r.Header().Get("Content-Length"), 10, 64)
	switch {
	case r.req.Method == http.MethodHead, r.status == http.StatusNoContent, r.status == http.StatusNotModified,
		err == nil && length == 0:
		return r.flushed
	}
	return err == nil && r.written >= length && !r.late
}

// Unwrap is for [http.ResponseController].
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// Flush implements [http.Flusher].
func (f *flusher) Flush() { _ = f.FlushError() }

// FlushError is what [http.ResponseController] calls, for the sake of the error.
func (f *flusher) FlushError() error {
	f.decide(http.StatusOK)
	late := f.cancelled()
	err := http.NewResponseController(f.ResponseWriter).Flush()
	f.flushed = f.flushed || err == nil && !late
	return err
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
