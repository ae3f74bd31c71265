package shop_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	"workbook/exercises/capstone/shop"
)

// A hook wraps what was there before: here one that gives each message the
// name of its sender, around whatever Publish did already.
func ExampleHooks() {
	h := shop.Bare(slog.New(slog.DiscardHandler))
	publish := h.Publish
	h.Publish = func(ctx context.Context, m *shop.Message) (context.Context, func(error)) {
		m.Headers["sent-by"] = "orders-1"
		return publish(ctx, m)
	}

	payments := httptest.NewServer(shop.PaymentsService(h, nil))
	defer payments.Close()
	queue := shop.NewMemoryQueue(10)
	app := shop.New(shop.NewMemoryStore(10), queue, shop.NewPaymentsClient(payments.URL, h), h)
	w := httptest.NewRecorder()
	body := strings.NewReader(`{"item":"tea","quantity":2,"card":"4111 1111 1111 1111"}`)
	app.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/orders", body))

	m, err := queue.Pop(context.Background())
	fmt.Println(w.Code, m.Headers, err)
	// Output: 201 map[sent-by:orders-1] <nil>
}

// The ceiling doubles up to the cap; jitter picks anything below it.
func ExampleBackoff() {
	b := shop.Backoff{Base: 20 * time.Millisecond, Max: 100 * time.Millisecond, Rand: func(n int64) int64 { return n - 1 }}
	for n := range 5 {
		fmt.Print(b.Delay(n), " ")
	}
	// Output: 20ms 40ms 80ms 100ms 100ms
}
