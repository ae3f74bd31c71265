package shop

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// goodOrder is a body that POST /orders takes.
const goodOrder = `{"item":"tea","quantity":2,"card":"4111 1111 1111 1111"}`

// quiet is bare Hooks whose log goes nowhere.
func quiet() *Hooks { return Bare(slog.New(slog.DiscardHandler)) }

// payer is a Payments that answers as it is told.
type payer struct {
	err      error
	mu       sync.Mutex
	receipts []string
}

func (p *payer) Authorise(context.Context, Order) error { return p.err }

func (p *payer) Receipt(_ context.Context, id string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.receipts = append(p.receipts, id)
	return nil
}

// send makes one request and returns the status and the decoded body.
func send(t *testing.T, h http.Handler, method, path, body string) (int, Order) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	b, _ := io.ReadAll(w.Body)
	var o Order
	if w.Code < 300 {
		if err := json.Unmarshal(b, &o); err != nil {
			t.Errorf("%s %s answered %q: %v", method, path, b, err)
		}
	}
	return w.Code, o
}

// soon is a context that ends a hanging test.
func soon(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	t.Cleanup(cancel)
	return ctx
}
