package otlp_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"math"
	"os"
	"testing"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/otlp"
)

// fullSpan is a record in which every field has something to say.
func fullSpan(t testing.TB) *tracecontext.SpanData {
	sc := remote(t, "00-12345678901234567890123456789012-1234567890123456-03", "ot=th:8,foo=1")
	sc.Remote = false
	parent := sc.SpanID
	parent[7]++
	linked := sc
	linked.Remote = true
	return &tracecontext.SpanData{
		Name: "GET /orders/{id}", Kind: tracecontext.KindServer, Context: sc, Parent: parent, ParentRemote: true,
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
		Events: []tracecontext.Event{{Time: time.Unix(1, 500), Name: "retry", Attrs: []slog.Attr{slog.Int("attempt", 2)}, DroppedAttrs: 4}},
		Links:  []tracecontext.Link{{Context: linked, Attrs: []slog.Attr{slog.String("why", "batch")}, DroppedAttrs: 5}},
		Status: tracecontext.StatusError, Message: "boom",
		Scope: &tracecontext.Scope{Name: "shop/orders", Resource: []slog.Attr{slog.String("service.name", "shop")}},
	}
}

// TestEncode compares with a file that was derived by hand from the
// protocol, and has the collector look at it too.
func TestEncode(t *testing.T) {
	sc := remote(t, "00-12345678901234567890123456789012-1234567890123456-01", "")
	sc.Remote = false
	root := &tracecontext.SpanData{Name: "root", Kind: tracecontext.KindInternal, Context: sc,
		Start: time.Unix(-1, 0), End: time.Unix(1, 0), Status: tracecontext.StatusOK, Scope: &tracecontext.Scope{Name: "other"}}
	got, err := otlp.Encode([]*tracecontext.SpanData{fullSpan(t), root})
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
	if b, err := otlp.Encode(nil); string(b) != `{"resourceSpans":null}` || err != nil {
		t.Errorf("otlp.Encode(nil) = %s, %v", b, err)
	}
}

func BenchmarkEncode(b *testing.B) {
	batch := make([]*tracecontext.SpanData, 512)
	for i := range batch {
		batch[i] = fullSpan(b)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, _ = otlp.Encode(batch)
	}
}

// TestUnsigned: an unsigned number is an intValue while it fits into one.
func TestUnsigned(t *testing.T) {
	for in, want := range map[uint64]string{
		7:                 `{"intValue":"7"}`,
		math.MaxInt64:     `{"intValue":"9223372036854775807"}`,
		math.MaxInt64 + 1: `{"stringValue":"9223372036854775808"}`,
	} {
		if got, err := json.Marshal(otlp.ValueOf(slog.Uint64Value(in))); err != nil || string(got) != want {
			t.Errorf("otlpValueOf(%d) = %s, %v, want %s", in, got, err, want)
		}
	}
}

// BenchmarkEncodeServerSpan is what a sampled span costs after it was batched:
// a batch of the spans of Middleware becomes a body to send.
func BenchmarkEncodeServerSpan(b *testing.B) {
	ring := tracecontext.NewRing(512)
	tracer := tracecontext.NewProvider(tracecontext.Options{Exporter: ring}).Tracer("bench")
	for range 512 {
		_, span := tracer.StartKind(b.Context(), tracecontext.KindServer, "POST /orders/{id}",
			slog.String("http.request.method", "POST"), slog.String("url.path", "/orders/17"),
			slog.String("url.scheme", "http"), slog.String("http.route", "/orders/{id}"),
			slog.Int("http.response.status_code", 201))
		span.End()
	}
	batch := ring.Spans()
	for b.Loop() {
		message, err := otlp.Encode(batch)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := otlp.Compress(message); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(batch)), "ns/span")
}
