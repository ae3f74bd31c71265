package shop // inside: the tests of this package know its limits, and read replies without a server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestCreateStatus(t *testing.T) {
	full := NewMemoryQueue(0) // no room and no consumer
	for _, tt := range []struct {
		name, body string
		pay        error
		queue      Queue
		want       int
	}{
		{"accepted", goodOrder, nil, NewMemoryQueue(1), 201},
		{"no JSON", "tea", nil, NewMemoryQueue(1), 400},
		{"unknown field", `{"item":"tea","quantity":1,"card":"4111 1111 1111 1111","id":"x"}`, nil, NewMemoryQueue(1), 400},
		{"no item", `{"quantity":1,"card":"4111 1111 1111 1111"}`, nil, NewMemoryQueue(1), 400},
		{"long item", `{"item":"` + strings.Repeat("x", 65) + `","quantity":1,"card":"4111 1111 1111 1111"}`, nil, NewMemoryQueue(1), 400},
		{"quantity 0", `{"item":"tea","quantity":0,"card":"4111 1111 1111 1111"}`, nil, NewMemoryQueue(1), 400},
		{"quantity 101", `{"item":"tea","quantity":101,"card":"4111 1111 1111 1111"}`, nil, NewMemoryQueue(1), 400},
		{"no card", `{"item":"tea","quantity":1}`, nil, NewMemoryQueue(1), 400},
		{"body too large", `{"item":"` + strings.Repeat("x", maxBody) + `"}`, nil, NewMemoryQueue(1), 413},
		{"more than a body", goodOrder + goodOrder, nil, NewMemoryQueue(1), 400},
		{"a body and a half", goodOrder + " {", nil, NewMemoryQueue(1), 400},
		{"blanks behind it", goodOrder + "\r\n ", nil, NewMemoryQueue(1), 201},
		{"declined", goodOrder, ErrDeclined, NewMemoryQueue(1), 402},
		{"payments down", goodOrder, errors.New("refused"), NewMemoryQueue(1), 502},
		{"queue full", goodOrder, nil, full, 503},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := New(NewMemoryStore(4), tt.queue, &payer{err: tt.pay}, quiet())
			got, _ := send(t, a.Handler(), "POST", "/orders", tt.body)
			if got != tt.want {
				t.Errorf("POST /orders %.40q with payments error %v = %d, want %d", tt.body, tt.pay, got, tt.want)
			}
		})
	}
}

// A client that goes away is no failure of the service: no error line, no status.
func TestClientGone(t *testing.T) {
	var lines strings.Builder
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	pay := &payer{err: context.Canceled}
	a := New(NewMemoryStore(4), NewMemoryQueue(1), pay, Bare(slog.New(slog.NewTextHandler(&lines, nil))))
	a.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, "POST", "/orders", strings.NewReader(goodOrder)))
	if got := lines.String(); !strings.Contains(got, `level=INFO msg="client gone"`) || strings.Contains(got, "ERROR") {
		t.Errorf("POST /orders of a client that is gone logs %q, want client gone and no error", got)
	}
}

// Half a body is a request that ends when the server's time for it is over.
func TestHalfABody(t *testing.T) {
	srv := httptest.NewUnstartedServer(New(NewMemoryStore(4), NewMemoryQueue(1), &payer{}, quiet()).Handler())
	srv.Config.ReadTimeout = 50 * time.Millisecond
	srv.Start()
	defer srv.Close()
	c, err := net.Dial("tcp", srv.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	fmt.Fprintf(c, "POST /orders HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
	res, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil || res.StatusCode != http.StatusRequestTimeout {
		t.Errorf("half a body: got %v, %v, want 408", res, err)
	}
}

func TestAcceptedOrderCanBeRead(t *testing.T) {
	pay := &payer{}
	a := New(NewMemoryStore(4), NewMemoryQueue(4), pay, quiet())
	h := a.Handler()
	_, made := send(t, h, "POST", "/orders", goodOrder)
	code, got := send(t, h, "GET", "/orders/"+made.ID, "")
	if code != 200 || got != made || got.Status != Accepted {
		t.Errorf("GET /orders/%s = %d %+v, want 200 %+v", made.ID, code, got, made)
	}
	if got.Card != "" {
		t.Errorf("the stored order has card %q, want none: only the payment needs it", got.Card)
	}
	if err := a.Settle(soon(t)); err != nil {
		t.Errorf("Settle() = %v, want nil", err)
	}
	if len(pay.receipts) != 1 || pay.receipts[0] != made.ID {
		t.Errorf("receipts for %q, want one for %q", pay.receipts, made.ID)
	}
}

func TestUnknownOrderAndMethod(t *testing.T) {
	h := New(NewMemoryStore(4), NewMemoryQueue(4), &payer{}, quiet()).Handler()
	for path, want := range map[string]int{"GET /orders/none": 404, "DELETE /orders": 405, "GET /nowhere": 404} {
		method, target, _ := strings.Cut(path, " ")
		if got, _ := send(t, h, method, target, ""); got != want {
			t.Errorf("%s = %d, want %d", path, got, want)
		}
	}
}

// A receipt goes on after the answer: what its context is, the Detach hook says.
func TestDetachedWorkGetsTheHooksContext(t *testing.T) {
	type key struct{}
	h := quiet()
	h.Server = func(_ string, next *http.ServeMux) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			ctx, cancel := context.WithCancel(context.WithValue(r.Context(), key{}, "id"))
			next.ServeHTTP(w, r.WithContext(ctx))
			cancel() // what net/http does as the handler returns
		})
	}
	h.Detach = context.WithoutCancel
	got := make(chan error, 1)
	p := &ctxPayer{ask: func(ctx context.Context) {
		if ctx.Value(key{}) != "id" {
			got <- errors.New("the value is gone")
			return
		}
		got <- ctx.Err()
	}}
	a := New(NewMemoryStore(4), NewMemoryQueue(4), p, h)
	send(t, a.Handler(), "POST", "/orders", goodOrder)
	if err := a.Settle(soon(t)); err != nil {
		t.Fatal(err)
	}
	if err := <-got; err != nil {
		t.Errorf("the receipt's context: %v, want the request's value and no end", err)
	}
}

// ctxPayer shows the context of the receipt.
type ctxPayer struct {
	payer
	ask func(context.Context)
}

func (p *ctxPayer) Receipt(ctx context.Context, _ string) error { p.ask(ctx); return nil }

func TestSettleStopsWaiting(t *testing.T) {
	release := make(chan struct{})
	p := &ctxPayer{ask: func(context.Context) { <-release }}
	a := New(NewMemoryStore(4), NewMemoryQueue(4), p, quiet())
	send(t, a.Handler(), "POST", "/orders", goodOrder)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := a.Settle(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Settle(cancelled) = %v, want %v", err, context.Canceled)
	}
	close(release)
}
