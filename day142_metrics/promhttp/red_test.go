package promhttp

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	metrics "workbook/day142_metrics"
)

// A redServer is a real server whose routes are measured.
type redServer struct {
	reg  *metrics.Registry
	red  *RED
	mux  *http.ServeMux
	http *httptest.Server
}

func newREDServer(t *testing.T, o Options) *redServer {
	t.Helper()
	s := &redServer{reg: metrics.NewRegistry(), mux: http.NewServeMux()}
	s.red = NewRED(s.reg, o)
	s.http = httptest.NewUnstartedServer(s.red.Unmatched(s.mux))
	s.http.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.http.Start()
	t.Cleanup(s.http.Close)
	// On a connection that was used before, the client would send a request
	// again whose answer was cut off, and each would be counted.
	s.http.Client().Transport.(*http.Transport).DisableKeepAlives = true
	return s
}

func (s *redServer) handle(pattern string, h http.HandlerFunc) {
	s.mux.Handle(pattern, s.red.Route(pattern, h))
}

// send makes a request and reads the answer to its end. The error of a cut
// connection is part of some tests and ignored.
func (s *redServer) send(t *testing.T, method, path string) *http.Response {
	t.Helper()
	req, err := http.NewRequest(method, s.http.URL+path, nil)
	if err != nil {
		t.Errorf("NewRequest(%q, %q): %v", method, path, err)
		return nil
	}
	res, err := s.http.Client().Transport.RoundTrip(req)
	if err != nil {
		return nil
	}
	_, _ = io.Copy(io.Discard, res.Body)
	res.Body.Close()
	return res
}

// expect waits until exactly these series of requests_total are above zero, since
// a client may have its answer before the handler's goroutine has counted it.
// It then checks that nothing is in flight and that durations match.
func (s *redServer) expect(t *testing.T, want map[string]float64) map[string]float64 {
	t.Helper()
	deadline := time.Now().Add(5 * time.Second)
	for {
		values := values(t, s.reg)
		got := map[string]float64{}
		flying := 0.0
		for key, v := range values {
			if rest, ok := strings.CutPrefix(key, "requests_total"); ok && v > 0 {
				got[rest] = v
			}
			if strings.HasPrefix(key, "in_flight") {
				flying += v
			}
		}
		if fmt.Sprint(got) == fmt.Sprint(want) && flying == 0 {
			return values
		}
		if time.Now().After(deadline) {
			t.Fatalf("requests_total: got %v with %v in flight, want %v with none", got, flying, want)
		}
		tick := time.NewTimer(time.Millisecond)
		<-tick.C
	}
}

// redSeries is the key of one series, as expect wants it.
func redSeries(class, method, route string) string {
	return fmt.Sprintf("{route=%q,method=%q,class=%q}", route, method, class)
}

// An alert divides what has risen: a counter that begins at one has not, and an idle
// service without counters looks like one that is away.
func TestREDBeginsAtZero(t *testing.T) {
	s := newREDServer(t, Options{})
	nothing := func(http.ResponseWriter, *http.Request) {}
	s.handle("GET /orders/{id}", nothing)
	s.handle("/any", nothing) // no method, so nothing is known of its requests
	got := values(t, s.reg)
	for _, class := range []string{"2xx", "4xx", "5xx"} {
		key := "requests_total" + redSeries(class, "GET", "/orders/{id}")
		if v, ok := got[key]; v != 0 || !ok {
			t.Errorf("%s: got %v, %v, want 0 on the page", key, v, ok)
		}
	}
	for key := range got {
		if strings.Contains(key, "/any") && strings.HasPrefix(key, "requests") || strings.HasPrefix(key, "request_duration") {
			t.Errorf("%s is on the page before the first request", key)
		}
	}
}

func TestREDCountsByTemplate(t *testing.T) {
	s := newREDServer(t, Options{})
	s.handle("GET /orders/{id}", func(w http.ResponseWriter, r *http.Request) {})
	s.handle("POST  \t/orders", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(201) })
	s.handle("PUT\t/orders", func(w http.ResponseWriter, r *http.Request) {})
	s.handle("/", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/orders", http.StatusFound) })
	for i := range 20 {
		s.send(t, "GET", fmt.Sprintf("/orders/%d", i))
	}
	s.send(t, "HEAD", "/orders/7")
	s.send(t, "POST", "/orders")
	s.send(t, "PUT", "/orders")
	s.send(t, "BREW", "/pot")
	values := s.expect(t, map[string]float64{
		redSeries("2xx", "GET", "/orders/{id}"):  20,
		redSeries("2xx", "HEAD", "/orders/{id}"): 1,
		redSeries("2xx", "POST", "/orders"):      1,
		redSeries("2xx", "PUT", "/orders"):       1,
		redSeries("3xx", "other", "/"):           1,
	})
	key := "request_duration_seconds_count" + redSeries("2xx", "GET", "/orders/{id}")
	if got, want := values[key], 20.0; got != want {
		t.Errorf("%s: got %v, want %v", key, got, want)
	}
}

// What is not wrapped is not measured.
func TestREDExcludesProbes(t *testing.T) {
	s := newREDServer(t, Options{})
	s.mux.HandleFunc("/livez", func(w http.ResponseWriter, r *http.Request) {})
	s.send(t, "GET", "/livez")
	s.expect(t, map[string]float64{})
}

// Middleware that copies the request hides its pattern; the route knows it.
func TestREDBehindMiddleware(t *testing.T) {
	s := newREDServer(t, Options{})
	ok := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {})
	s.mux.Handle("/files/", http.StripPrefix("/files", s.red.Route("/files/", ok)))
	s.mux.Handle("/outside", http.TimeoutHandler(s.red.Route("/outside", ok), time.Minute, ""))
	slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	s.mux.Handle("/inside", s.red.Route("/inside", http.TimeoutHandler(slow, time.Millisecond, "too slow")))
	s.mux.Handle("/limited", http.MaxBytesHandler(s.red.Route("/limited", ok), 10))
	for _, path := range []string{"/files/a.txt", "/outside", "/inside", "/limited"} {
		s.send(t, "GET", path)
	}
	s.expect(t, map[string]float64{
		redSeries("2xx", "GET", "/files/"):  1,
		redSeries("2xx", "GET", "/outside"): 1,
		redSeries("5xx", "GET", "/inside"):  1, // 503 is what the client was sent
		redSeries("2xx", "GET", "/limited"): 1,
	})
}

// A handler that does not return is in flight, and only that.
func TestREDInFlight(t *testing.T) {
	s := newREDServer(t, Options{})
	entered, release := make(chan struct{}), make(chan struct{})
	s.handle("/slow", func(w http.ResponseWriter, r *http.Request) {
		entered <- struct{}{}
		<-release
	})
	for range 3 {
		go s.send(t, "GET", "/slow")
		<-entered
	}
	if got, want := values(t, s.reg)[`in_flight{route="/slow"}`], 3.0; got != want {
		t.Errorf("in flight: got %v, want %v", got, want)
	}
	close(release)
	s.expect(t, map[string]float64{redSeries("2xx", "GET", "/slow"): 3})
}

func TestREDExemplar(t *testing.T) {
	type traceKey struct{}
	s := newREDServer(t, Options{
		Prefix: "shop_",
		Bounds: []float64{60},
		Exemplar: func(ctx context.Context) string {
			id, _ := ctx.Value(traceKey{}).(string)
			return id
		},
	})
	h := s.red.Route("/orders", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {}))
	req := httptest.NewRequest("GET", "/orders", nil)
	h.ServeHTTP(httptest.NewRecorder(), req.WithContext(context.WithValue(req.Context(), traceKey{}, "4bf92f3577b34da6")))
	got := page(t, s.reg.WriteOpenMetrics)
	want := `shop_request_duration_seconds_bucket{route="/orders",method="GET",class="2xx",le="60.0"} 1` +
		` # {trace_id="4bf92f3577b34da6"} `
	if !strings.Contains(got, want) {
		t.Errorf("page: got\n%s\nwant the trace id beside the bucket:\n%s", got, want)
	}
}

func TestREDRefuses(t *testing.T) {
	r := metrics.NewRegistry()
	red := NewRED(r, Options{})
	refused(t, "NewRED twice", "belongs to", func() { NewRED(r, Options{}) })
	refused(t, `Route("")`, "pattern", func() { red.Route("", http.NotFoundHandler()) })
	refused(t, "Route(nil)", "handler", func() { red.Route("/", nil) })
}
