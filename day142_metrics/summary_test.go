package metrics

import (
	"math"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

func TestSummaryQuantiles(t *testing.T) {
	r := NewRegistry()
	s := r.Summary("job_seconds", "Time of a job.", []float64{0, 0.5, 0.99, 1})
	for i := range 100 {
		s.Observe(float64(100 - i)) // 1 to 100, backwards
	}
	want := `# HELP job_seconds Time of a job.
# TYPE job_seconds summary
job_seconds{quantile="0"} 1
job_seconds{quantile="0.5"} 50
job_seconds{quantile="0.99"} 99
job_seconds{quantile="1"} 100
job_seconds_sum 5050
job_seconds_count 100
`
	if got := written(t, r, text); got != want {
		t.Errorf("page: got\n%s\nwant\n%s", got, want)
	}
	if got, want := written(t, r, openMetrics), `quantile="1.0"`; !strings.Contains(got, want) {
		t.Errorf("OpenMetrics page: got\n%s\nwant %s in it", got, want)
	}
}

// The quantiles forget, the sum and count do not.
func TestSummaryWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := NewRegistry()
		s := r.Summary("job_seconds", "", []float64{0.5})
		for range 2000 {
			s.Observe(100)
		}
		for range summaryWindow {
			s.Observe(1)
		}
		values := scrape(t, r, text).values()
		if got, want := values[`job_seconds quantile="0.5"`], 1.0; got != want {
			t.Errorf("median of the last %d: got %v, want %v", summaryWindow, got, want)
		}
		<-time.After(summaryAge + time.Second)
		values = scrape(t, r, text).values()
		if got := values[`job_seconds quantile="0.5"`]; !math.IsNaN(got) {
			t.Errorf("median after %v of silence: got %v, want NaN", summaryAge, got)
		}
		if got, want := values["job_seconds_count"], 2000.0+summaryWindow; got != want {
			t.Errorf("count: got %v, want %v", got, want)
		}
	})
}

func TestSummaryRefuses(t *testing.T) {
	r := NewRegistry()
	s := r.Summary("job_seconds", "", []float64{0.5})
	s.Observe(2)
	s.Observe(math.NaN())
	s.Observe(math.Inf(1))
	values := scrape(t, r, text).values()
	if got, want := values["job_seconds_sum"], 2.0; got != want {
		t.Errorf("sum: got %v, want %v", got, want)
	}
	key := `metrics_rejected_samples_total metric="job_seconds"`
	if got, want := values[key], 2.0; got != want {
		t.Errorf("%s: got %v, want %v", key, got, want)
	}
}

func TestSummaryScrapeIsConsistent(t *testing.T) {
	r := NewRegistry()
	s := r.Summary("job_seconds", "", []float64{0.5})
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
					s.Observe(0.5)
				}
			}
		})
	}
	for range 300 {
		values := scrape(t, r, text).values()
		if got, want := values["job_seconds_sum"], values["job_seconds_count"]/2; got != want {
			t.Fatalf("sum: got %v, want %v", got, want)
		}
	}
	close(stop)
	wg.Wait()
}
