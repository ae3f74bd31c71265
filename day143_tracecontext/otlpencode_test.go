package tracecontext

import (
	"bytes"
	"context"
	"errors"
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
	if want = bytes.ReplaceAll(want, []byte("\n"), nil); !bytes.Equal(got, want) {
		t.Errorf("encodeOTLP\n got: %s\nwant: %s", got, want)
	}
	if _, err := strictTraces(got); err != nil {
		t.Errorf("strictTraces: %v", err)
	}
	if b, err := encodeOTLP(nil); string(b) != `{"resourceSpans":null}` || err != nil {
		t.Errorf("encodeOTLP(nil) = %s, %v", b, err)
	}
}

// TestWriterExporter reads back what a real tracer wrote, line by line.
func TestWriterExporter(t *testing.T) {
	var out bytes.Buffer
	e := NewWriterExporter(&out)
	p := NewProvider(Options{Exporter: e, Resource: []slog.Attr{slog.String("service.name", "shop")}})
	tracer := p.Tracer("test")
	ctx, span := tracer.StartKind(context.Background(), KindProducer, "orders publish")
	_, child := tracer.Start(ctx, "child", slog.Any("err", errors.New("boom")))
	child.Fail(errors.New("boom"))
	child.End()
	span.Succeed()
	span.End()
	lines := bytes.Split(bytes.TrimSpace(out.Bytes()), []byte("\n"))
	if len(lines) != 2 {
		t.Fatalf("%d lines, want one for each of 2 spans:\n%s", len(lines), out.Bytes())
	}
	for _, line := range lines {
		if _, err := strictTraces(line); err != nil {
			t.Errorf("strictTraces(%s): %v", line, err)
		}
	}
	if err := p.Shutdown(context.Background()); err != nil {
		t.Error(err)
	}
	if err := e.Export(context.Background(), []*SpanData{fullSpan(t)}); !errors.Is(err, ErrShutdown) {
		t.Errorf("Export after Shutdown: %v, want ErrShutdown", err)
	}
	if err := e.Export(context.Background(), nil); err != nil {
		t.Errorf("Export of nothing: %v", err)
	}
}

// stuckWriter blocks until it is let go.
type stuckWriter chan struct{}

func (w stuckWriter) Write(b []byte) (int, error) { <-w; return len(b), nil }

func TestWriterExporterWaitsNoLongerThanContext(t *testing.T) {
	w := make(stuckWriter)
	e := NewWriterExporter(w)
	first := make(chan error, 1)
	go func() { first <- e.Export(context.Background(), []*SpanData{fullSpan(t)}) }()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	<-ctx.Done() // by now, or soon, the first one has the writer
	for len(e.turn) != 0 {
		<-time.After(time.Millisecond)
	}
	if err := e.Export(ctx, []*SpanData{fullSpan(t)}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Export behind a stuck writer: %v, want deadline exceeded", err)
	}
	if err := e.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Shutdown behind a stuck writer: %v, want deadline exceeded", err)
	}
	close(w)
	if err := <-first; err != nil {
		t.Error(err)
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
