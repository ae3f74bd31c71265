package promhttp_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	metrics "workbook/day142_metrics"
	"workbook/day142_metrics/promhttp"
)

// Route wraps a handler under the pattern it is registered with. The probe is
// not wrapped, and so not counted.
func ExampleRED() {
	reg := metrics.NewRegistry()
	red := promhttp.NewRED(reg, promhttp.Options{Bounds: []float64{0.1, 0.3}})
	mux := http.NewServeMux()
	orders := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {})
	mux.Handle("GET /orders/{id}", red.Route("GET /orders/{id}", orders))
	mux.HandleFunc("/livez", func(http.ResponseWriter, *http.Request) {})
	mux.Handle("/metrics", promhttp.Handler(reg))
	server := red.Unmatched(mux)

	for _, path := range []string{"/orders/7", "/orders/8", "/livez", "/wp-admin"} {
		server.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", path, nil))
	}
	page := httptest.NewRecorder()
	server.ServeHTTP(page, httptest.NewRequest("GET", "/metrics", nil))
	for line := range strings.Lines(page.Body.String()) {
		if strings.HasPrefix(line, "requests_total{") {
			fmt.Print(line)
		}
	}
	// Output:
	// requests_total{route="/orders/{id}",method="GET",class="2xx"} 2
	// requests_total{route="/orders/{id}",method="GET",class="4xx"} 0
	// requests_total{route="/orders/{id}",method="GET",class="5xx"} 0
	// requests_total{route="unmatched",method="other",class="4xx"} 1
}
