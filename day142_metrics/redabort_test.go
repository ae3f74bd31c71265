package metrics

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestREDPanic(t *testing.T) {
	s := newREDServer(t, REDOptions{})
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
	red := NewRED(NewRegistry(), REDOptions{})
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
	s := newREDServer(t, REDOptions{})
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
	s := newREDServer(t, REDOptions{})
	s.handle("/served", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "5")
		_, _ = io.WriteString(w, "hello")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	s.handle("/half", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "500")
		_, _ = io.WriteString(w, "hello")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	for _, path := range []string{"/served", "/half"} {
		res, err := s.http.Client().Get(s.http.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.ReadFull(res.Body, make([]byte, 5))
		res.Body.Close()
		s.http.Client().CloseIdleConnections()
	}
	s.expect(t, map[string]float64{
		redSeries("2xx", "GET", "/served"):   1,
		redSeries("aborted", "GET", "/half"): 1,
	})
}

// silent is a ResponseWriter that costs nothing.
type silent struct{}

func (silent) Header() http.Header         { return nil }
func (silent) Write(b []byte) (int, error) { return len(b), nil }
func (silent) WriteHeader(int)             {}
func (silent) Flush()                      {}

func BenchmarkRoute(b *testing.B) {
	red := NewRED(NewRegistry(), REDOptions{})
	h := red.Route("/orders/{id}", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(204) }))
	req := httptest.NewRequest("GET", "/orders/7", nil)
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(silent{}, req)
	}
}
