package correlation

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

// accepted is a request with a valid id, and a ResponseWriter that costs nothing.
func accepted() (http.ResponseWriter, *http.Request) {
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set(DefaultHeader, "4QZB7KTRMN2WVXC5DAYE3HJPLS")
	return discard{http.Header{}}, r
}

type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) WriteHeader(int)             {}
func (d discard) Write(b []byte) (int, error) { return io.Discard.Write(b) }

func nothing(http.ResponseWriter, *http.Request) {}

func TestMiddlewareAllocs(t *testing.T) {
	if raceEnabled() {
		t.Skip("the race detector allocates")
	}
	h := Middleware(http.HandlerFunc(nothing))
	w, r := accepted()
	want := 3.0
	if got := testing.AllocsPerRun(1000, func() { h.ServeHTTP(w, r) }); got > want {
		t.Errorf("accepting an id: %v allocations, want at most %v", got, want)
	}
}

func BenchmarkMiddleware(b *testing.B) {
	w, r := accepted()
	fresh := httptest.NewRequest("GET", "/", nil)
	benchmarks := []struct {
		name string
		h    http.Handler
		r    *http.Request
	}{
		{"accept", Middleware(http.HandlerFunc(nothing)), r},
		{"mint", Middleware(http.HandlerFunc(nothing)), fresh},
		{"edge", Middleware(http.HandlerFunc(nothing), Options{AtEdge: true}), r},
	}
	for _, tt := range benchmarks {
		b.Run(tt.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				tt.h.ServeHTTP(w, tt.r)
			}
		})
	}
}
