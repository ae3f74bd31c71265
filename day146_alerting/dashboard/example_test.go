package dashboard_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/dashboard"
)

// A service can carry its own page: four lines, and a goroutine that you own.
func ExampleHandler() {
	policy, err := alerting.NewPolicy(alerting.SLO{Target: 0.999, Period: 30 * 24 * time.Hour})
	if err != nil {
		fmt.Println(err)
		return
	}
	monitor, err := dashboard.NewMonitor(policy, "http://127.0.0.1:8080/metrics")
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	mux.Handle("/dashboard", dashboard.Handler(monitor))
	// go monitor.Run(ctx): until it runs, the page says that it knows nothing.

	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest("GET", "/dashboard", nil))
	fmt.Println(w.Code, strings.Contains(w.Body.String(), "No scrape yet."))
	// Output:
	// 200 true
}
