package tracecontext

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"math"
	"os"
	"testing"
	"time"
)

// fullSpan is a record in which every field has something to say.
func fullSpan(t testing.TB) *SpanData {
	sc := mustParent(t, "00-"+tid+"-"+pid+"-03")
	sc.State = mustState(t, "ot=th:8,foo=1")
	parent := sc.SpanID
	parent[7]++
	linked := sc
	linked.Remote = true
	return &SpanData{
		Name: "GET /orders/{id}", Kind: KindServer, Context: sc, Parent: parent, ParentRemote: true,
		Start: time.Unix(1, 0), End: time.Unix(2, 0),
		Attrs: []slog.Attr{
			slog.String("text", "a \"quoted\" <line>\n\x00\xff"),
			slog.Bool("yes", true), slog.Bool("no", false),
			slog.Int64("big", 1<<53+1), slog.Int64("least", math.MinInt64), slog.Uint64("most", math.MaxUint64),
			slog.Float64("pi", 3.25), slog.Float64("nan", math.NaN()), slog.Float64("up", math.Inf(1)), slog.Float64("down", math.Inf(-1)),
			slog.Duration("took", time.Second), slog.Time("at", time.Unix(0, 5).UTC()),
			slog.Group("group", slog.Int("n", 1), slog.Group("inner", slog.String("k", ""))),
		},
		DroppedAttrs: 1, DroppedEvents: 2, DroppedLinks: 3,
		Events: []Event{{time.Unix(1, 500), "retry", []slog.Attr{slog.Int("attempt", 2)}, 4}},
		Links:  []Link{{linked, []slog.Attr{slog.String("why", "batch")}, 5}},
		Status: StatusError, Message: "boom",
		Scope: &Scope{"shop/orders", []slog.Attr{slog.String("service.name", "shop")}},
	}
}

// TestEncodeOTLP compares with a file that was derived by hand from the
// protocol, and has the collector look at it too.
func TestEncodeOTLP(t *testing.T) {
	root := &SpanData{Name: "root", Kind: KindInternal, Context: mustParent(t, "00-"+tid+"-"+pid+"-01"),
		Start: time.Unix(-1, 0), End: time.Unix(1, 0), Status: StatusOK, Scope: &Scope{Name: "other"}}
	got, err := encodeOTLP([]*SpanData{fullSpan(t), root})
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/otlp.golden.json")
	if err != nil {
		t.Fatal(err)
	}
	want = bytes.ReplaceAll(want, []byte("\n"), nil)
	// Releases differ in how encoding/json spells a byte that is not UTF-8: ask the running one.
	spelled, _ := json.Marshal("\xff")
	want = bytes.ReplaceAll(want, []byte("\ufffd"), bytes.Trim(spelled, `"`))
	if !bytes.Equal(got, want) {
		t.Errorf("encodeOTLP\n got: %s\nwant: %s", got, want)
	}
	if _, err := strictTraces(got); err != nil {
		t.Errorf("strictTraces: %v", err)
	}
	if b, err := encodeOTLP(nil); string(b) != `{"resourceSpans":null}` || err != nil {
		t.Errorf("encodeOTLP(nil) = %s, %v", b, err)
	}
}

func BenchmarkEncodeOTLP(b *testing.B) {
	batch := make([]*SpanData, 512)
	for i := range batch {
		batch[i] = fullSpan(b)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = encodeOTLP(batch)
	}
}

// TestOTLPUnsigned: an unsigned number is an intValue while it fits into one.
func TestOTLPUnsigned(t *testing.T) {
	for in, want := range map[uint64]string{
		7:                 `{"intValue":"7"}`,
		math.MaxInt64:     `{"intValue":"9223372036854775807"}`,
		math.MaxInt64 + 1: `{"stringValue":"9223372036854775808"}`,
	} {
		if got, err := json.Marshal(otlpValueOf(slog.Uint64Value(in))); err != nil || string(got) != want {
			t.Errorf("otlpValueOf(%d) = %s, %v, want %s", in, got, err, want)
		}
	}
}

// BenchmarkEncodeServerSpan is what a sampled span costs after it was batched:
// a batch of the spans of Middleware becomes a body to send.
func BenchmarkEncodeServerSpan(b *testing.B) {
	ring := NewRing(512)
	tracer := NewProvider(Options{Exporter: ring}).Tracer("bench")
	for range 512 {
		_, span := tracer.StartKind(b.Context(), KindServer, "POST /orders/{id}",
			slog.String("http.request.method", "POST"), slog.String("url.path", "/orders/17"),
			slog.String("url.scheme", "http"), slog.String("http.route", "/orders/{id}"),
			slog.Int("http.response.status_code", 201))
		span.End()
	}
	batch := ring.Spans()
	for b.Loop() {
		message, err := encodeOTLP(batch)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := compress(message); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(batch)), "ns/span")
}
