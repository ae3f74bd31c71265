package lab

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

func TestLoadCountsWhatItSaw(t *testing.T) {
	var seen, at, most atomic.Int64
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most.Store(max(most.Load(), at.Add(1)))
		defer at.Add(-1)
		switch n := seen.Add(1); {
		case n%10 == 0:
			w.WriteHeader(503)
		case n%10 == 5:
			panic(http.ErrAbortHandler)
		default:
			_ = json.NewEncoder(w).Encode(map[string]string{"id": "1"})
		}
	}))
	defer srv.Close()
	l := &Load{URL: srv.URL, Clients: 3}
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	l.Run(ctx)
	got := l.Good.Load() + l.Refused.Load() + l.Failed.Load() + l.Broken.Load()
	// net/http repeats a GET whose kept connection broke, so it may see more.
	if got == 0 || got > seen.Load() || l.Failed.Load() == 0 || l.Broken.Load() == 0 {
		t.Errorf("clients counted %d requests (%d failed, %d broken), the server saw %d", got, l.Failed.Load(), l.Broken.Load(), seen.Load())
	}
	if most.Load() > 3 {
		t.Errorf("%d requests at once from 3 clients in a closed loop, want at most 3", most.Load())
	}
}
