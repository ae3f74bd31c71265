package shop

import (
	"errors"
	"net/http"
	"net/http/httptest"
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

// marker is a Transport: that it is used shows in the answer.
type marker struct{}

func (marker) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("X-Broken", "yes")
	return http.DefaultTransport.RoundTrip(r)
}
