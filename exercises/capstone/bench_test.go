package main

import (
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

// BenchmarkGetOrder is what a cheap request costs without any instrumentation
// and with what wire.go has wired.
func BenchmarkGetOrder(b *testing.B) {
	store := shop.NewMemoryStore(1)
	if err := store.Put(b.Context(), shop.Order{ID: "1", Item: "tea", Quantity: 2, Status: shop.Packed, Created: time.Now()}); err != nil {
		b.Fatal(err)
	}
	serve := func(b *testing.B, hooks *shop.Hooks) {
		h := shop.New(store, nil, nil, hooks).Handler()
		req, err := http.NewRequest("GET", "/orders/1", nil)
		if err != nil {
			b.Fatal(err)
		}
		req.Header.Set("traceparent", traceparent)
		req.Header.Set("X-Request-ID", "visitor-42")
		b.ReportAllocs()
		for b.Loop() {
			h.ServeHTTP(nobody{http.Header{}}, req)
		}
	}
	b.Run("bare", func(b *testing.B) { serve(b, shop.Bare(slog.New(slog.DiscardHandler))) })
	b.Run("wired", func(b *testing.B) {
		logger := slog.Default()
		defer slog.SetDefault(logger)
		cfg, err := parse([]string{"-api=127.0.0.1:0", "-payments=127.0.0.1:0", "-admin=127.0.0.1:0", "-page="})
		if err != nil {
			b.Fatal(err)
		}
		p, err := start(cfg, io.Discard)
		if err != nil {
			b.Fatal(err)
		}
		defer p.close()
		serve(b, p.svc.Hooks)
	})
}
