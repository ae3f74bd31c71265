package metrics

import (
	"net/http"
	"strings"
	"testing"
)

func TestNegotiate(t *testing.T) {
	const om = "application/openmetrics-text"
	for _, c := range []struct {
		name   string
		accept []string
		want   format
	}{
		{"no header", nil, text},
		{"empty", []string{""}, text},
		{"anything", []string{"*/*"}, text},
		{"a browser", []string{"text/html,application/xhtml+xml,*/*;q=0.8"}, text},
		{"openmetrics", []string{om + ";version=1.0.0"}, openMetrics},
		{"no version means 1.0.0", []string{om}, openMetrics},
		{"with charset", []string{om + "; version=1.0.0; charset=utf-8"}, openMetrics},
		{"any case", []string{"Application/OpenMetrics-Text; Version=1.0.0; Q=0.9, TEXT/PLAIN;q=0.1"}, openMetrics},
		{"quoted version", []string{om + `;version="1.0.0"`}, openMetrics},
		{"unknown version", []string{om + ";version=2.0.0"}, text},
		{"old version", []string{om + ";version=0.0.1"}, text},
		{"unknown, then known", []string{om + ";version=2.0.0," + om + ";version=1.0.0;q=0.5,text/plain;q=0.1"}, openMetrics},
		{"Prometheus 2.42", []string{om + ";version=1.0.0," + om + ";version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"}, openMetrics},
		{"Prometheus 3", []string{om + ";version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1"}, openMetrics},
		{"text weighs more", []string{om + ";q=0.4,text/plain;q=0.5"}, text},
		{"same weight", []string{"text/plain," + om}, openMetrics},
		{"refused", []string{om + ";q=0,*/*"}, text},
		{"text refused", []string{"text/plain;q=0,*/*"}, openMetrics},
		{"both refused", []string{om + ";q=0,text/plain;q=0"}, text},
		{"two lines", []string{"text/plain;q=0.2", om + ";q=0.9"}, openMetrics},
		{"application/*", []string{"application/*"}, openMetrics},
		{"text/*", []string{"text/*, application/*;q=0.5"}, text},
		{"broken weight is ignored", []string{om + ";q=high,text/plain;q=0.1"}, text},
		{"weight out of range is ignored", []string{om + ";q=7,text/plain;q=0.1"}, text},
		{"weight just out of range is ignored", []string{om + ";q=1.5,text/plain;q=0.1"}, text},
		{"broken parameter is ignored, with its element", []string{om + ";=1,text/plain;q=0.1"}, text},
		{"broken element is ignored", []string{";;;," + om}, openMetrics},
	} {
		if got := negotiate(http.Header{"Accept": c.accept}); got != c.want {
			t.Errorf("%s: negotiate(%q): got format %d, want %d", c.name, c.accept, got, c.want)
		}
	}
}

func TestAcceptsGzip(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "gzip": true, "GZIP": true, "x-gzip": true, "deflate": false, "gzip;q=0": false,
		"gzip;q=0.1": true, "identity": false, "gzip;q=0.5, identity": false, "gzip, identity;q=0.5": true,
		"*": true, "*;q=0": false, "gzip;q=0, *": false, "deflate, gzip;q=1.0, *;q=0.5": true,
		"identity;q=0, gzip;q=0.2": true, "gzip;q=x": false,
	} {
		if got := acceptsGzip(http.Header{"Accept-Encoding": {header}}); got != want {
			t.Errorf("acceptsGzip(%q): got %v, want %v", header, got, want)
		}
	}
}

// Whatever a client sends, it gets OpenMetrics only if it could have asked for
// it, and gzip only if it could have asked for that.
func FuzzNegotiate(f *testing.F) {
	f.Add("application/openmetrics-text; version=1.0.0; q=0.5, text/plain;q=0.1", "gzip;q=0.5, *;q=0")
	f.Add(`application/openmetrics-text; version="1.0.0`, "x-gzip;;")
	f.Add("*/*;q=0.000, text/*", "identity;q=0")
	f.Fuzz(func(t *testing.T, accept, encoding string) {
		h := http.Header{"Accept": {accept}, "Accept-Encoding": {encoding}}
		lower := strings.ToLower(accept)
		if negotiate(h) == openMetrics && !strings.Contains(lower, "openmetrics-text") && !strings.Contains(lower, "/*") {
			t.Errorf("negotiate(%q): got OpenMetrics, want text", accept)
		}
		lower = strings.ToLower(encoding)
		if acceptsGzip(h) && !strings.Contains(lower, "gzip") && !strings.Contains(lower, "*") {
			t.Errorf("acceptsGzip(%q): got true, want false", encoding)
		}
	})
}
