package alerting

import (
	"cmp"
	"time"
)

// SLI says what is counted: the share of requests that failed, or, when
// Histogram is set, that took longer than Threshold. The zero value counts
// http_requests_total and calls code=~"5.." failed.
type SLI struct {
	Requests   string // the counter of all requests; "" means http_requests_total
	ErrorLabel string // its label that tells failures; "" means code
	ErrorValue string // a regular expression for the whole value; "" means 5..

	Histogram string        // base name of a classic histogram, for a latency SLI
	Threshold time.Duration // slower is bad; must be one of Bounds
	Bounds    []float64     // the histogram's bucket bounds in seconds

	Selector map[string]string // labels that every series of the service has, such as job: api
}

// Defaults returns s with the usual error label and values in the place of empty ones.
func (s SLI) Defaults() SLI {
	s.ErrorLabel = cmp.Or(s.ErrorLabel, "code")
	s.ErrorValue = cmp.Or(s.ErrorValue, "5..")
	return s
}
