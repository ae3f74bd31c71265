package otelhttp_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/otelhttp"
	"workbook/day143_tracecontext/tracestate"
)

// serveOne runs one request through a Middleware around a mux.
func serveOne(t *testing.T, o otelhttp.Options, r *http.Request) (*tracecontext.SpanData, *httptest.ResponseRecorder) {
	t.Helper()
	tracer, got := newSink(tracecontext.Options{})
	o.Tracer = tracer
	mux := http.NewServeMux()
	mux.HandleFunc("GET /orders/{id}", func(w http.ResponseWriter, r *http.Request) {})
	mux.HandleFunc("POST shop.example/orders", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusCreated) })
	mux.HandleFunc("/fail", func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no", http.StatusBadGateway) })
	mux.HandleFunc("/hint", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusEarlyHints)
		w.WriteHeader(http.StatusAccepted)
		w.WriteHeader(http.StatusOK) // superfluous: the first one counts
	})
	mux.HandleFunc("/panic", func(w http.ResponseWriter, r *http.Request) { panic("boom") })
	w := httptest.NewRecorder()
	func() {
		defer func() {
			if v := recover(); (v != nil) != (r.URL.Path == "/panic") {
				t.Errorf("%s: recovered %v", r.URL.Path, v)
			}
		}()
		otelhttp.Middleware(mux, o).ServeHTTP(w, r)
	}()
	return only(t, got), w
}

func attrsOf(d *tracecontext.SpanData) map[string]string {
	m := map[string]string{}
	for _, a := range d.Attrs {
		m[a.Key] = a.Value.String()
	}
	return m
}

func TestMiddlewareSpan(t *testing.T) {
	for _, tt := range []struct {
		method, url, name, code, route string
		status                         tracecontext.Status
	}{
		{"GET", "http://shop.example/orders/7", "GET /orders/{id}", "200", "/orders/{id}", tracecontext.StatusUnset},
		{"HEAD", "http://shop.example/orders/7", "HEAD /orders/{id}", "200", "/orders/{id}", tracecontext.StatusUnset},
		{"POST", "http://shop.example/orders", "POST /orders", "201", "/orders", tracecontext.StatusUnset},
		{"GET", "http://shop.example/nowhere/7", "GET", "404", "", tracecontext.StatusUnset},
		{"GET", "http://shop.example/fail", "GET /fail", "502", "/fail", tracecontext.StatusError},
		{"GET", "http://shop.example/hint", "GET /hint", "202", "/hint", tracecontext.StatusUnset},
		{"GET", "http://shop.example/panic", "GET /panic", "", "/panic", tracecontext.StatusError},
		{"BREW", "https://shop.example/fail", "HTTP /fail", "502", "/fail", tracecontext.StatusError},
	} {
		d, _ := serveOne(t, otelhttp.Options{}, httptest.NewRequest(tt.method, tt.url, nil))
		m := attrsOf(d)
		if d.Name != tt.name || d.Kind != tracecontext.KindServer || d.Status != tt.status || m["http.response.status_code"] != tt.code || m["http.route"] != tt.route {
			t.Errorf("%s %s: span %q, kind %d, status %d, %v\nwant %q, code %q, route %q, status %d", tt.method, tt.url,
				d.Name, d.Kind, d.Status, m, tt.name, tt.code, tt.route, tt.status)
		}
		want := ""
		switch {
		case strings.HasSuffix(tt.url, "/panic"):
			want = "panic"
		case tt.status == tracecontext.StatusError:
			want = tt.code
		}
		if m["error.type"] != want {
			t.Errorf("%s %s: error.type %q, want %q", tt.method, tt.url, m["error.type"], want)
		}
		if scheme, _, _ := strings.Cut(tt.url, ":"); m["url.scheme"] != scheme || m["url.path"] == "" {
			t.Errorf("%s %s: %v, want its scheme and path", tt.method, tt.url, m)
		}
	}
}

func TestMiddlewareOptions(t *testing.T) {
	in := func() *http.Request {
		r := httptest.NewRequest("GET", "/orders/7", nil)
		r.Header = http.Header{"Traceparent": {"00-" + tid + "-" + pid + "-01"}, "Tracestate": {"foo=1"}}
		return r
	}
	d, _ := serveOne(t, otelhttp.Options{Route: func(*http.Request) string { return "/own" }}, in())
	if d.Name != "GET /own" || d.Context.TraceID.String() != tid || d.Parent.String() != pid || !d.ParentRemote {
		t.Errorf("Route: span %q of trace %s, want GET /own and the caller's trace", d.Name, d.Context.TraceID)
	}
	d, _ = serveOne(t, otelhttp.Options{Edge: true}, in())
	if d.Context.TraceID.String() == tid || d.Parent != (tracecontext.SpanID{}) || d.Context.State != (tracestate.State{}) ||
		len(d.Links) != 1 || d.Links[0].Context.TraceID.String() != tid {
		t.Errorf("Edge: trace %s, parent %s, links %v, want a new root with a link to the caller", d.Context.TraceID, d.Parent, d.Links)
	}
	tracer, got := newSink(tracecontext.Options{})
	h := otelhttp.Middleware(http.NotFoundHandler(), otelhttp.Options{Tracer: tracer, Skip: func(r *http.Request) bool { return r.URL.Path == "/livez" }})
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/livez", nil))
	if len(got.Spans()) != 0 {
		t.Error("a skipped request has a span")
	}
}

// TestMiddlewareUnsampledWrapsNothing: most requests are not sampled, and keep
// the writer that they came with.
func TestMiddlewareUnsampledWrapsNothing(t *testing.T) {
	for _, tt := range []struct {
		sampler tracecontext.Sampler
		same    bool
	}{{tracecontext.AlwaysOff, true}, {tracecontext.AlwaysOn, false}} {
		tracer, _ := newSink(tracecontext.Options{Sampler: tt.sampler})
		out, same := httptest.NewRecorder(), false
		otelhttp.Middleware(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			same = w == http.ResponseWriter(out)
		}), otelhttp.Options{Tracer: tracer}).ServeHTTP(out, httptest.NewRequest("GET", "/", nil))
		if same != tt.same {
			t.Errorf("the handler got the writer as it came: %v, want %v", same, tt.same)
		}
	}
}

// TestMiddlewareStacked: the inner one is a child of the outer one, not a second
// child of the caller.
func TestMiddlewareStacked(t *testing.T) {
	tracer, got := newSink(tracecontext.Options{})
	o := otelhttp.Options{Tracer: tracer}
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Traceparent", "00-"+tid+"-"+pid+"-01")
	otelhttp.Middleware(otelhttp.Middleware(http.NotFoundHandler(), o), o).ServeHTTP(httptest.NewRecorder(), r)
	inner, outer := got.Spans()[0], got.Spans()[1]
	if inner.Parent != outer.Context.SpanID || outer.Parent.String() != pid {
		t.Errorf("inner parent %s, outer %s with parent %s", inner.Parent, outer.Context.SpanID, outer.Parent)
	}
}

func TestMiddlewareNeedsTracer(t *testing.T) {
	for name, f := range map[string]func(){
		"Middleware": func() { otelhttp.Middleware(http.NotFoundHandler(), otelhttp.Options{}) },
		"Transport":  func() { otelhttp.Transport(nil, otelhttp.Options{}) },
	} {
		func() {
			defer func() {
				if v := fmt.Sprint(recover()); !strings.Contains(v, name+" needs Options.Tracer") {
					t.Errorf("%s without a tracer: panic %q", name, v)
				}
			}()
			f()
		}()
	}
}

func BenchmarkMiddleware(b *testing.B) {
	for name, s := range map[string]tracecontext.Sampler{"sampled": tracecontext.AlwaysOn, "unsampled": tracecontext.AlwaysOff} {
		b.Run(name, func(b *testing.B) {
			tracer := tracecontext.NewProvider(tracecontext.Options{Sampler: s}).Tracer("bench")
			nothing := http.HandlerFunc(func(http.ResponseWriter, *http.Request) {})
			h := otelhttp.Middleware(nothing, otelhttp.Options{Tracer: tracer})
			w, r := httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil)
			b.ReportAllocs()
			for b.Loop() {
				h.ServeHTTP(w, r)
			}
		})
	}
}
