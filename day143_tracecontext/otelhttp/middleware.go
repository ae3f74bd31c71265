package otelhttp

import (
	"log/slog"
	"net/http"
	"strconv"
	"strings"

	tracecontext "workbook/day143_tracecontext"
)

// Options configure Middleware and Transport; only Tracer is needed.
type Options struct {
	Tracer *tracecontext.Tracer
	// Route names the route of a request, once it was served: "/orders/{id}",
	// never the path itself, of which there are too many. Nil is the pattern
	// that http.ServeMux found. Middleware only.
	Route func(*http.Request) string
	// Skip leaves a request untraced: probes, scrapes.
	Skip func(*http.Request) bool
	// Edge never continues a caller's trace: the server span starts a new one
	// and links to the caller's. For listeners open to strangers, who could
	// otherwise choose your trace ids and sampling. Middleware only.
	Edge bool
}

func (o Options) mustHaveTracer(user string) {
	if o.Tracer == nil {
		panic("otelhttp: " + user + " needs Options.Tracer: take one from NewProvider(...).Tracer(name)")
	}
}

// Middleware gives each request a server span: a child of the span in the
// request's context, else of the caller's traceparent, else the root of a new
// trace. The span is named "METHOD route", fails for a 5xx answer and for a
// panic (which goes on upwards), and ends when next returns.
//
// Wrap the whole mux: the route is read from r.Pattern afterwards. A middleware
// between the two that copies the request hides it; then set Route.
func Middleware(next http.Handler, o Options) http.Handler {
	o.mustHaveTracer("Middleware")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if o.Skip != nil && o.Skip(r) {
			next.ServeHTTP(w, r)
			return
		}
		serve(next, o, w, r)
	})
}

// serve runs one request. A span that is not sampled costs its ids and the two
// copies that carry them: no writer is wrapped and nothing is looked up.
func serve(next http.Handler, o Options, w http.ResponseWriter, r *http.Request) {
	parent, caller := tracecontext.FromContext(r.Context()), tracecontext.SpanContext{}
	if !parent.Valid() {
		caller = tracecontext.Extract(r.Header)
		if !o.Edge {
			parent, caller = caller, tracecontext.SpanContext{}
		}
	}
	ctx, span := o.Tracer.StartFrom(r.Context(), parent, tracecontext.KindServer, spanName(knownMethod(r.Method), ""))
	defer span.End()
	span.Link(caller)
	r = r.WithContext(ctx) // the mux will set Pattern on this one
	if !span.Context().Sampled() {
		next.ServeHTTP(w, r)
		return
	}
	status := &statusWriter{ResponseWriter: w}
	panicked := true
	defer func() { // no recover: the panic keeps its stack, and goes on
		describe(span, o, r, status.code(), panicked)
	}()
	next.ServeHTTP(status.withOptional(), r)
	panicked = false
}

// describe fills a server span in after the answer, under the names of
// OpenTelemetry's semantic conventions for HTTP.
func describe(span *tracecontext.Span, o Options, r *http.Request, code int, panicked bool) {
	method := knownMethod(r.Method)
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	span.Set(slog.String("http.request.method", method),
		slog.String("url.path", pathOf(r)),
		slog.String("url.scheme", scheme))
	if route := o.route(r); route != "" {
		span.Rename(spanName(method, route))
		span.Set(slog.String("http.route", route))
	}
	switch {
	case panicked:
		span.Set(slog.String("error.type", "panic"))
		span.SetStatus(tracecontext.StatusError, "handler panicked")
		return // net/http drops the connection: there is no status
	case code >= 500: // a 4xx is the caller's failure, and an error of its span
		span.Set(slog.String("error.type", strconv.Itoa(code)))
		span.SetStatus(tracecontext.StatusError, "") // the code says it all
	}
	span.Set(slog.Int("http.response.status_code", code))
}

// route is "" when nobody knows it, as for a 404: a path would be a name of its
// own for each typing mistake.
func (o Options) route(r *http.Request) string {
	if o.Route != nil {
		return o.Route(r)
	}
	// A pattern is "[METHOD ][HOST]/path".
	if slash := strings.IndexByte(r.Pattern, '/'); slash >= 0 {
		return r.Pattern[slash:]
	}
	return ""
}

// knownMethod bounds what a stranger can put into span names. It answers with a string of
// its own: net/http's Method is a part of the request line, and a span that holds three
// letters of it would hold a query of a megabyte too.
func knownMethod(m string) string {
	if m == "" {
		return http.MethodGet // net/http's meaning, on the client's side
	}
	for _, known := range knownMethods {
		if m == known {
			return known
		}
	}
	return "_OTHER"
}

// knownMethods are in the order in which they are looked for.
var knownMethods = [...]string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodHead,
	http.MethodPatch, http.MethodOptions, http.MethodConnect, http.MethodTrace}

// pathOf is the path, apart from the request line when that is much longer.
func pathOf(r *http.Request) string {
	if len(r.RequestURI) > len(r.URL.Path)+1<<10 {
		return strings.Clone(r.URL.Path)
	}
	return r.URL.Path
}

// spanName is "METHOD route", and the method alone while no route is known.
func spanName(method, route string) string {
	if method == "_OTHER" {
		method = "HTTP"
	}
	if route == "" {
		return method
	}
	return method + " " + route
}
