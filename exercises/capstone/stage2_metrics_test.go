package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/exercises/check"
)

const readRED = "day142_metrics/promhttp/red.go RED.Route"

// Requests are counted by route template, and nothing else is counted.
func TestStage2MetricsCountByRoute(t *testing.T) {
	r := launchRun(t, nil).run()
	ids := map[string]bool{}
	for range 3 {
		id, _ := r.place()
		ids[id] = true
		clientAsk("GET", r.url("/orders/"+id), "")
	}
	clientAsk("POST", r.url("/orders"), "no order")
	for i := range 5 {
		clientAsk("GET", r.url(fmt.Sprintf("/scan/%d", i)), "")
		clientAsk("GET", fmt.Sprintf("http://%s/scan/%d", r.payments.Addr(), i), "")
		clientAsk("GET", r.adminURL("/livez"), "")
	}
	waitUntil(func() bool { return len(r.log.with("receipt ", "sent")) >= 3 })
	got := r.samples()
	tests := []struct {
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
		{"payments_unmatched", "payments_requests_total", []string{"route", "unmatched"}, 5, "a scanner finds the second service too"},
		{"durations", "orders_request_duration_seconds_count", []string{"route", "/orders/{id}"}, 3, "each matched request is timed"},
	}
	judge := check.New(t, readRED)
	for _, tt := range tests {
		judge.Run(tt.name, seen(stageRule{tt.rule, ""}, fmt.Sprintf("sum of %s %q", tt.metric, tt.labels), sumSamples(got, tt.metric, tt.labels...), tt.want))
	}
	leak := ""
	for _, s := range got {
		for _, l := range s.Labels {
			if ids[strings.TrimPrefix(l.Value, "/orders/")] {
				leak = s.Name + s.Labels.String()
			}
		}
	}
	judge.Run("no_ids", holds(leak == "", stageRule{"no label value comes from a URL", ""}, "GET /metrics", leak, "no order id in a label"))
}

// In flight counts up and comes back; the runtime has gauges.
func TestStage2MetricsGauges(t *testing.T) {
	r := launchRun(t, nil)
	held, release := make(chan bool), make(chan bool)
	slow := r.svc.Hooks.Route("orders", "GET /held", http.HandlerFunc(func(http.ResponseWriter, *http.Request) { held <- true; <-release }))
	r.run()
	over := make(chan bool)
	go func() {
		slow.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/held", nil))
		close(over)
	}()
	<-held
	during := sumSamples(r.samples(), "orders_in_flight", "route", "/held")
	close(release)
	<-over
	list := r.samples()
	in := stageRule{"in flight is how many requests are being served now", readRED}
	judge := check.New(t, readRED)
	judge.Run("held", seen(in, "orders_in_flight while a request is held", during, 1))
	judge.Run("released", seen(in, "orders_in_flight after it", sumSamples(list, "orders_in_flight", "route", "/held"), 0))
	goroutines := sumSamples(list, "go_goroutines")
	judge.Run("runtime", holds(goroutines >= 1, stageRule{"goroutines, heap and pauses are the first look at a leak", "day142_metrics/runtime.go RegisterRuntime"},
		"go_goroutines", fmt.Sprint(goroutines), "at least 1"))
	r.svc.LinesDropped = func() int { return 3 }
	judge.Run("losses", seen(stageRule{"what is lost without a trace is counted: s.RegisterVitals", "exercises/capstone/vitals.go Service.RegisterVitals"},
		"log_records_dropped_total after 3 lost lines", sumSamples(r.samples(), "log_records_dropped_total"), 3))
}

// A bucket shows the trace of a request in it, and only one that was sampled.
func TestStage2MetricsExemplars(t *testing.T) {
	r := launchRun(t, nil).run()
	h := r.svc.Hooks.Route("orders", "GET /traced", http.NotFoundHandler())
	page := func(traceparent string, times int) string {
		sc, err := tracecontext.ParseTraceparent(traceparent)
		if err != nil {
			t.Fatal(err)
		}
		for range times {
			req := httptest.NewRequest("GET", "/traced", nil)
			h.ServeHTTP(httptest.NewRecorder(), req.WithContext(tracecontext.NewContext(context.Background(), sc)))
		}
		return clientAsk("GET", r.adminURL("/metrics"), "", "Accept", "application/openmetrics-text; version=1.0.0").body
	}
	judge := check.New(t, "day142_metrics/histogram.go Histogram.ObserveExemplar")
	sampled, want := page(goodTraceparent, 1), fmt.Sprintf("# {trace_id=%q}", goodTrace)
	judge.Run("sampled", holds(strings.Contains(sampled, want), stageRule{"an exemplar leads from a slow bucket to a trace of it", ""},
		"GET /metrics as OpenMetrics after a request of trace "+goodTrace, pageLines(sampled, "/traced"), want))
	const dark = "11111111111111111111111111111111"
	unsampled := page("00-"+dark+"-00f067aa0ba902b7-00", 20)
	judge.Run("not_sampled", holds(unsampled != "" && !strings.Contains(unsampled, dark), stageRule{"a trace that was not sampled is nowhere to be found: no exemplar", ""},
		"GET /metrics after 20 requests with flags 00", pageLines(unsampled, dark), "no such trace id"))
}

// pageLines are the lines of a page that have part in them, at most three.
func pageLines(page, part string) string {
	var found []string
	for line := range strings.Lines(page) {
		if strings.Contains(line, part) && len(found) < 3 {
			found = append(found, strings.TrimSpace(line))
		}
	}
	return strings.Join(found, "\n")
}
