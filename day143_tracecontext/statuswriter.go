package tracecontext

import (
	"io"
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
	w.status = w.code()
	return io.Copy(w.ResponseWriter, r)
}

// Unwrap is for http.ResponseController.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// withOptional returns w with those of the older optional interfaces that the
// wrapped writer has, and no others: handlers ask for them by type assertion
// and take the answer at its word.
func (w *statusWriter) withOptional() http.ResponseWriter {
	f, canFlush := w.ResponseWriter.(http.Flusher)
	h, canHijack := w.ResponseWriter.(http.Hijacker)
	switch {
	case canFlush && canHijack: // HTTP/1
		return struct {
			*statusWriter
			http.Flusher
			http.Hijacker
		}{w, f, h}
	case canFlush: // HTTP/2
		return struct {
			*statusWriter
			http.Flusher
		}{w, f}
	case canHijack:
		return struct {
			*statusWriter
			http.Hijacker
		}{w, h}
	}
	return w
}
