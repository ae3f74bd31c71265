package promhttp

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	metrics "workbook/day142_metrics"
)

func TestREDPanic(t *testing.T) {
	s := newREDServer(t, Options{})
	s.handle("/before", func(w http.ResponseWriter, r *http.Request) { panic("nil map") })
	s.handle("/after", func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(200)
		panic(errors.New("nil map"))
	})
	s.handle("/abort", func(w http.ResponseWriter, r *http.Request) { panic(http.ErrAbortHandler) })
	for _, path := range []string{"/before", "/after", "/abort"} {
		s.send(t, "GET", path)
	}
	s.expect(t, map[string]float64{
		redSeries("5xx", "GET", "/before"):    1,
		redSeries("5xx", "GET", "/after"):     1,
		redSeries("aborted", "GET", "/abort"): 1,
	})
}

// The panic goes on, with its own value.
func TestREDDoesNotSwallowPanics(t *testing.T) {
	red := NewRED(metrics.NewRegistry(), Options{})
	want := errors.New("nil map")
	h := red.Route("/", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(want) }))
	defer func() {
		if got := recover(); got != want {
			t.Errorf("panic through Route: got %v, want %v", got, want)
		}
	}()
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
}

func TestREDAbortedClient(t *testing.T) {
	s := newREDServer(t, Options{})
	entered := make(chan struct{})
	s.handle("/slow", func(w http.ResponseWriter, r *http.Request) {
		close(entered)
		<-r.Context().Done()
		w.WriteHeader(500) // what the handler says no longer matters
	})
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-entered; cancel() }()
	req, err := http.NewRequestWithContext(ctx, "GET", s.http.URL+"/slow", nil)
	if err != nil {
		t.Fatal(err)
	}
	if res, err := s.http.Client().Do(req); err == nil {
		res.Body.Close()
		t.Errorf("a cancelled request: got an answer, want an error")
	}
	s.expect(t, map[string]float64{redSeries("aborted", "GET", "/slow"): 1})
}

// A client that has read all it was promised may close the connection before
// the handler returns. That is not an abort.
func TestREDClientIsServedAndLeaves(t *testing.T) {
	s := newREDServer(t, Options{})
	want := map[string]float64{}
	tests := []struct {
		path, method, class string
		status              int
		length              string
	}{
		{"/all", "GET", "2xx", 200, "10"},
		{"/half", "GET", aborted, 200, "500"},
		{"/endless", "GET", aborted, 200, ""},
		{"/head", "HEAD", "2xx", 200, ""},
		{"/head-of-file", "HEAD", "2xx", 200, "500"},
		{"/no-content", "DELETE", "2xx", 204, ""},
		{"/not-modified", "GET", "3xx", 304, "500"},
		{"/empty", "POST", "2xx", 201, "0"},
	}
	for _, tt := range tests {
		s.handle(tt.path, func(w http.ResponseWriter, r *http.Request) {
			if tt.length != "" {
				w.Header().Set("Content-Length", tt.length)
			}
			w.WriteHeader(tt.status)
			_, _ = io.WriteString(w, "hello, yo") // refused where the answer has no body
			_, _ = io.WriteString(w, "u")
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
			_, _ = io.WriteString(w, "?") // too late to change anything
			_ = http.NewResponseController(w).Flush()
		})
		req, err := http.NewRequest(tt.method, s.http.URL+tt.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := s.http.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.ReadFull(res.Body, make([]byte, 10))
		res.Body.Close()
		want[redSeries(tt.class, tt.method, tt.path)] = 1
	}
	s.expect(t, want)
}

// An answer that is sent when nobody is there any more serves nobody, however
// whole it is; nor does one that waits in a buffer.
func TestREDClientLeavesUnserved(t *testing.T) {
	s := newREDServer(t, Options{})
	send := func(w http.ResponseWriter) {
		w.Header().Set("Content-Length", "5")
		_, _ = io.WriteString(w, "hello")
	}
	want := map[string]float64{}
	for path, answer := range map[string]func(http.ResponseWriter, <-chan struct{}){
		"/late": func(w http.ResponseWriter, gone <-chan struct{}) { <-gone; send(w) },
		"/late-copy": func(w http.ResponseWriter, gone <-chan struct{}) {
			<-gone
			w.Header().Set("Content-Length", "5")
			_, _ = io.Copy(w, onlyReader("hello"))
		},
		"/late-204": func(w http.ResponseWriter, gone <-chan struct{}) {
			<-gone
			w.WriteHeader(204)
			_ = http.NewResponseController(w).Flush()
		},
		"/kept-204": func(w http.ResponseWriter, gone <-chan struct{}) { w.WriteHeader(204); <-gone },
		"/kept-empty": func(w http.ResponseWriter, gone <-chan struct{}) {
			w.Header().Set("Content-Length", "0")
			w.WriteHeader(201)
			<-gone
		},
		"/silent": func(w http.ResponseWriter, gone <-chan struct{}) { <-gone },
	} {
		entered := make(chan struct{})
		s.handle(path, func(w http.ResponseWriter, r *http.Request) {
			close(entered)
			answer(w, r.Context().Done())
		})
		ctx, cancel := context.WithCancel(context.Background())
		go func() { <-entered; cancel() }()
		req, err := http.NewRequestWithContext(ctx, "GET", s.http.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if res, err := s.http.Client().Do(req); err == nil {
			res.Body.Close()
			t.Errorf("%s, cancelled: got an answer, want an error", path)
		}
		want[redSeries(aborted, "GET", path)] = 1
	}
	s.expect(t, want)
}

// silent is a ResponseWriter that costs nothing.
type silent struct{}

func (silent) Header() http.Header         { return nil }
func (silent) Write(b []byte) (int, error) { return len(b), nil }
func (silent) WriteHeader(int)             {}
func (silent) Flush()                      {}

func BenchmarkRoute(b *testing.B) {
	red := NewRED(metrics.NewRegistry(), Options{})
	h := red.Route("/orders/{id}", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }))
	req := httptest.NewRequest("GET", "/orders/7", nil)
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(silent{}, req)
	}
}
