package correlation

import (
	"net/http"
	"strings"
)

// Transport returns a RoundTripper that sends the context's id on each request
// and leaves the rest to base; a nil base means http.DefaultTransport. It takes
// at most one Options; use the same Header as in Middleware.
//
// An id that is not Valid is never sent: a control character in it would make
// the client fail the whole request. A header that the caller has set is left
// alone when Middleware would adopt it (one value, Valid); otherwise it is
// replaced, so that exactly one value goes out. The caller's request is never
// changed: it is cloned first, as http.RoundTripper demands.
func Transport(base http.RoundTripper, opts ...Options) http.RoundTripper {
	return &transport{base: base, header: settings("Transport", opts).Header}
}

type transport struct {
	base   http.RoundTripper
	header string // canonical
}

func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	id, ok := FromContext(r.Context())
	if !ok || !Valid(id) {
		return t.next().RoundTrip(r)
	}
	if given := t.values(r.Header); len(given) == 1 && Valid(given[0]) {
		return t.next().RoundTrip(r)
	}
	out := r.Clone(r.Context()) // the header is a map: a shallow copy would share it
	if out.Header == nil {
		out.Header = make(http.Header, 1)
	}
	for name := range out.Header {
		if strings.EqualFold(name, t.header) {
			delete(out.Header, name)
		}
	}
	out.Header[t.header] = []string{id}
	return t.next().RoundTrip(out)
}

// values collects the header's values under every spelling of its name. Callers
// who care for the case on the wire write h["X-Request-ID"] = ... past
// Header.Set, and the server at the other end sees one header in two spellings.
func (t *transport) values(h http.Header) []string {
	all := h[t.header]
	for name, values := range h {
		if name != t.header && strings.EqualFold(name, t.header) {
			all = append(all[:len(all):len(all)], values...)
		}
	}
	return all
}

// next is asked for each request, as http.Client does, so that a program that
// replaces http.DefaultTransport late still gets what it asked for.
func (t *transport) next() http.RoundTripper {
	if t.base == nil {
		return http.DefaultTransport
	}
	return t.base
}

// CloseIdleConnections keeps http.Client.CloseIdleConnections working, which
// looks for this method on the outermost transport only.
func (t *transport) CloseIdleConnections() {
	if c, ok := t.next().(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}
