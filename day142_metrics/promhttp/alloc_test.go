package promhttp

import (
	"net/http"
	"net/http/httptest"
	"testing"

	metrics "workbook/day142_metrics"
)

// The wrapper costs its recorder and nothing else.
func TestAllocsOfRoute(t *testing.T) {
	if raceEnabled() {
		t.Skip("the race detector allocates")
	}
	red := NewRED(metrics.NewRegistry(), Options{})
	h := red.Route("/orders/{id}", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }))
	w, req := httptest.NewRecorder(), httptest.NewRequest("GET", "/orders/7", nil)
	if got, want := testing.AllocsPerRun(200, func() { h.ServeHTTP(w, req) }), 1.0; got > want {
		t.Errorf("a request through Route: got %v allocations, want at most %v", got, want)
	}
}
