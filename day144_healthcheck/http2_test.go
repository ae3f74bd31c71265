package healthcheck_test

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// TestGoodbyeOnHTTP2 counts connections: on HTTP/2 the header does not travel,
// but net/http answers it with a GOAWAY, after which the client needs a new
// connection for its next request. None of the requests may be lost.
func TestGoodbyeOnHTTP2(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newService(t)
		var dials atomic.Int64
		both := new(http.Protocols)
		both.SetUnencryptedHTTP2(true)
		s.srv.Protocols = both
		s.srv.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, ok := w.(http.Flusher); !ok {
				t.Errorf("the writer is no http.Flusher")
			}
			if got, want := r.ProtoMajor, 2; got != want {
				t.Errorf("protocol: got HTTP/%d, want HTTP/%d", got, want)
			}
		})
		transport := &http.Transport{Protocols: both}
		transport.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
			dials.Add(1)
			return s.network.Dial(ctx, network, addr)
		}
		s.client.Transport = transport
		s.plan.Admin, s.plan.AdminListener = nil, nil
		s.start()
		for range 3 {
			s.expect("before", "http://app/", 200, false)
			synctest.Wait() // for the connection to be in the pool again
		}
		if got, want := dials.Load(), int64(1); got != want {
			t.Errorf("connections before the drain: got %d, want %d", got, want)
		}
		s.signal()
		synctest.Wait()
		for range 3 {
			s.expect("in the notice", "http://app/", 200, false)
			synctest.Wait() // for the GOAWAY
		}
		if got, want := dials.Load(), int64(3); got != want {
			t.Errorf("connections at the end: got %d, want %d", got, want)
		}
		if _, err := s.wait(); err != nil {
			t.Errorf("Serve: got %v, want nil", err)
		}
	})
}
