package promhttp

import (
	"fmt"
	"net/http"
	"testing"
)

// A flood of unknown paths and methods adds one series for 404 and one for 405.
func TestREDUnmatchedFlood(t *testing.T) {
	s := newREDServer(t, Options{})
	s.handle("GET /orders", func(w http.ResponseWriter, r *http.Request) {})
	before := len(values(t, s.reg))
	for i := range 200 {
		s.send(t, []string{"GET", "POST", "HACK"}[i%3], fmt.Sprintf("/wp-admin/%d.php", i))
	}
	s.send(t, "DELETE", "/orders")
	s.expect(t, map[string]float64{redSeries("4xx", "other", "unmatched"): 201})
	if got, want := len(values(t, s.reg)), before+1; got != want {
		t.Errorf("series after the flood: got %d, want %d", got, want)
	}
}

// A redirect that the mux makes itself is its answer, like its 404. One that
// was registered is a handler like any other: not wrapped, so not measured.
func TestREDUnmatchedRedirects(t *testing.T) {
	s := newREDServer(t, Options{})
	ok := func(w http.ResponseWriter, r *http.Request) {}
	s.handle("/dir/", ok)
	s.handle("/orders/{id}", ok)
	s.handle("POST /shops/{shop}/carts/", ok)
	s.mux.Handle("/moved", http.RedirectHandler("/dir/", http.StatusFound))
	s.handle("/measured", http.RedirectHandler("/dir/", http.StatusFound).ServeHTTP)
	for _, request := range [][2]string{
		{"GET", "/dir"}, {"GET", "/dir?page=2"}, {"HEAD", "/dir"}, {"GET", "//dir/"}, {"GET", "/x/../orders/7"},
		{"DELETE", "/orders//7"}, {"POST", "/shops/north/carts"}, {"GET", "/nowhere/../at/all"},
	} {
		res := s.send(t, request[0], request[1])
		if res == nil || res.StatusCode/100 != 3 {
			t.Errorf("%s %s: got the answer %v, want a redirect", request[0], request[1], res)
		}
	}
	for _, path := range []string{"/moved", "/measured", "/dir/", "/orders/7"} {
		s.send(t, "GET", path)
	}
	s.expect(t, map[string]float64{
		redSeries("3xx", "other", "unmatched"):  8,
		redSeries("3xx", "GET", "/measured"):    1,
		redSeries("2xx", "GET", "/dir/"):        1,
		redSeries("2xx", "GET", "/orders/{id}"): 1,
	})
}
