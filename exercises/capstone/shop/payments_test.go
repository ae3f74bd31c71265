package shop

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

func TestPaymentsOverHTTP(t *testing.T) {
	broken := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("X-Broken") != "" {
				w.WriteHeader(500)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
	srv := httptest.NewServer(PaymentsService(quiet(), broken))
	defer srv.Close()
	h := quiet()
	c := NewPaymentsClient(srv.URL, h)
	if err := c.Authorise(soon(t), Order{ID: "1", Card: "4111111111111111"}); err != nil {
		t.Errorf("Authorise(good card) = %v, want nil", err)
	}
	if err := c.Authorise(soon(t), Order{ID: "1", Card: "4000000000000002"}); !errors.Is(err, ErrDeclined) {
		t.Errorf("Authorise(declined card) = %v, want %v", err, ErrDeclined)
	}
	if err := c.Receipt(soon(t), "1"); err != nil {
		t.Errorf("Receipt() = %v, want nil", err)
	}
	h.Transport = marker{}
	if err := c.Authorise(soon(t), Order{ID: "1"}); err == nil || errors.Is(err, ErrDeclined) {
		t.Errorf("Authorise() of a broken service = %v, want an error that is not %v", err, ErrDeclined)
	}
}

// A service that was taken over, or a proxy before it, must neither get a card nor hold an order.
func TestPaymentsAnswerOddly(t *testing.T) {
	var stolen atomic.Int64
	thief := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { stolen.Add(1) }))
	defer thief.Close()
	over := make(chan struct{})
	odd := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/payments" {
			http.Redirect(w, r, thief.URL, http.StatusTemporaryRedirect)
			return
		}
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		_, _ = conn.Write([]byte("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: held\r\n\r\n"))
		<-over // and says nothing more
	}))
	defer odd.Close()
	defer close(over)
	c := NewPaymentsClient(odd.URL, quiet())
	if err := c.Authorise(soon(t), Order{ID: "1", Card: "4111111111111111"}); err == nil || stolen.Load() != 0 {
		t.Errorf("Authorise() redirected with 307 = %v, and %d requests elsewhere; want an error and none", err, stolen.Load())
	}
	if err := c.Receipt(soon(t), "1"); err == nil || !strings.Contains(err.Error(), "answered 101") {
		t.Errorf("Receipt() answered by a 101 that is held open = %v, want an error that names it", err)
	}
}

// marker is a Transport: that it is used shows in the answer.
type marker struct{}

func (marker) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("X-Broken", "yes")
	return http.DefaultTransport.RoundTrip(r)
}
