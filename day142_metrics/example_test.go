package metrics_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	metrics "workbook/day142_metrics"
)

// Create metrics at the start, keep the pointers, write the page on demand.
func Example() {
	reg := metrics.NewRegistry()
	sent := reg.Counter("sent_bytes_total", "Bytes sent.")
	length := reg.GaugeVec("queue_length", "Jobs that wait.", "queue")
	mail := length.With("mail")

	sent.Add(512)
	mail.Set(3)
	mail.Dec()
	_ = reg.WriteText(os.Stdout)
	// Output:
	// # HELP queue_length Jobs that wait.
	// # TYPE queue_length gauge
	// queue_length{queue="mail"} 2
	// # HELP sent_bytes_total Bytes sent.
	// # TYPE sent_bytes_total counter
	// sent_bytes_total 512
}

// A bound belongs to its bucket, and buckets are cumulative on the page.
func ExampleHistogram() {
	reg := metrics.NewRegistry()
	latency := reg.Histogram("request_seconds", "Latency.", []float64{0.1, 0.3, 1})
	for _, seconds := range []float64{0.05, 0.3, 0.8, 4} {
		latency.Observe(seconds)
	}
	_ = reg.WriteText(os.Stdout)
	// Output:
	// # HELP request_seconds Latency.
	// # TYPE request_seconds histogram
	// request_seconds_bucket{le="0.1"} 1
	// request_seconds_bucket{le="0.3"} 2
	// request_seconds_bucket{le="1"} 3
	// request_seconds_bucket{le="+Inf"} 4
	// request_seconds_sum 5.15
	// request_seconds_count 4
}

// Past its limit a vector keeps the total and lets the names go.
func ExampleVec_Limit() {
	reg := metrics.NewRegistry()
	visits := reg.CounterVec("visits_total", "Visits.", "page", "class").Limit(2).Bounded("class", "2xx", "4xx")
	for _, page := range []string{"/", "/about", "/a1", "/a2", "/a3"} {
		visits.With(page, "2xx").Inc()
	}
	_ = reg.WriteText(os.Stdout)
	// Output:
	// # HELP metrics_folded_series_total Lookups answered with the overflow series because the vector is at its limit.
	// # TYPE metrics_folded_series_total counter
	// metrics_folded_series_total{metric="visits_total"} 3
	// # HELP visits_total Visits.
	// # TYPE visits_total counter
	// visits_total{page="/",class="2xx"} 1
	// visits_total{page="/about",class="2xx"} 1
	// visits_total{page="other",class="2xx"} 3
}

// Route wraps a handler under the pattern it is registered with. The probe is
// not wrapped, and so not counted.
func ExampleRED() {
	reg := metrics.NewRegistry()
	red := metrics.NewRED(reg, metrics.REDOptions{Bounds: []float64{0.1, 0.3}})
	mux := http.NewServeMux()
	orders := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {})
	mux.Handle("GET /orders/{id}", red.Route("GET /orders/{id}", orders))
	mux.HandleFunc("/livez", func(http.ResponseWriter, *http.Request) {})
	mux.Handle("/metrics", reg.Handler())
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
	// requests_total{route="unmatched",method="other",class="4xx"} 1
}

// Counts of something that has its own counter are read at the scrape.
func ExampleRegistry_GaugeFunc() {
	reg := metrics.NewRegistry()
	jobs := make(chan string, 10)
	jobs <- "resize"
	reg.GaugeFunc("jobs_waiting", "Jobs in the channel.", func() float64 { return float64(len(jobs)) })
	_ = reg.WriteOpenMetrics(os.Stdout)
	// Output:
	// # HELP jobs_waiting Jobs in the channel.
	// # TYPE jobs_waiting gauge
	// jobs_waiting 1
	// # EOF
}

// The default bounds report a breach of an objective that is met.
func ExampleAdvise() {
	samples, err := metrics.Shape("cache")
	if err != nil {
		fmt.Println(err)
		return
	}
	advice, err := metrics.Advise(metrics.AdviseInput{
		Samples: samples,
		SLOs:    []metrics.SLO{{Objective: 0.99, Threshold: 0.3}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, r := range []metrics.BucketReport{advice.Current, advice.Proposed} {
		fmt.Printf("truly %.1f%%, reported %.1f%%, falsely burned %.0f%% of the budget\n",
			100*r.SLOs[0].True, 100*r.SLOs[0].Reported, 100*r.SLOs[0].FalselyBurned())
	}
	fmt.Println(advice.Proposed.Bounds)
	// Output:
	// truly 99.3%, reported 98.4%, falsely burned 98% of the budget
	// truly 99.3%, reported 99.3%, falsely burned 0% of the budget
	// [0.002 0.003 0.004 0.006 0.009 0.07 0.12 0.18 0.3 0.4 0.6]
}

func ExampleLinearBuckets() {
	fmt.Println(metrics.LinearBuckets(0.1, 0.1, 4))
	// Output: [0.1 0.2 0.3 0.4]
}
