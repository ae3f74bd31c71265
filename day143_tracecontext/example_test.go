package tracecontext_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/batch"
	"workbook/day143_tracecontext/otelhttp"
	"workbook/day143_tracecontext/tailsampling"
	"workbook/day143_tracecontext/waterfall"
)

// A request passes through two services and a queue. Wiring the whole of it
// takes four lines a service.
func Example() {
	ring := tracecontext.NewRing(100)
	tracer := tracecontext.NewProvider(tracecontext.Options{Exporter: ring}).Tracer("shop")
	o := otelhttp.Options{Tracer: tracer}

	payments := http.NewServeMux()
	payments.HandleFunc("POST /charge", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusPaymentRequired)
	})
	pay := httptest.NewServer(otelhttp.Middleware(payments, o))
	defer pay.Close()

	client := &http.Client{Transport: otelhttp.Transport(nil, o)}
	message := map[string]string{} // the headers of a queue message
	orders := http.NewServeMux()
	orders.HandleFunc("POST /orders/{id}", func(w http.ResponseWriter, r *http.Request) {
		req, _ := http.NewRequestWithContext(r.Context(), "POST", pay.URL+"/charge", nil)
		if resp, err := client.Do(req); err == nil {
			resp.Body.Close()
		}
		_, span := tracer.StartKind(r.Context(), tracecontext.KindProducer, "publish orders")
		tracecontext.InjectMap(span.Context(), message)
		span.End()
	})
	otelhttp.Middleware(orders, o).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "/orders/7", nil))

	ctx := tracecontext.NewContext(context.Background(), tracecontext.ExtractMap(message))
	_, span := tracer.StartKind(ctx, tracecontext.KindConsumer, "process orders")
	span.End()

	names := map[tracecontext.SpanID]string{}
	for _, d := range ring.Spans() {
		names[d.Context.SpanID] = d.Name
	}
	fmt.Println(len(waterfall.Traces(ring.Spans())), "trace")
	for _, d := range ring.Spans() {
		fmt.Printf("%s, child of %q\n", d.Name, names[d.Parent])
	}
	// Output:
	// 1 trace
	// POST /charge, child of "POST"
	// POST, child of "POST /orders/{id}"
	// publish orders, child of "POST /orders/{id}"
	// POST /orders/{id}, child of ""
	// process orders, child of "publish orders"
}

func ExampleParseTraceparent() {
	sc, err := tracecontext.ParseTraceparent("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-from-the-future")
	fmt.Printf("%s %v\n", sc.AppendTraceparent(nil), err)
	_, err = tracecontext.ParseTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-")
	fmt.Println(err)
	// Output:
	// 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01 <nil>
	// tracecontext: invalid traceparent "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-": version 00 is exactly 55 bytes
}

func ExampleRatio() {
	var id tracecontext.TraceID
	id[9] = 0x80 // R is exactly half of the scale
	for _, p := range []float64{0.1, 0.5, 0.9} {
		d := tracecontext.Ratio(p)(tracecontext.SampleParams{TraceID: id})
		fmt.Printf("%v %v %q\n", p, d.Sample, d.State)
	}
	// Output:
	// 0.1 false ""
	// 0.5 true "ot=th:8"
	// 0.9 true "ot=th:199a"
}

// A sampler is a function, so a rule of your own is a function around one.
func ExampleSampler() {
	ratio := tracecontext.Ratio(0.01)
	sampler := func(p tracecontext.SampleParams) tracecontext.Decision {
		if p.Kind == tracecontext.KindConsumer { // few, and each of them matters
			return tracecontext.AlwaysOn(p)
		}
		return ratio(p)
	}
	tracer := tracecontext.NewProvider(tracecontext.Options{Sampler: tracecontext.ParentBased(sampler)}).Tracer("shop")
	_, span := tracer.StartKind(context.Background(), tracecontext.KindConsumer, "process orders")
	fmt.Println(span.Context().Sampled())
	// Output: true
}

// counting is an exporter of your own: two methods.
type counting struct{ failed int }

func (c *counting) Export(_ context.Context, spans []*tracecontext.SpanData) error {
	for _, d := range spans {
		if d.Status == tracecontext.StatusError {
			c.failed++
		}
	}
	return nil
}

func (c *counting) Shutdown(context.Context) error { return nil }

func ExampleExporter() {
	var c counting
	provider := tracecontext.NewProvider(tracecontext.Options{
		Exporter: tailsampling.New(batch.New(&c, batch.Options{}),
			tailsampling.Options{Slow: time.Second, Baseline: 0.01}),
	})
	_, span := provider.Tracer("shop").Start(context.Background(), "charge")
	span.Fail(errors.New("card declined"))
	span.End()
	err := provider.Shutdown(context.Background()) // judges what waits, flushes, closes
	fmt.Println(c.failed, err)
	// Output: 1 <nil>
}

// A log line of any handler that takes attributes from the context carries the
// ids; here the logger is given them by hand.
func ExampleLogAttrs() {
	sc, _ := tracecontext.ParseTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
	ctx := tracecontext.NewContext(context.Background(), sc)
	log := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	log.LogAttrs(ctx, slog.LevelInfo, "charged", tracecontext.LogAttrs(ctx)...)
	// Output: level=INFO msg=charged trace_id=0af7651916cd43dd8448eb211c80319c span_id=b7ad6b7169203331 trace_flags=01
}
