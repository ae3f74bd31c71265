package correlation

import (
	"cmp"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
)

// DefaultHeader carries the id when Options.Header is empty. No RFC defines it;
// proxies, load balancers and most frameworks use it. Its case does not matter.
const DefaultHeader = "X-Request-ID"

// Options configure Middleware and Transport; give both the same. The zero
// value is what a service behind your own gateway wants.
type Options struct {
	// Header is the name of the header that carries the id; empty means
	// DefaultHeader.
	Header string
	// AtEdge is for the service that faces the public: Middleware always mints,
	// and keeps the client's id apart (see Inbound). A client that may choose
	// your ids can make two requests look like one. Transport ignores it.
	AtEdge bool
	// Logger, if not nil, gets one Debug record for each request whose id was
	// replaced. The record has the header's name, the number of values and
	// their total length in bytes, never a value. Transport ignores it.
	Logger *slog.Logger
}

// settings returns the one Options in opts or the zero one, with the header's
// name canonical. It panics, when the program starts, on what can only be a
// mistake in the program.
func settings(caller string, opts []Options) Options {
	if len(opts) > 1 {
		panic(fmt.Sprintf("correlation: %s takes one Options, not %d: put all fields into one.", caller, len(opts)))
	}
	var o Options
	if len(opts) == 1 {
		o = opts[0]
	}
	o.Header = cmp.Or(o.Header, DefaultHeader)
	if !token(o.Header) {
		panic(fmt.Sprintf("correlation: %s: Options.Header %.64q is not a header name (RFC 9110, section 5.1).",
			caller, o.Header))
	}
	o.Header = http.CanonicalHeaderKey(o.Header)
	return o
}

// token reports whether s is a token as RFC 9110, section 5.6.2 defines it.
func token(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(c rune) bool {
		return c <= ' ' || c >= 0x7F || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, c)
	})
}
