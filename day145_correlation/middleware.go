package correlation

import (
	"context"
	"log/slog"
	"net/http"
)

// Middleware gives each request an id, hands it to next in the request's
// context, and puts it on the response before next runs, so that it is there
// however next ends. It takes at most one Options.
//
// The id is, in this order:
//   - the one the context already carries, if Valid: stacking mints once;
//   - the header's, if the request has exactly one value and it is Valid;
//   - a new one. A request is never refused for its id, and a bad id is never
//     repaired: cutting two long ids to 64 bytes would make them one.
//
// What was not chosen does not travel on: if the request came with a header, the
// one given to next has the chosen id there, so neither a proxy nor another
// middleware behind this one picks up what was refused.
//
// Put it outside of recovery and access logging: then the line about a panic,
// and the line about the request, carry the id. An id says which request this
// is, never who sent it: do not authenticate or authorise by it.
//
// A handler that adds another response's header to its own, such as
// httputil.ReverseProxy, adds that service's id as a second value: delete it in
// ReverseProxy.ModifyResponse.
func Middleware(next http.Handler, opts ...Options) http.Handler {
	if next == nil {
		panic("correlation: Middleware needs a handler to wrap, not nil.")
	}
	return &middleware{next: next, opts: settings("Middleware", opts)}
}

type middleware struct {
	next http.Handler
	opts Options
}

// ServeHTTP allocates three times for an accepted id: entry, context and request.
func (m *middleware) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	values := r.Header[m.opts.Header]
	chosen := lookup(r.Context())
	if chosen == nil || !Valid(chosen.id) {
		chosen = m.choose(values)
		r = r.WithContext(context.WithValue(r.Context(), contextKey{}, chosen))
		if len(values) > 0 && chosen.inbound == "" && values[0] != chosen.id {
			m.report(r.Context(), values)
		}
	}
	if len(values) > 1 || len(values) == 1 && values[0] != chosen.id {
		r = withHeader(r, m.opts.Header, chosen.id)
	}
	// Clipped, so that an Add by next copies instead of writing behind it.
	w.Header()[m.opts.Header] = chosen.header[:1:1]
	m.next.ServeHTTP(w, r)
}

// choose adopts the header's only value or mints.
func (m *middleware) choose(values []string) *entry {
	if len(values) != 1 || !Valid(values[0]) {
		return newEntry(NewID(), "")
	}
	if m.opts.AtEdge {
		return newEntry(NewID(), values[0])
	}
	return newEntry(values[0], "")
}

// report says that values were refused. Their length is all that is safe to
// say: a value is the sender's text, a megabyte of it or a forged log line.
func (m *middleware) report(ctx context.Context, values []string) {
	if m.opts.Logger == nil {
		return
	}
	size := 0
	for _, v := range values {
		size += len(v)
	}
	m.opts.Logger.LogAttrs(ctx, slog.LevelDebug, "replaced the request id",
		slog.String("header", m.opts.Header),
		slog.Int("values", len(values)), slog.Int("bytes", size))
}

// withHeader returns a copy of r that has id and nothing else under name. The
// header is cloned too: the server and the middlewares outside still hold r's.
func withHeader(r *http.Request, name, id string) *http.Request {
	out := r.WithContext(r.Context())
	out.Header = r.Header.Clone()
	out.Header[name] = []string{id}
	return out
}
