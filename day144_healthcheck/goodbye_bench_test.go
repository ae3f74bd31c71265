package healthcheck // inside: this measures the handler alone, without a server

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// quiet is a ResponseWriter that costs nothing.
type quiet struct{ header http.Header }

func (q *quiet) Header() http.Header         { return q.header }
func (q *quiet) WriteHeader(int)             {}
func (q *quiet) Write(b []byte) (int, error) { return len(b), nil }

// BenchmarkGoodbye is what Serve adds to each request while nothing drains.
func BenchmarkGoodbye(b *testing.B) {
	g := &goodbye{next: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusOK) })}
	w, r := &quiet{http.Header{}}, httptest.NewRequest("GET", "/", nil)
	b.ReportAllocs()
	for b.Loop() {
		g.ServeHTTP(w, r)
	}
}
