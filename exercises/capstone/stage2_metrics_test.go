package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
)

// Requests are counted by route template, and nothing else is counted.
func TestStage2MetricsCountByRoute(t *testing.T) {
	r := launch(t, nil).run()
	ids := map[string]bool{}
	for range 3 {
		id, _ := r.place()
		ids[id] = true
		ask("GET", r.url("/orders/"+id), "")
	}
	ask("POST", r.url("/orders"), "no order")
	for i := range 5 {
		ask("GET", r.url(fmt.Sprintf("/scan/%d", i)), "")
		ask("GET", r.adminURL("/livez"), "")
	}
	soon(func() bool { return len(r.log.with("receipt ", "sent")) >= 3 })
	got := r.samples()
	for _, c := range []struct {
		name, metric string
		labels       []string
		want         float64
		rule         string
	}{
		{"accepted", "orders_requests_total", []string{"route", "/orders", "method", "POST", "class", "2xx"}, 3, "each request is counted once, by class"},
		{"refused", "orders_requests_total", []string{"route", "/orders", "class", "4xx"}, 1, "a client's mistake is a request too"},
		{"template", "orders_requests_total", []string{"route", "/orders/{id}"}, 3, "the route is the template, not the URL: a series per order would never end"},
		{"unmatched", "orders_requests_total", []string{"route", "unmatched"}, 5, "what no route matched is one series, however many URLs a scanner tries"},
		{"all", "orders_requests_total", nil, 12, "probes and scrapes are no traffic: they hide an outage at night"},
		{"payments", "payments_requests_total", []string{"route", "/payments"}, 3, "the second service has metrics of its own"},
		{"durations", "orders_request_duration_seconds_count", []string{"route", "/orders/{id}"}, 3, "each matched request is timed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, rule{c.rule, "day142_metrics/promhttp/red.go"}, fmt.Sprintf("sum of %s %q", c.metric, c.labels), sum(got, c.metric, c.labels...), c.want)
		})
	}
	t.Run("no_ids", func(t *testing.T) {
		for _, s := range got {
			for _, l := range s.Labels {
				if ids[strings.TrimPrefix(l.Value, "/orders/")] {
					report(t, rule{"no label value comes from a URL", "day142_metrics/promhttp/red.go"}, "GET /metrics", s.Name+s.Labels.String(), "no order id")
				}
			}
		}
	})
}

// In flight counts up and comes back; the runtime has gauges.
func TestStage2MetricsGauges(t *testing.T) {
	r := launch(t, nil)
	held, release := make(chan bool), make(chan bool)
	slow := r.svc.Hooks.Route("orders", "GET /held", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { held <- true; <-release }))
	r.run()
	over := make(chan bool)
	go func() {
		slow.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/held", nil))
		close(over)
	}()
	<-held
	in := rule{"in flight is how many requests are being served now", "day142_metrics/promhttp/red.go"}
	check(t, in, "orders_in_flight while a request is held", sum(r.samples(), "orders_in_flight", "route", "/held"), 1)
	close(release)
	<-over
	check(t, in, "orders_in_flight after it", sum(r.samples(), "orders_in_flight", "route", "/held"), 0)
	t.Run("runtime", func(t *testing.T) {
		if got := sum(r.samples(), "go_goroutines"); got < 1 {
			report(t, rule{"goroutines, heap and pauses are the first look at a leak", "day142_metrics/runtime.go"}, "go_goroutines", fmt.Sprint(got), "at least 1")
		}
	})
}

// A bucket shows the trace of a request in it, and only one that was sampled.
func TestStage2MetricsExemplars(t *testing.T) {
	r := launch(t, nil).run()
	h := r.svc.Hooks.Route("orders", "GET /traced", http.NotFoundHandler())
	serve := func(traceparent string) {
		sc, err := tracecontext.ParseTraceparent(traceparent)
		if err != nil {
			t.Fatal(err)
		}
		req := httptest.NewRequest("GET", "/traced", nil)
		h.ServeHTTP(httptest.NewRecorder(), req.WithContext(tracecontext.NewContext(context.Background(), sc)))
	}
	serve("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
	page := ask("GET", r.adminURL("/metrics"), "", "Accept", "application/openmetrics-text; version=1.0.0").body
	t.Run("sampled", func(t *testing.T) {
		if want := `# {trace_id="4bf92f3577b34da6a3ce929d0e0e4736"}`; !strings.Contains(page, want) {
			report(t, rule{"an exemplar leads from a slow bucket to a trace of it", "day142_metrics/exemplar.go"},
				"GET /metrics as OpenMetrics after a request of trace 4bf92f3577b34da6a3ce929d0e0e4736", firstLines(page, "/traced"), want)
		}
	})
	for range 20 {
		serve("00-11111111111111111111111111111111-00f067aa0ba902b7-00")
	}
	page = ask("GET", r.adminURL("/metrics"), "", "Accept", "application/openmetrics-text; version=1.0.0").body
	t.Run("not_sampled", func(t *testing.T) {
		if strings.Contains(page, "11111111111111111111111111111111") || page == "" {
			report(t, rule{"a trace that was not sampled is nowhere to be found: no exemplar", "day142_metrics/exemplar.go"},
				"GET /metrics after requests with flags 00", firstLines(page, "1111111"), "no such trace id")
		}
	})
}

// firstLines are the lines of a page that have part in them, at most three.
func firstLines(page, part string) string {
	var found []string
	for line := range strings.Lines(page) {
		if strings.Contains(line, part) && len(found) < 3 {
			found = append(found, strings.TrimSpace(line))
		}
	}
	return fmt.Sprintf("%q", found)
}
