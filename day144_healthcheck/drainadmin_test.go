package healthcheck_test

import (
	"net/http"
	"testing"
	"testing/synctest"
	"time"
)

// TestSlowProberIsNoFailure: a probe that is still being answered when all else
// is over holds the end up for a second, is cut then, and spoils nothing.
func TestSlowProberIsNoFailure(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newService(t)
		cut := make(chan struct{})
		s.plan.Admin.Handler = http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
			close(cut)
		})
		s.start()
		answered := make(chan struct{})
		go func() { s.get("http://admin:80/readyz"); close(answered) }()
		synctest.Wait()
		s.signal()
		took, err := s.wait()
		if want := s.plan.Notice + time.Second; took != want || err != nil {
			t.Errorf("Serve: got %v after %v, want no error after %v", err, took, want)
		}
		<-cut
		<-answered
		s.expectLog("phase=shutdown", "phase=admin", "errors=0")
	})
}
