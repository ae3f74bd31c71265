package scrape_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"workbook/day146_alerting/scrape"
)

// TestRedirectsStayOnTheHost: a page may move, and no other host is asked, whichever
// client is given. A redirect that is not followed is an error that names its status.
func TestRedirectsStayOnTheHost(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	defer other.Close()
	var requests atomic.Int32
	target := ""
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		if r.URL.Path == "/moved" {
			w.Header().Set("Content-Type", "text/plain")
			_, _ = w.Write([]byte("m 1\n"))
			return
		}
		http.Redirect(w, r, target, http.StatusFound)
	}))
	defer page.Close()
	tests := []struct {
		target   string
		want     string // in the error; "" for none
		requests int32
	}{
		{"/moved", "", 2},
		{"/moved?x=1", "", 2},
		{"/metrics", "status 302", 4},
		{other.URL + "/moved", "status 302", 1},
		{strings.Replace(page.URL, "127.0.0.1", "localhost", 1) + "/moved", "status 302", 1},
		{strings.Replace(page.URL, "http:", "https:", 1) + "/moved", "status 302", 1},
		{"//" + strings.TrimPrefix(other.URL, "http://") + "/moved", "status 302", 1},
		{"file:///etc/passwd", "status 302", 1},
	}
	for _, tt := range tests {
		for name, client := range map[string]*http.Client{"no client": nil, "a client that follows": {}} {
			requests.Store(0)
			target = tt.target
			s := scrape.Scraper{Store: &scrape.Store{}, Targets: []string{page.URL + "/metrics"}, Client: client, Interval: time.Minute, Timeout: time.Minute}
			err := s.Scrape(t.Context(), time.Unix(100, 0))
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) || requests.Load() != tt.requests {
				t.Errorf("a redirect to %s, %s\n got: %v after %d requests\nwant: %q after %d", tt.target, name, err, requests.Load(), tt.want, tt.requests)
			}
			if client != nil && client.CheckRedirect != nil {
				t.Errorf("%s was changed", name)
			}
		}
	}
	if n := elsewhere.Load(); n != 0 {
		t.Errorf("%d requests reached another host, want none", n)
	}
}
