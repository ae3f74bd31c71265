package metrics

import (
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// The goldens were written by hand from the two specifications.
func TestExpositionGolden(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // its clock starts at 2000-01-01, 946684800
		<-time.After(250 * time.Millisecond)
		r := NewRegistry()
		sent := r.CounterVec("sent_bytes_total", "Bytes sent.", "peer")
		sent.With("db").Add(0.5)
		sent.With("Zoë\t10").Add(1 << 53)
		r.Counter("requests", "Requests.").AddExemplar(2, "00f067aa0ba902b7")
		h := r.HistogramVec("lat_seconds", "Latency.", []float64{0.3, 1, 1e6}, "route").With("/a \"b\" \\c\n")
		h.ObserveExemplar(0.3, "4bf92f3577b34da6")
		h.Observe(7)
		r.Summary("job_seconds", "Time of a job.", []float64{0.5, 1})
		r.Gauge("in_flight", "Requests \"in flight\", by C:\\route.\nSecond line.").Set(3)
		for f, file := range []string{"testdata/page.txt", "testdata/page.om"} {
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if got := written(t, r, format(f)); got != string(want) {
				t.Errorf("page in format %d: got\n%s\nwant, by %s\n%s", f, got, file, want)
			}
		}
	})
}

func TestExpositionEmpty(t *testing.T) {
	r := NewRegistry()
	if got := written(t, r, text); got != "" {
		t.Errorf("text page of an empty registry: got %q, want nothing", got)
	}
	if got, want := written(t, r, openMetrics), "# EOF\n"; got != want {
		t.Errorf("OpenMetrics page of an empty registry: got %q, want %q", got, want)
	}
}

// hostile strings: every byte that any escaping in sight could treat specially.
var hostile = []string{
	"", " ", `"`, `\`, `\n`, "\n", `\"`, "\\\n", "\t", "\r\n", "\x00", "\xff\xfe", "a,b=\"c\"} 1",
	"# EOF\n", "\n# TYPE x gauge", "\u2028", "Zoë", "{}", " 1 # {trace_id=\"x\"} 1", "\x1b[31m", "\u200b", "'", "%q", "le", "+Inf",
}

// load works on everything in r from 8 goroutines until stopped, with hostile
// labels and exemplars.
func load(r *Registry) (stop func()) {
	c := r.CounterVec("requests_total", hostile[13]+hostile[2]+hostile[3], "agent", "path").Limit(40)
	g := r.GaugeVec("queue_length", strings.Join(hostile, "|"), "queue")
	h := r.HistogramVec("lat_seconds", hostile[4], []float64{0.1, 0.25, 5, 10}, "agent").Limit(10)
	s := r.Summary("job_seconds", hostile[14], []float64{0.5, 0.9})
	done := make(chan struct{})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for n := i; ; n++ {
				a, b := hostile[n%len(hostile)], hostile[n/7%len(hostile)]
				c.With(a, b).AddExemplar(float64(n%3), b)
				g.With(a).Set(float64(n))
				h.With(a).ObserveExemplar(0.25, a)
				s.Observe(0.25)
				select {
				case <-done:
					return
				default:
				}
			}
		})
	}
	return func() { close(done); wg.Wait() }
}

// Pages stay valid while 8 goroutines work, and every histogram on them adds up.
func TestExpositionUnderLoad(t *testing.T) {
	r := NewRegistry()
	stop := load(r)
	for i := range rounds(t, 300) {
		values := scrape(t, r, format(i%2)).values()
		for key, sum := range values {
			rest, ok := strings.CutPrefix(key, "lat_seconds_sum")
			if want := values["lat_seconds_count"+rest] * 0.25; ok && sum != want {
				t.Fatalf("scrape %d, %s: got %v, want count * 0.25 = %v", i, key, sum, want)
			}
		}
	}
	stop()
	for _, f := range []format{text, openMetrics} {
		if a, b := written(t, r, f), written(t, r, f); a != b {
			t.Errorf("two pages of an idle registry in format %d differ:\n%s\n%s", f, a, b)
		}
	}
}

// Callers share nothing with the registry: not the page, not the order.
func TestExpositionConcurrentScrapes(t *testing.T) {
	r := NewRegistry()
	v := r.CounterVec("requests_total", "Requests.", "path")
	for i := range 200 {
		v.With(fmt.Sprint(i)).Add(float64(i))
	}
	want := written(t, r, text)
	each(8, func(int) {
		for range 50 {
			if got := written(t, r, text); got != want {
				t.Errorf("a page beside others: got\n%s\nwant\n%s", got, want)
			}
		}
	})
}

// slowWriter waits in Write until it is released.
type slowWriter struct {
	entered, release chan struct{}
}

func (w slowWriter) Write(b []byte) (int, error) {
	close(w.entered)
	<-w.release
	return 0, errors.New("connection reset by peer")
}

// A client that does not read holds no lock, and its error comes back.
func TestExpositionSlowClient(t *testing.T) {
	r := NewRegistry()
	h := r.Histogram("lat_seconds", "", []float64{1})
	w := slowWriter{make(chan struct{}), make(chan struct{})}
	result := make(chan error)
	go func() { result <- r.WriteText(w) }()
	<-w.entered
	h.Observe(0.5)
	r.Counter("requests_total", "").Inc()
	if got, want := scrape(t, r, text).values()["requests_total"], 1.0; got != want {
		t.Errorf("a scrape beside the slow one: got %v, want %v", got, want)
	}
	close(w.release)
	if err := <-result; err == nil {
		t.Errorf("WriteText to a broken writer: got no error, want the writer's")
	}
}

// Series are created in random order, as traffic would.
func BenchmarkWriteText(b *testing.B) {
	for _, n := range []int{1000, 100000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := NewRegistry()
			v := r.CounterVec("requests_total", "", "route", "method", "class").Limit(n)
			for _, i := range rand.New(rand.NewPCG(1, 2)).Perm(n) {
				v.With(fmt.Sprintf("/orders/%d", i), "GET", "2xx").Add(float64(i))
			}
			written(b, r, text) // the page's memory is there from now on
			b.ReportAllocs()
			for b.Loop() {
				if err := r.WriteText(io.Discard); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/series")
		})
	}
}
