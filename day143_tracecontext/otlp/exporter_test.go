package otlp_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/batch"
	"workbook/day143_tracecontext/otlp"
)

// newOTLP returns an exporter that waits only milliseconds between attempts.
func newOTLP(t *testing.T, o otlp.Options) *otlp.Exporter {
	t.Helper()
	if o.MinBackoff == 0 {
		o.MinBackoff, o.MaxBackoff = time.Millisecond, 4*time.Millisecond
	}
	e, err := otlp.New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Shutdown(context.Background()) })
	return e
}

// TestEndToEnd sends what a tracer records, through a batcher, to the
// strict collector.
func TestEndToEnd(t *testing.T) {
	c := newStrictCollector(t)
	var failures []error
	b := batch.New(newOTLP(t, otlp.Options{URL: c.URL, Header: http.Header{"X-Api-Key": {"k"}}}),
		batch.Options{Batch: 10, OnError: func(err error) { failures = append(failures, err) }, InFlight: 1})
	tracer := tracecontext.NewProvider(tracecontext.Options{Exporter: b}).Tracer("test")
	caller := remote(t, "00-12345678901234567890123456789012-1234567890123456-03", "foo=1")
	for range 25 {
		ctx, server := tracer.StartKind(tracecontext.NewContext(context.Background(), caller), tracecontext.KindServer, "GET /")
		server.Link(caller)
		_, client := tracer.StartKind(ctx, tracecontext.KindClient, "GET")
		client.Fail(errors.New("boom"))
		client.End()
		server.Succeed()
		server.End()
	}
	if err := b.Shutdown(context.Background()); err != nil || len(failures) != 0 || len(c.problems) != 0 {
		t.Fatalf("Shutdown: %v, failures %v, collector says %q", err, failures, c.problems)
	}
	if s := b.Stats(); s.Exported != 50 || len(c.spans) != 50 || c.requests != 5 {
		t.Errorf("%+v, collector has %d spans of %d requests, want 50 of 5", s, len(c.spans), c.requests)
	}
	for _, s := range c.spans {
		flags, code := "259", "2" // sampled, random, parent known and local; an error
		if s["name"] == "GET /" {
			flags, code = "771", "1" // the parent is remote; vouched for
		}
		got := fmt.Sprint(s["flags"], " ", s["status"].(map[string]any)["code"])
		if want := flags + " " + code; got != want {
			t.Errorf("span %v has flags and status %s, want %s", s["name"], got, want)
		}
	}
}

func TestURL(t *testing.T) {
	for in, want := range map[string]string{
		"http://127.0.0.1:4318":          "http://127.0.0.1:4318/v1/traces",
		"http://127.0.0.1:4318/":         "http://127.0.0.1:4318/v1/traces",
		"https://c.example/otlp/traces":  "https://c.example/otlp/traces",
		"http://c.example/v1/traces?a=b": "http://c.example/v1/traces?a=b",
	} {
		got := ""
		client := &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			got = r.URL.String()
			return &http.Response{StatusCode: 200, Body: http.NoBody}, nil
		})}
		err := newOTLP(t, otlp.Options{URL: in, Client: client}).Export(t.Context(), []*tracecontext.SpanData{fullSpan(t)})
		if err != nil || got != want {
			t.Errorf("the exporter for %q posts to %q, %v, want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"", "127.0.0.1:4318", "localhost:4318", "grpc://c:4317", "http://", "http://a b/", "://"} {
		if _, err := otlp.New(otlp.Options{URL: in}); err == nil {
			t.Errorf("NewOTLPExporter(%q): no error", in)
		}
	}
}

// TestBodyIsRebuilt: each attempt carries the whole body.
func TestBodyIsRebuilt(t *testing.T) {
	var bodies [][]byte
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		bodies = append(bodies, b)
		if len(bodies) < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer s.Close()
	if err := newOTLP(t, otlp.Options{URL: s.URL}).Export(t.Context(), []*tracecontext.SpanData{fullSpan(t)}); err != nil {
		t.Error(err)
	}
	if len(bodies) != 3 || len(bodies[0]) == 0 || !bytes.Equal(bodies[0], bodies[1]) || !bytes.Equal(bodies[1], bodies[2]) {
		t.Errorf("%d attempts with bodies that differ or are empty, want 3 alike", len(bodies))
	}
}

// TestClosesEarly: a collector that accepts and hangs up, then recovers.
func TestClosesEarly(t *testing.T) {
	var attempts atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if attempts.Add(1) < 3 {
			conn, _, err := http.NewResponseController(w).Hijack()
			if err != nil {
				t.Error(err)
				return
			}
			conn.Close()
		}
	}))
	defer s.Close()
	if err := newOTLP(t, otlp.Options{URL: s.URL}).Export(t.Context(), []*tracecontext.SpanData{fullSpan(t)}); err != nil {
		t.Error(err)
	}
	if got := attempts.Load(); got != 3 {
		t.Errorf("%d attempts, want 3", got)
	}
}

func TestCutAnswer(t *testing.T) {
	var attempts atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if attempts.Add(1) == 1 {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "{") // net/http hangs up on the 99 missing bytes
		}
	}))
	defer s.Close()
	err := newOTLP(t, otlp.Options{URL: s.URL}).Export(context.Background(), []*tracecontext.SpanData{fullSpan(t)})
	if err != nil || attempts.Load() != 2 {
		t.Errorf("after a cut answer: %v, %d attempts, want success on the second", err, attempts.Load())
	}
}

func TestRefused(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close() // nobody listens there now
	e := newOTLP(t, otlp.Options{URL: "http://" + l.Addr().String(), Budget: 50 * time.Millisecond})
	if err := e.Export(context.Background(), []*tracecontext.SpanData{fullSpan(t)}); err == nil {
		t.Error("no error from a collector that is away")
	}
}

// TestHangs: the collector takes requests and does not answer, until the
// third one or for ever.
func TestHangs(t *testing.T) {
	release := make(chan struct{})
	var attempts, answersFrom atomic.Int32
	answersFrom.Store(3)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body)
		if attempts.Add(1) < answersFrom.Load() {
			<-release
		}
	}))
	defer s.Close()
	defer close(release)
	e := newOTLP(t, otlp.Options{URL: s.URL, Timeout: 100 * time.Millisecond, Budget: time.Minute})
	if err := e.Export(context.Background(), []*tracecontext.SpanData{fullSpan(t)}); err != nil || attempts.Load() < 3 {
		t.Errorf("a collector that hangs twice: %v after %d attempts, want success on the third", err, attempts.Load())
	}
	answersFrom.Store(1 << 30)
	ctx, cancel := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	if err := e.Export(ctx, []*tracecontext.SpanData{fullSpan(t)}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a collector that hangs for ever: %v, want deadline exceeded", err)
	}
}

// TestEndlessAnswer: 10 GB come back; 64 KiB of them are read.
func TestEndlessAnswer(t *testing.T) {
	for _, code := range []int{200, 400} {
		var wrote atomic.Int64
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(code)
			chunk := bytes.Repeat([]byte("x"), 1<<20)
			for wrote.Load() < 10<<30 {
				n, err := w.Write(chunk)
				if wrote.Add(int64(n)); err != nil {
					return
				}
			}
		}))
		err := newOTLP(t, otlp.Options{URL: s.URL}).Export(context.Background(), []*tracecontext.SpanData{fullSpan(t)})
		s.Close() // waits for the handler, whose connection was dropped
		if (err == nil) != (code == 200) || err != nil && len(err.Error()) > 1000 || wrote.Load() > 1<<28 {
			t.Errorf("status %d with 10 GB: %.200v, collector wrote %d bytes", code, err, wrote.Load())
		}
	}
}

func TestShutdown(t *testing.T) {
	e := newOTLP(t, otlp.Options{URL: "http://127.0.0.1:1"})
	if err := e.Export(context.Background(), nil); err != nil {
		t.Errorf("Export of nothing: %v", err)
	}
	if err := errors.Join(e.Shutdown(context.Background()), e.Shutdown(context.Background())); err != nil {
		t.Error(err)
	}
	if err := e.Export(context.Background(), []*tracecontext.SpanData{fullSpan(t)}); !errors.Is(err, tracecontext.ErrShutdown) {
		t.Errorf("Export after Shutdown: %v, want ErrShutdown", err)
	}
}
