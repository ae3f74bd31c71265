package metrics_test

import (
	"fmt"
	"os"

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

func ExampleLinearBuckets() {
	fmt.Println(metrics.LinearBuckets(0.1, 0.1, 4))
	// Output: [0.1 0.2 0.3 0.4]
}
