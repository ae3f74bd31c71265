package otelhttp

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	tracecontext "workbook/day143_tracecontext"
)

// Transport gives each outgoing request a client span, child of the span in the
// request's context, and sends that span's ids: never the inbound header, even
// if the caller copied it onto the request. The span ends when the body of the
// response has been read or closed. A nil base is http.DefaultTransport; the
// caller's request is not changed.
func Transport(base http.RoundTripper, o Options) http.RoundTripper {
	o.mustHaveTracer("Transport")
	if base == nil {
		base = http.DefaultTransport
	}
	return &transport{base, o}
}

// transport is the http.RoundTripper behind Transport.
type transport struct {
	base    http.RoundTripper
	options Options
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	if t.options.Skip != nil && t.options.Skip(req) {
		return t.base.RoundTrip(req)
	}
	method := knownMethod(req.Method)
	ctx, span := t.options.Tracer.StartKind(req.Context(), tracecontext.KindClient, spanName(method, ""))
	out := req.WithContext(ctx) // a shallow copy: its header is still the caller's
	out.Header = outbound(req.Header)
	tracecontext.Inject(span.Context(), out.Header)
	if span.Context().Sampled() {
		span.Set(slog.String("http.request.method", method),
			slog.String("server.address", req.URL.Hostname()),
			slog.Int("server.port", port(req.URL)),
			slog.String("url.full", withoutSecrets(req.URL)))
	}
	// Retries and redirects of http.Client come through here one by one, so each
	// is a span of its own, and the callee can tell them apart.
	resp, err := t.base.RoundTrip(out)
	if err != nil {
		span.Set(slog.String("error.type", fmt.Sprintf("%T", err)))
		span.Fail(err)
		span.End()
		return resp, err
	}
	t.answered(span, resp)
	return resp, nil
}

// The names of the two headers, as net/http keeps them.
const (
	headerParent = "Traceparent"
	headerState  = "Tracestate"
)

// outbound copies a header without the trace context in it, whatever its
// spelling: a second traceparent makes the receiver start a trace of its own.
func outbound(h http.Header) http.Header {
	out := make(http.Header, len(h)+2)
	for name, values := range h {
		if !strings.EqualFold(name, headerParent) && !strings.EqualFold(name, headerState) {
			out[name] = slices.Clone(values)
		}
	}
	return out
}

// answered notes the status and lets the body end the span.
func (t *transport) answered(span *tracecontext.Span, resp *http.Response) {
	if !span.Context().Sampled() {
		span.End()
		return
	}
	span.Set(slog.Int("http.response.status_code", resp.StatusCode))
	if resp.StatusCode >= 400 {
		span.Set(slog.String("error.type", strconv.Itoa(resp.StatusCode)))
		span.SetStatus(tracecontext.StatusError, "")
	}
	if resp.Body == nil || resp.Body == http.NoBody || resp.StatusCode == http.StatusSwitchingProtocols {
		// The body of a 101 is the connection itself, to be written to as well.
		span.End()
		return
	}
	resp.Body = &spanBody{ReadCloser: resp.Body, span: span}
}

// CloseIdleConnections reaches the base through http.Client's method.
func (t *transport) CloseIdleConnections() {
	if c, ok := t.base.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// port is the explicit one, or the scheme's.
func port(u *url.URL) int {
	if n, err := strconv.Atoi(u.Port()); err == nil {
		return n
	}
	if u.Scheme == "https" {
		return 443
	}
	return 80
}

// withoutSecrets drops the parts of a URL that carry them: user and query.
func withoutSecrets(u *url.URL) string {
	c := *u
	c.User, c.RawQuery, c.Fragment, c.RawFragment = nil, "", "", ""
	return c.String()
}

// spanBody ends its span with the body it wraps.
type spanBody struct {
	io.ReadCloser
	span *tracecontext.Span
}

// Read ends the span at the end of the body, or at its failure.
func (b *spanBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil {
		b.end(err)
	}
	return n, err
}

// Close ends the span of a caller who did not want the rest.
func (b *spanBody) Close() error {
	b.end(io.EOF)
	return b.ReadCloser.Close()
}

func (b *spanBody) end(err error) {
	if err != io.EOF {
		b.span.Fail(err)
	}
	b.span.End() // a Read and a Close may race to it: the first one counts
}
