package healthcheck

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"sync/atomic"
)

// goodbye wraps a server's handler. It counts the requests in flight, and from
// the moment leaving is set it puts "Connection: close" on every response.
//
// That header is the one way to end a keep-alive connection without a race.
// The client has just been answered and knows that this was the last time; the
// server closes after the answer. Closing an idle connection, as Shutdown and
// SetKeepAlivesEnabled(false) do, may cross with a request on its way. On
// HTTP/2 net/http turns the header into a GOAWAY.
type goodbye struct {
	next    http.Handler
	leaving atomic.Bool
	flying  atomic.Int64
}

func (g *goodbye) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	g.flying.Add(1)
	defer g.flying.Add(-1)
	lw := &lastWriter1{lastWriter{ResponseWriter: w, leaving: &g.leaving}}
	if _, ok := w.(http.Hijacker); ok { // HTTP/1
		g.next.ServeHTTP(lw, r)
	} else {
		g.next.ServeHTTP(&lw.lastWriter, r)
	}
	lw.sayGoodbye() // for a handler that wrote nothing: net/http sends a 200
}

// A lastWriter sets the header as late as it can, when the header is written:
// a request that began before the drain and is answered during it says
// goodbye too. It has what both writers of net/http have, so that a handler
// which asserts http.Flusher finds it; Unwrap is for http.ResponseController.
type lastWriter struct {
	http.ResponseWriter
	leaving *atomic.Bool
	wrote   bool
}

func (w *lastWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *lastWriter) WriteHeader(code int) {
	if code >= 200 { // a 1xx is not the response yet, and 101 says "Upgrade"
		w.sayGoodbye()
	}
	w.ResponseWriter.WriteHeader(code)
}

func (w *lastWriter) Write(b []byte) (int, error) {
	w.sayGoodbye()
	return w.ResponseWriter.Write(b)
}

func (w *lastWriter) WriteString(s string) (int, error) {
	w.sayGoodbye()
	return io.WriteString(w.ResponseWriter, s)
}

// FlushError is what http.ResponseController calls before it unwraps.
func (w *lastWriter) FlushError() error {
	w.sayGoodbye()
	return http.NewResponseController(w.ResponseWriter).Flush()
}

func (w *lastWriter) Flush() { _ = w.FlushError() }

func (w *lastWriter) sayGoodbye() {
	if !w.wrote && w.leaving.Load() {
		w.Header().Set("Connection", "close")
	}
	w.wrote = true
}

// A lastWriter1 adds what only HTTP/1 can do.
type lastWriter1 struct{ lastWriter }

func (w *lastWriter1) Hijack() (conn net.Conn, rw *bufio.ReadWriter, err error) {
	return w.ResponseWriter.(http.Hijacker).Hijack()
}

// ReadFrom keeps the way to sendfile open for io.Copy.
func (w *lastWriter1) ReadFrom(src io.Reader) (int64, error) {
	w.sayGoodbye()
	return io.Copy(w.ResponseWriter, src)
}

// keepBase keeps the end of the signal's context away from requests. Whoever
// sets BaseContext to it would have the first SIGTERM cancel every request in
// flight, which is the opposite of a drain. Close still cancels them.
func keepBase(srv *http.Server) {
	base := srv.BaseContext
	if base == nil {
		return // net/http's own is the background context
	}
	srv.BaseContext = func(l net.Listener) context.Context {
		return context.WithoutCancel(base(l))
	}
}
