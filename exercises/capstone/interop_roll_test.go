package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	drainlab "workbook/day144_healthcheck/lab"
	"workbook/day146_alerting/scrape"
)

// Two copies behind day 144's balancer, each replaced five times under 32
// clients that POST over kept connections: nothing is dropped, and what all
// copies together have counted is what the clients have sent.
func TestInteropRollTwoCopies(t *testing.T) {
	if os.Getenv("WORKBOOK_INTEROP") != "1" {
		t.Skip("takes some seconds; set WORKBOOK_INTEROP=1")
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	balancer := &drainlab.Balancer{}
	var beside sync.WaitGroup
	defer beside.Wait()
	defer cancel()
	beside.Go(func() { _ = balancer.Run(ctx) })
	f := &fleet{t: t, balancer: balancer}
	copies := []*testRun{f.add(), f.add()}
	c := &drainlab.Clients{N: 32, Dial: balancer.Dial, New: func(ctx context.Context) (*http.Request, error) {
		return http.NewRequestWithContext(ctx, "POST", "http://orders/orders", strings.NewReader(`{"item":"tea","quantity":2,"card":"4111 1111 1111 1111"}`))
	}}
	load, end := context.WithCancel(ctx)
	sent := make(chan bool)
	go func() { c.Run(load); close(sent) }()
	for range 5 {
		for i := range copies {
			before := c.Requests()
			fresh := f.add()
			f.remove(copies[i])
			copies[i] = fresh
			waitUntil(func() bool { return c.Requests() > before+200 })
		}
	}
	end()
	<-sent
	for _, r := range copies {
		f.remove(r)
	}
	dropped, first := c.Dropped()
	t.Logf("%d requests over 10 restarts, dropped %d, counted %.0f", c.Requests(), dropped, f.counted)
	if dropped != 0 {
		t.Errorf("%d of %d requests dropped, first: %v, want 0", dropped, c.Requests(), first)
	}
	if got, want := f.counted, float64(c.Requests()); got != want {
		t.Errorf("all copies counted %.0f accepted orders, the clients %.0f", got, want)
	}
}

// fleet starts and ends copies, and adds up what they have counted.
type fleet struct {
	t        *testing.T
	balancer *drainlab.Balancer
	counted  float64
}

// add starts a copy and waits until it gets requests.
func (f *fleet) add() *testRun {
	f.t.Helper()
	r := launchRun(f.t, func(c *Config) {
		c.Page = ""
		c.Notice = 500 * time.Millisecond // fifty polls of this balancer
	})
	r.run()
	addr := r.api.Addr().String()
	f.balancer.Add(addr, r.adminURL("/readyz"))
	ctx, cancel := context.WithTimeout(context.Background(), testPatience)
	defer cancel()
	if err := f.balancer.Added(ctx, addr); err != nil {
		f.t.Fatalf("a new copy got no requests: %v", err)
	}
	return r
}

// remove ends a copy and adds what it had counted when everything was over.
func (f *fleet) remove(r *testRun) {
	f.t.Helper()
	r.term()
	if err := r.end(); err != nil {
		f.t.Errorf("a copy ended with %v, want nil", err)
	}
	f.balancer.Remove(r.api.Addr().String())
	w := httptest.NewRecorder()
	r.svc.AdminMux.ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	list, err := scrape.Parse(w.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	f.counted += sumSamples(list, "orders_requests_total", "route", "/orders", "method", "POST", "class", "2xx")
}
