package otlp_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/otlp"
)

// TestWriter reads back what a real tracer wrote, line by line.
func TestWriter(t *testing.T) {
	var out bytes.Buffer
	e := otlp.NewWriter(&out)
	p := tracecontext.NewProvider(tracecontext.Options{Exporter: e, Resource: []slog.Attr{slog.String("service.name", "shop")}})
	tracer := p.Tracer("test")
	ctx, span := tracer.StartKind(context.Background(), tracecontext.KindProducer, "publish orders")
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
	if err := e.Export(context.Background(), []*tracecontext.SpanData{fullSpan(t)}); !errors.Is(err, tracecontext.ErrShutdown) {
		t.Errorf("Export after Shutdown: %v, want ErrShutdown", err)
	}
	if err := e.Export(context.Background(), nil); err != nil {
		t.Errorf("Export of nothing: %v", err)
	}
}

// stuckWriter says that it was called, and blocks until it is let go.
type stuckWriter struct{ called, release chan struct{} }

func (w stuckWriter) Write(b []byte) (int, error) {
	close(w.called)
	<-w.release
	return len(b), nil
}

func TestWriterWaitsNoLongerThanContext(t *testing.T) {
	w := stuckWriter{make(chan struct{}), make(chan struct{})}
	e := otlp.NewWriter(w)
	first := make(chan error, 1)
	go func() { first <- e.Export(context.Background(), []*tracecontext.SpanData{fullSpan(t)}) }()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
	defer cancel()
	<-w.called
	if err := e.Export(ctx, []*tracecontext.SpanData{fullSpan(t)}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Export behind a stuck writer: %v, want deadline exceeded", err)
	}
	if err := e.Shutdown(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Shutdown behind a stuck writer: %v, want deadline exceeded", err)
	}
	close(w.release)
	if err := <-first; err != nil {
		t.Error(err)
	}
}
