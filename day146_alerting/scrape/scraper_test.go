package scrape

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"workbook/day146_alerting/promql"
)

// page serves a body with a content type.
func page(kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		io.WriteString(w, body)
	}
}

const textType = "text/plain; version=0.0.4"

func scrapeOnce(t *testing.T, h http.Handler, s *Store) error {
	t.Helper()
	srv := httptest.NewServer(h)
	t.Cleanup(srv.Close)
	sc := Scraper{Store: s, Targets: []string{srv.URL + "/metrics"}, Interval: time.Minute, Timeout: time.Minute, Client: srv.Client()} // patient: this machine may be busy
	return sc.Scrape(t.Context(), at(100))
}

func TestScrape(t *testing.T) {
	for name, h := range map[string]http.Handler{
		"text":        page(textType, "m 42\n"),
		"OpenMetrics": page("application/openmetrics-text; version=1.0.0", "m 42\n# EOF\n"),
	} {
		t.Run(name, func(t *testing.T) {
			var s Store
			if err := scrapeOnce(t, h, &s); err != nil {
				t.Fatalf("Scrape = %v, want no error", err)
			}
			if got, want := values(only(t, &s, "m").Points), "42"; got != want {
				t.Errorf("m = %q, want %q", got, want)
			}
		})
	}
}

// flood writes without end, or until the client goes away.
func flood(line string, compress bool) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", textType)
		out := io.Writer(w)
		if compress {
			w.Header().Set("Content-Encoding", "gzip")
			out = gzip.NewWriter(w)
		}
		chunk := strings.Repeat(line, 1+(64<<10)/len(line))
		for n := 0; n < 1<<30; n += len(chunk) {
			if _, err := io.WriteString(out, chunk); err != nil {
				return
			}
		}
	}
}

func million(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", textType)
	for i := range 1_000_000 {
		if _, err := fmt.Fprintf(w, "m{i=\"%d\"} 1\n", i); err != nil {
			return
		}
	}
}

func TestScrapeSurvivesBadPages(t *testing.T) {
	tests := []struct {
		name    string
		handler http.Handler
		want    string
	}{
		{"an error status", http.NotFoundHandler(), "status 404"},
		{"a login page", page("text/html", "<p>m 1"), "not an exposition"},
		{"no type", page("", ""), "not an exposition"},
		{"HTML that claims to be metrics", page(textType, "<!doctype html>\n"), "line 1"},
		{"OpenMetrics cut off", page("application/openmetrics-text", "m 1\n"), "cut off"},
		{"1 GB", flood("m{a=\"b\"} 1\n", false), "too large"},
		{"1 GB in one line", flood("x", false), "too large"},
		{"1 GB behind gzip", flood("m 1\n", true), "too large"},
		{"a million series", http.HandlerFunc(million), "too large"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s Store
			s.Append("before:1", at(0), []promql.Sample{sample("m", 1)})
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := scrapeOnce(t, tt.handler, &s)
			runtime.ReadMemStats(&after)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Scrape error = %v, want ...%s...", err, tt.want)
			}
			if n := len(s.Select("m")); n != 1 {
				t.Errorf("a bad page left %d series of m, want the 1 of the other target", n)
			}
			// All that was ever allocated, garbage included, client and server.
			if got, want := after.TotalAlloc-before.TotalAlloc, uint64(400<<20); got > want {
				t.Errorf("allocated %d bytes in all, want at most %d", got, want)
			}
		})
	}
}

func TestScrapeNaNEverywhere(t *testing.T) {
	var s Store
	body := "m NaN\nh_bucket{le=\"1\"} NaN\nh_bucket{le=\"+Inf\"} NaN\nh_bucket{le=\"NaN\"} 1\n"
	if err := scrapeOnce(t, page(textType, body), &s); err != nil {
		t.Fatalf("Scrape = %v, want no error: NaN is a value", err)
	}
	if p := only(t, &s, "m").Points[0]; !(p.V != p.V) || promql.IsStale(p.V) {
		t.Errorf("m = %v, want a NaN that is not the stale marker", p.V)
	}
}

func TestScrapeTimesOut(t *testing.T) {
	hang := make(chan struct{})
	t.Cleanup(func() { close(hang) })
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page(textType, "m 1\n")(w, r) // the body begins, and never ends
		w.(http.Flusher).Flush()
		<-hang
	})
	srv := httptest.NewServer(h)
	t.Cleanup(func() { srv.CloseClientConnections() })
	var s Store
	sc := Scraper{Store: &s, Targets: []string{srv.URL}, Timeout: 50 * time.Millisecond}
	err := sc.Scrape(t.Context(), at(0))
	if want := context.DeadlineExceeded.Error(); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("Scrape error = %v, want ...%s...", err, want)
	}
	if got, want := values(only(t, &s, "up").Points), "0"; got != want {
		t.Errorf("up = %q, want %q", got, want)
	}
}

func TestScrapeBadTarget(t *testing.T) {
	sc := Scraper{Store: &Store{}, Targets: []string{"localhost", "http://", "http://127.0.0.1:1/metrics"}}
	err := sc.Scrape(t.Context(), at(0))
	for _, want := range []string{`"localhost"`, `"http://"`, "127.0.0.1:1"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Scrape error = %v, want it to name %s", err, want)
		}
	}
}

// canned answers without a network, so that synctest's clock can move.
type canned string

func (c canned) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {textType}},
		Body: io.NopCloser(strings.NewReader(string(c)))}, nil
}

func TestRunScrapesEachInterval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 46*time.Second)
		defer cancel()
		var s Store
		sc := Scraper{Store: &s, Targets: []string{"http://a:1/metrics"}, Client: &http.Client{Transport: canned("m 1\n")}}
		start, got := time.Now(), []time.Duration(nil)
		err := sc.Run(ctx, func(at time.Time, err error) { got = append(got, at.Sub(start)) })
		want := "[0s 15s 30s 45s]"
		if fmt.Sprint(got) != want || err != context.DeadlineExceeded {
			t.Errorf("Run called back at %v and returned %v, want %s and the context's error", got, err, want)
		}
	})
}
