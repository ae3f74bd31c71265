package main

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"workbook/exercises/capstone/shop"
)

// nobody is a client that throws answers away.
type nobody struct{ h http.Header }

func (n nobody) Header() http.Header               { return n.h }
func (n nobody) Write(p []byte) (int, error)       { return len(p), nil }
func (n nobody) WriteString(s string) (int, error) { return len(s), nil }
func (n nobody) WriteHeader(int)                   {}

// getOrder returns what serves one GET /orders/{id} with these hooks.
func getOrder(tb testing.TB, hooks *shop.Hooks) func() {
	store := shop.NewMemoryStore(1)
	if err := store.Put(context.Background(), shop.Order{ID: "1", Item: "tea", Quantity: 2, Status: shop.Packed, Created: time.Now()}); err != nil {
		tb.Fatal(err)
	}
	h := shop.New(store, nil, nil, hooks).Handler()
	req, err := http.NewRequest("GET", "/orders/1", nil)
	if err != nil {
		tb.Fatal(err)
	}
	req.Header.Set("traceparent", goodTraceparent)
	req.Header.Set("X-Request-ID", "visitor-42")
	return func() { h.ServeHTTP(nobody{http.Header{}}, req) }
}

// wired returns hooks after the six stages.
func wired(tb testing.TB) *shop.Hooks {
	keepLogDefaults(tb)
	cfg, err := parse([]string{"-api=127.0.0.1:0", "-payments=127.0.0.1:0", "-admin=127.0.0.1:0", "-page="})
	if err != nil {
		tb.Fatal(err)
	}
	p, err := start(cfg, io.Discard)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(p.close)
	return p.svc.Hooks
}

// BenchmarkGetOrder is what a cheap request costs without any instrumentation
// and with what wire.go has wired.
func BenchmarkGetOrder(b *testing.B) {
	for _, tt := range []struct {
		name  string
		hooks *shop.Hooks
	}{{"bare", shop.Bare(slog.New(slog.DiscardHandler))}, {"wired", wired(b)}} {
		b.Run(tt.name, func(b *testing.B) {
			serve := getOrder(b, tt.hooks)
			b.ReportAllocs()
			for b.Loop() {
				serve()
			}
		})
	}
}

// Whatever wire.go wires may cost a request 20 allocations.
func TestInstrumentationAllocations(t *testing.T) {
	if raceEnabled() {
		t.Skip("the race detector allocates too")
	}
	bare := testing.AllocsPerRun(200, getOrder(t, shop.Bare(slog.New(slog.DiscardHandler))))
	got := testing.AllocsPerRun(200, getOrder(t, wired(t))) - bare
	if limit := 20.0; got > limit {
		t.Errorf("GET /orders/{id} wired has %v allocations more than the bare %v, want at most %v", got, bare, limit)
	}
}
