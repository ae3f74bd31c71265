package lab

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"
)

// TestClientsCountWhatTheyLose: one answer in four is a 500, one in four none.
func TestClientsCountWhatTheyLose(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var n Network
		var served atomic.Int64
		ctx, cancel := context.WithCancel(t.Context())
		srv := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			switch i := served.Add(1); {
			case i%4 == 1:
				w.WriteHeader(http.StatusInternalServerError)
			case i%4 == 2:
				panic(http.ErrAbortHandler)
			case i >= 100:
				cancel()
			}
		})}
		go srv.Serve(n.Listen("orders:80"))
		defer srv.Close()
		clients := &Clients{N: 1, Dial: n.Dial}
		clients.Run(ctx)
		if got, want := clients.Requests(), int64(100); got != want {
			t.Errorf("requests: got %d, want %d, those that the server has seen", got, want)
		}
		dropped, first := clients.Dropped()
		if want := int64(50); dropped != want {
			t.Errorf("dropped: got %d, want %d", dropped, want)
		}
		if want := statusError("500 Internal Server Error"); !errors.Is(first, want) {
			t.Errorf("the first loss: got %v, want %v", first, want)
		}
	})
}

// TestClientsFinishTheirRequest: the end of the run gives up nothing.
func TestClientsFinishTheirRequest(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var n Network
		srv := &http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-time.After(time.Minute) })}
		go srv.Serve(n.Listen("orders:80"))
		defer srv.Close()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		clients := &Clients{N: 3, Dial: n.Dial}
		clients.Run(ctx)
		dropped, first := clients.Dropped()
		if got, want := clients.Requests(), int64(3); got != want || dropped != 0 {
			t.Errorf("got %d requests, %d dropped, first: %v, want %d and 0", got, dropped, first, want)
		}
	})
}
