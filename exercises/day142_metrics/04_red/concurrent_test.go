package red

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

func TestConcurrent(t *testing.T) {
	t.Run("many_at_once", func(t *testing.T) {
		const goroutines, each = 8, 200
		want := fmt.Sprintf("map[{/orders GET 2xx}:%d] in flight 0", goroutines*each)
		call := fmt.Sprintf("%d requests at a time, %d in all, to Route(%q)", goroutines, goroutines*each, "/orders")
		check(t, call, want, "a server runs each request on a goroutine of its own: what they share needs a lock, and no request may be lost", func() string {
			r := New()
			h := r.Route("/orders", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
			var wg sync.WaitGroup
			for range goroutines {
				wg.Go(func() {
					for range each {
						h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/orders", nil))
					}
				})
			}
			wg.Wait()
			return fmt.Sprintf("%v in flight %d", r.Counts(), r.InFlight())
		})
	})
}
