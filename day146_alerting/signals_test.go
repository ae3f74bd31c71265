package alerting

import "testing"

func TestDetectSignals(t *testing.T) {
	app := []Sample{sample("http_requests_total", 1, Label{"class", "5xx"}, Label{"route", "/a"}), sample("other_http_requests_total", 1),
		sample("http_request_duration_seconds_bucket", 1, Label{"le", "1"}), sample("http_requests_in_flight", 1)}
	prom := []Sample{sample("prometheus_http_requests_total", 1, Label{"code", "200"}, Label{"handler", "/"}),
		sample("prometheus_http_request_duration_seconds_bucket", 1, Label{"le", "1"}), sample("net_conntrack_dialer_conn_attempted_total", 1)}
	cases := []struct {
		name    string
		samples []Sample
		sli     SLI
		want    signals
	}{
		{"conventional names", app, SLI{}, signals{"http_requests_total", "http_request_duration_seconds", "class", "route", "http_requests_in_flight"}},
		{"Prometheus itself", prom, SLI{}, signals{"prometheus_http_requests_total", "prometheus_http_request_duration_seconds", "code", "handler", ""}},
		{"what the SLI says wins", app, SLI{Requests: "other_http_requests_total", ErrorLabel: "x"}, signals{"other_http_requests_total", "http_request_duration_seconds", "x", "route", "http_requests_in_flight"}},
		{"latency SLI", app, SLI{Histogram: "h"}, signals{"h_count", "h", "code", "route", "http_requests_in_flight"}},
		{"nothing exposed", nil, SLI{}, signals{"", "", "code", "route", ""}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var s Store
			s.Append("a:1", at(0), c.samples)
			if got := c.sli.detect(&s); got != c.want {
				t.Errorf("detect = %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestClass(t *testing.T) {
	for in, want := range map[string]string{"503": "5xx", "5xx": "5xx", "200": "2xx", "": "", "ok": "ok", "999": "999", "5ab": "5ab", "50": "50"} {
		if got := class(in); got != want {
			t.Errorf("class(%q) = %q, want %q", in, got, want)
		}
	}
}
