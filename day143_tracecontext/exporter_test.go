package tracecontext

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
)

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

// TestConstructorsPanic: what can't work is refused at start-up, by name.
func TestConstructorsPanic(t *testing.T) {
	for want, f := range map[string]func(){
		"NewBatcher needs an exporter":     func() { NewBatcher(nil, BatchOptions{}) },
		"NewTailSampler needs an exporter": func() { NewTailSampler(nil, TailOptions{}) },
		"a Ring must hold at least one":    func() { NewRing(0) },
	} {
		func() {
			defer func() {
				if got := fmt.Sprint(recover()); !strings.Contains(got, want) {
					t.Errorf("panic %q, want one that says %q", got, want)
				}
			}()
			f()
		}()
	}
}
