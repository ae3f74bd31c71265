package lab

import (
	"bytes"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// Faults are the switches of the payments service. The zero value injects none.
type Faults struct {
	mu   sync.Mutex
	fail float64
	slow time.Duration
}

// Set makes the share fail (0 to 1) of all payments fail, and delays each.
func (f *Faults) Set(fail float64, slow time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.fail, f.slow = fail, slow
}

// Get returns what was set.
func (f *Faults) Get() (fail float64, slow time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.fail, f.slow
}

// Wrap puts the faults in front of next.
func (f *Faults) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fail, slow := f.Get()
		if slow > 0 {
			// A server sees that its client is gone only once it has read the
			// whole body, so this has to be read before the wait, not after.
			body, _ := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPage))
			r.Body = io.NopCloser(bytes.NewReader(body))
			t := time.NewTimer(slow)
			defer t.Stop()
			select {
			case <-t.C:
			case <-r.Context().Done():
				return // nobody waits any more
			}
		}
		if fail > 0 && rand.Float64() < fail {
			http.Error(w, "the bank does not answer", http.StatusInternalServerError)
			return
		}
		next.ServeHTTP(w, r)
	})
}
