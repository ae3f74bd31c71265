package dashboard

import (
	"testing"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/rules"
	"workbook/day146_alerting/scrape"
)

func TestDetectSignals(t *testing.T) {
	app := []promql.Sample{sample("http_requests_total", 1, "class", "5xx", "route", "/a"), sample("other_http_requests_total", 1),
		sample("http_request_duration_seconds_bucket", 1, "le", "1"), sample("http_requests_in_flight", 1)}
	prom := []promql.Sample{sample("prometheus_http_requests_total", 1, "code", "200", "handler", "/"),
		sample("prometheus_http_request_duration_seconds_bucket", 1, "le", "1"), sample("net_conntrack_dialer_conn_attempted_total", 1)}
	tests := []struct {
		name    string
		samples []promql.Sample
		sli     alerting.SLI
		want    signals
	}{
		{"conventional names", app, alerting.SLI{}, signals{"http_requests_total", "http_request_duration_seconds", "class", "route", "http_requests_in_flight"}},
		{"Prometheus itself", prom, alerting.SLI{}, signals{"prometheus_http_requests_total", "prometheus_http_request_duration_seconds", "code", "handler", ""}},
		{"what the SLI says wins", app, alerting.SLI{Requests: "other_http_requests_total", ErrorLabel: "x"}, signals{"other_http_requests_total", "http_request_duration_seconds", "x", "route", "http_requests_in_flight"}},
		{"latency SLI", app, alerting.SLI{Histogram: "h"}, signals{"h_count", "h", "code", "route", "http_requests_in_flight"}},
		{"a database beside it", append(named("db_request_duration_seconds_bucket", "db_in_flight"), app...), alerting.SLI{},
			signals{"http_requests_total", "http_request_duration_seconds", "class", "route", "http_requests_in_flight"}},
		{"two services on a page", named("orders_requests_total", "orders_request_duration_seconds_bucket", "orders_in_flight", "payments_requests_total",
			"payments_request_duration_seconds_bucket", "payments_in_flight"), alerting.SLI{Requests: "payments_requests_total"},
			signals{"payments_requests_total", "payments_request_duration_seconds", "code", "route", "payments_in_flight"}},
		{"a word is no part of a longer one", named("api_requests_total", "apiserver_request_duration_seconds_bucket", "request_duration_seconds_bucket"), alerting.SLI{},
			signals{"api_requests_total", "request_duration_seconds", "code", "route", ""}},
		{"an unusual histogram of the service", named("orders_requests_total", "db_request_duration_seconds_bucket", "orders_duration_seconds_bucket"), alerting.SLI{},
			signals{"orders_requests_total", "orders_duration_seconds", "code", "route", ""}},
		{"scrapes are no requests", named("promhttp_metric_handler_requests_total", "promhttp_metric_handler_requests_in_flight"), alerting.SLI{}, signals{"", "", "code", "route", ""}},
		{"OpenTelemetry", []promql.Sample{sample("http_client_request_duration_seconds_bucket", 1, "le", "1"), sample("http_server_request_duration_seconds_bucket", 1, "le", "1"),
			sample("http_server_request_duration_seconds_count", 1, "http_response_status_code", "200", "http_route", "/a"), sample("http_server_active_requests", 1)}, alerting.SLI{},
			signals{"http_server_request_duration_seconds_count", "http_server_request_duration_seconds", "http_response_status_code", "http_route", "http_server_active_requests"}},
		{"no counter yet, and a database", named("db_query_duration_seconds_bucket"), alerting.SLI{}, signals{"", "db_query_duration_seconds", "code", "route", ""}},
		{"calls that it makes", named("client_requests_total", "backend_requests_total"), alerting.SLI{}, signals{"backend_requests_total", "", "code", "route", ""}},
		{"nothing to choose by", named("b_requests_total", "a_requests_total"), alerting.SLI{}, signals{"a_requests_total", "", "code", "route", ""}},
		{"a service that is called so", named("client_portal_requests_total"), alerting.SLI{}, signals{"client_portal_requests_total", "", "code", "route", ""}},
		{"a machine counts its own NFS calls", named("node_nfs_requests_total"), alerting.SLI{}, signals{"", "", "code", "route", ""}},
		{"nothing exposed", nil, alerting.SLI{}, signals{"", "", "code", "route", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s scrape.Store
			s.Append("a:1", at(0), tt.samples)
			if got := detect(tt.sli, &s); got != tt.want {
				t.Errorf("detect = %+v, want %+v", got, tt.want)
			}
		})
	}
}

// named returns a sample of each name.
func named(names ...string) []promql.Sample {
	var out []promql.Sample
	for _, n := range names {
		out = append(out, sample(n, 1))
	}
	return out
}

// TestMonitorSelects: the page must not count what the emitted rules leave out,
// and must not lose the service over a label that only Prometheus knows.
func TestMonitorSelects(t *testing.T) {
	for _, tt := range []struct {
		name     string
		selector map[string]string
		want     float64
	}{
		{"no selector", nil, 300},
		{"a label of the service", map[string]string{"app": "api"}, 100},
		{"a label that Prometheus adds", map[string]string{"job": "shop", "app": "api"}, 100},
		{"another value", map[string]string{"app": "none"}, 0},
		{"two labels that no series has both of", map[string]string{"app": "api", "zone": "eu"}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p := apiPolicy(t)
			p.SLI.Selector = tt.selector
			m := monitorOf(t, p, nil)
			for i := range int64(2) {
				n := float64(100 * i)
				m.Scraper.Store.Append("a:1", at(15*i), []promql.Sample{sample("http_requests_total", n, "code", "500", "app", "api"),
					sample("http_requests_total", n, "code", "200", "app", "batch", "zone", "eu"),
					sample("http_requests_total", n, "code", "200")})
				m.Observe(at(15*i), nil)
			}
			v := m.current.Load()
			if v.Budget.Requests != tt.want {
				t.Errorf("requests with selector %v = %v, want %v", tt.selector, v.Budget.Requests, tt.want)
			}
			exposed := 0.0
			for _, row := range v.Signals.Classes {
				exposed += row.Exposed
			}
			if exposed != tt.want {
				t.Errorf("requests in the table with selector %v = %v, want %v", tt.selector, exposed, tt.want)
			}
			if got, want := v.Alerts[len(v.Alerts)-1].State == rules.Inactive, tt.want > 0; got != want {
				t.Errorf("alive with selector %v = %v, want %v", tt.selector, got, want)
			}
		})
	}
}

func TestClass(t *testing.T) {
	for in, want := range map[string]string{"503": "5xx", "101": "1xx", "5a3": "5a3", "5xx": "5xx", "200": "2xx", "": "", "ok": "ok", "999": "999", "5ab": "5ab", "50": "50"} {
		if got := class(in); got != want {
			t.Errorf("class(%q) = %q, want %q", in, got, want)
		}
	}
}
