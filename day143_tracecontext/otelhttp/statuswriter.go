package otelhttp

import (
	"bufio"
	"errors"
	"io"
	"net"
	"net/http"
)

// statusWriter notes the status code on its way out.
type statusWriter struct {
	http.ResponseWriter
	status int // 0 until the final header is written
}

// code is the status net/http sent or will send: 200 when nothing was said.
func (w *statusWriter) code() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}

// WriteHeader notes the first final status; 1xx are interim, except 101.
func (w *statusWriter) WriteHeader(code int) {
	if w.status == 0 && (code >= 200 || code == http.StatusSwitchingProtocols) {
		w.status = code
	}
	w.ResponseWriter.WriteHeader(code)
}

// Write implies 200, as in net/http.
func (w *statusWriter) Write(b []byte) (int, error) {
	w.status = w.code()
	return w.ResponseWriter.Write(b)
}

// ReadFrom keeps sendfile working for io.Copy to the response.
func (w *statusWriter) ReadFrom(r io.Reader) (int64, error) {
	n, err := io.Copy(w.ResponseWriter, r)
	if n > 0 { // an empty source writes nothing, and leaves the status open
		w.status = w.code()
	}
	return n, err
}

// FlushError sends the header, 200 when nothing was said, and what is buffered.
func (w *statusWriter) FlushError() error {
	err := http.NewResponseController(w.ResponseWriter).Flush()
	if !errors.Is(err, http.ErrNotSupported) { // nothing was sent then
		w.status = w.code()
	}
	return err
}

// Unwrap is for http.ResponseController.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// withOptional returns w with those of the older optional interfaces that the
// wrapped writer has, and no others: handlers ask for them by type assertion
// and take the answer at its word.
func (w *statusWriter) withOptional() http.ResponseWriter {
	_, canFlush := w.ResponseWriter.(http.Flusher)
	f := statusFlusher{w}
	_, canHijack := w.ResponseWriter.(http.Hijacker)
	h := statusHijacker{w}
	switch {
	case canFlush && canHijack: // HTTP/1
		return struct {
			*statusWriter
			statusFlusher
			statusHijacker
		}{w, f, h}
	case canFlush: // HTTP/2
		return struct {
			*statusWriter
			statusFlusher
		}{w, f}
	case canHijack:
		return struct {
			*statusWriter
			statusHijacker
		}{w, h}
	}
	return w
}

// statusFlusher is the older way to flush, for a writer that can.
type statusFlusher struct{ w *statusWriter }

// Flush implements http.Flusher.
func (f statusFlusher) Flush() { _ = f.w.FlushError() }

// statusHijacker gives the connection away, for a writer that can.
type statusHijacker struct{ w *statusWriter }

// Hijack implements http.Hijacker. What the handler then says on the connection
// is not seen: 101 is what a taken connection is for.
func (h statusHijacker) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, rw, err := http.NewResponseController(h.w.ResponseWriter).Hijack()
	if err == nil && h.w.status == 0 {
		h.w.status = http.StatusSwitchingProtocols
	}
	return conn, rw, err
}
