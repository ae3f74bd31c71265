package promhttp // inside: these tests ask what a header wants before a page is written

import (
	"net/http"
	"strings"
	"testing"
)

func TestWantsOpenMetrics(t *testing.T) {
	const om = "application/openmetrics-text"
	tests := []struct {
		name   string
		accept []string
		want   bool
	}{
		{"no header", nil, false},
		{"empty", []string{""}, false},
		{"anything", []string{"*/*"}, false},
		{"a browser", []string{"text/html,application/xhtml+xml,*/*;q=0.8"}, false},
		{"openmetrics", []string{om + ";version=1.0.0"}, true},
		{"no version means 1.0.0", []string{om}, true},
		{"with charset", []string{om + "; version=1.0.0; charset=utf-8"}, true},
		{"any case", []string{"Application/OpenMetrics-Text; Version=1.0.0; Q=0.9, TEXT/PLAIN;q=0.1"}, true},
		{"quoted version", []string{om + `;version="1.0.0"`}, true},
		{"unknown version", []string{om + ";version=2.0.0"}, false},
		{"old version", []string{om + ";version=0.0.1"}, false},
		{"unknown, then known", []string{om + ";version=2.0.0," + om + ";version=1.0.0;q=0.5,text/plain;q=0.1"}, true},
		{"Prometheus 2.42",
			[]string{om + ";version=1.0.0," + om + ";version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1"}, true},
		{"Prometheus 3", []string{om + ";version=1.0.0;escaping=allow-utf-8;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1"}, true},
		{"text weighs more", []string{om + ";q=0.4,text/plain;q=0.5"}, false},
		{"same weight", []string{"text/plain," + om}, true},
		{"refused", []string{om + ";q=0,*/*"}, false},
		{"text refused", []string{"text/plain;q=0,*/*"}, true},
		{"both refused", []string{om + ";q=0,text/plain;q=0"}, false},
		{"two lines", []string{"text/plain;q=0.2", om + ";q=0.9"}, true},
		{"application/*", []string{"application/*"}, true},
		{"text/*", []string{"text/*, application/*;q=0.5"}, false},
		{"broken weight is ignored", []string{om + ";q=high,text/plain;q=0.1"}, false},
		{"weight out of range is ignored", []string{om + ";q=7,text/plain;q=0.1"}, false},
		{"weight just out of range is ignored", []string{om + ";q=1.5,text/plain;q=0.1"}, false},
		{"broken parameter is ignored, with its element", []string{om + ";=1,text/plain;q=0.1"}, false},
		{"broken element is ignored", []string{";;;," + om}, true},
	}
	for _, tt := range tests {
		if got := wantsOpenMetrics(http.Header{"Accept": tt.accept}); got != tt.want {
			t.Errorf("%s: wantsOpenMetrics(%q): got %v, want %v", tt.name, tt.accept, got, tt.want)
		}
	}
}

func TestWantsGzip(t *testing.T) {
	for header, want := range map[string]bool{
		"": false, "gzip": true, "GZIP": true, "x-gzip": true, "deflate": false, "gzip;q=0": false,
		"gzip;q=0.1": true, "identity": false, "gzip;q=0.5, identity": false, "gzip, identity;q=0.5": true,
		"*": true, "*;q=0": false, "gzip;q=0, *": false, "deflate, gzip;q=1.0, *;q=0.5": true,
		"identity;q=0, gzip;q=0.2": true, "gzip;q=x": false,
	} {
		if got := wantsGzip(http.Header{"Accept-Encoding": {header}}); got != want {
			t.Errorf("wantsGzip(%q): got %v, want %v", header, got, want)
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
		if wantsOpenMetrics(h) && !strings.Contains(lower, "openmetrics-text") && !strings.Contains(lower, "/*") {
			t.Errorf("wantsOpenMetrics(%q): got OpenMetrics, want text", accept)
		}
		lower = strings.ToLower(encoding)
		if wantsGzip(h) && !strings.Contains(lower, "gzip") && !strings.Contains(lower, "*") {
			t.Errorf("wantsGzip(%q): got true, want false", encoding)
		}
	})
}
