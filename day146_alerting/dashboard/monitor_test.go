package dashboard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/rules"
)

// service is an http.RoundTripper that plays a service on synctest's clock: 100
// requests a second, failing at a ratio from some moment on.
type service struct {
	start  time.Time
	breaks time.Duration
	ratio  float64
	down   bool
}

func (s *service) RoundTrip(*http.Request) (*http.Response, error) {
	if s.down {
		return nil, errors.New("connection refused")
	}
	up := time.Since(s.start).Seconds()
	bad := s.ratio * max(0, up-s.breaks.Seconds()) * 100
	body := fmt.Sprintf("http_requests_total{code=\"200\"} %f\nhttp_requests_total{code=\"500\"} %f\n", up*100-bad, bad)
	return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {textType}}, Body: io.NopCloser(strings.NewReader(body))}, nil
}

func monitorOf(t *testing.T, p alerting.Policy, rt http.RoundTripper) *Monitor {
	t.Helper()
	m, err := NewMonitor(p, "http://a:1/metrics")
	if err != nil {
		t.Fatal(err)
	}
	m.Scraper.Client = &http.Client{Transport: rt}
	return m
}

// TestMonitorAtTheThreshold: an alert wants the ratio above its threshold in both
// windows, and a ratio of exactly 1.44% is not. The page knows how long it watched.
func TestMonitorAtTheThreshold(t *testing.T) {
	for bad, want := range map[float64]rules.State{144: rules.Inactive, 145: rules.Firing} {
		m := monitorOf(t, apiPolicy(t), nil)
		for i := range 2 {
			n := float64(i)
			m.Scraper.Store.Append("a:1", at(int64(15*i)), []promql.Sample{sample("http_requests_total", 10000*n-bad*n, "code", "200"), sample("http_requests_total", bad*n, "code", "500")})
			m.Observe(at(int64(15*i)), nil)
		}
		v := m.current.Load()
		if got := v.Alerts[0]; got.State != want {
			t.Errorf("%v of 10000 requests failed: %s is %v, want %v", bad, got.Name, got.State, want)
		}
		if want := at(0); !v.Started.Equal(want) {
			t.Errorf("watched since %v, want %v", v.Started, want)
		}
	}
}

// TestMonitorFiresOnTime: an outage after two clean hours pages when Detect says,
// at the next scrape.
func TestMonitorFiresOnTime(t *testing.T) {
	for _, ratio := range []float64{1, .1} {
		synctest.Test(t, func(t *testing.T) {
			p := apiPolicy(t)
			s := &service{start: time.Now(), breaks: 2 * time.Hour, ratio: ratio}
			m := monitorOf(t, p, s)
			want, _ := p.Alerts[0].Detect(ratio)
			var got time.Duration
			ctx, cancel := context.WithTimeout(t.Context(), s.breaks+2*want+time.Minute)
			defer cancel()
			m.Scraper.Run(ctx, func(now time.Time, err error) {
				m.Observe(now, err)
				if got == 0 && m.current.Load().Alerts[0].State == rules.Firing {
					got = now.Sub(s.start) - s.breaks
				}
			})
			if got < want-15*time.Second || got > want+15*time.Second {
				t.Errorf("at ratio %v the page fires after %v, want %v and at most a scrape of 15s", ratio, got, want)
			}
		})
	}
}

func TestMonitorAccounts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := monitorOf(t, apiPolicy(t), &service{start: time.Now().Add(-time.Hour), ratio: .05})
		ctx, cancel := context.WithTimeout(t.Context(), 601*time.Second)
		defer cancel()
		m.Run(ctx)
		v := m.current.Load()
		if want := 60_000.0; !near(v.Budget.Requests, want) || !near(v.Budget.Bad, .05*want) {
			t.Errorf("after 600 s at 100/s: %v requests, %v bad, want %v and 5%%", v.Budget.Requests, v.Budget.Bad, want)
		}
		// Burn 50 for 600 s of 30 days.
		if want := 1 - 50*600/(30*day).Seconds(); !near(v.Budget.Left, want) {
			t.Errorf("budget left = %v, want %v", v.Budget.Left, want)
		}
		if want := 100.0; !near(v.Signals.Rate, want) {
			t.Errorf("rate = %v, want %v", v.Signals.Rate, want)
		}
		if b := v.Burns[0]; !near(b.Burn, 50) || b.Roles[0].Limit != 14.4 || !b.Roles[0].Above || b.Partly {
			t.Errorf("burn over 5m = %+v, want 50 above 14.4, whole", b)
		}
		if b := v.Burns[4]; !b.Partly {
			t.Errorf("burn over 3d = %+v, want it marked as partly watched", b)
		}
	})
}

// TestMonitorSilence: a service that vanishes is told of, keeps its burn alerts
// as they are, and does not count its return as an hour of requests.
func TestMonitorSilence(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &service{start: time.Now().Add(-time.Hour)}
		m := monitorOf(t, apiPolicy(t), s)
		step := func(n int) *view {
			for range n {
				m.Observe(time.Now(), m.Scraper.Scrape(t.Context(), time.Now()))
				<-time.After(15 * time.Second)
			}
			return m.current.Load()
		}
		step(4)
		s.down = true
		v := step(41) // ten minutes and one scrape
		if got := v.Alerts[3].State; got != rules.Firing {
			t.Errorf("absent alert after 10m = %v, want %v", got, rules.Firing)
		}
		if len(v.Failures) != 1 || !strings.Contains(v.Failures[0].Reason, "connection refused") || v.Signals.Rate == v.Signals.Rate {
			t.Errorf("failures %v, rate %v, want a:1 with the reason, and NaN", v.Failures, v.Signals.Rate)
		}
		s.down = false
		v = step(2)
		if got := v.Alerts[3].State; got != rules.Resolved {
			t.Errorf("absent alert after the return = %v, want %v", got, rules.Resolved)
		}
		// It went on counting: 45 s before, 10 min and 30 s until it answered again, 15 s after.
		if want := 69_000.0; !near(v.Budget.Requests, want) {
			t.Errorf("requests = %v, want %v", v.Budget.Requests, want)
		}
	})
}

// TestMonitorLatency counts slow requests by the bucket of the threshold.
func TestMonitorLatency(t *testing.T) {
	p := apiPolicy(t)
	p.SLI = alerting.SLI{Histogram: "h", Threshold: 300 * time.Millisecond, Bounds: []float64{.3}}
	m := monitorOf(t, p, nil)
	for i := range 3 {
		n := float64(100 * i)
		m.Scraper.Store.Append("a:1", at(int64(15*i)), []promql.Sample{sample("h_count", n),
			sample("h_bucket", n*.9, "le", "0.30"), sample("h_bucket", n, "le", "+Inf")})
		m.Observe(at(int64(15*i)), nil)
	}
	if v := m.current.Load(); v.Budget.Requests != 200 || !near(v.Budget.Bad, 20) {
		t.Errorf("%v requests, %v slow, want 200 and 20", v.Budget.Requests, v.Budget.Bad)
	}
}

// TestPasswordsAreHidden on the page, in the targets and in the error.
func TestPasswordsAreHidden(t *testing.T) {
	m, err := NewMonitor(apiPolicy(t), "http://me:hunter2@127.0.0.1:1/metrics")
	if err != nil {
		t.Fatal(err)
	}
	m.Observe(at(0), m.Scraper.Scrape(t.Context(), at(0)))
	if page := get(t, m, "GET", "/").Body.String(); strings.Contains(page, "hunter2") || !strings.Contains(page, "me:xxxxx@") {
		t.Errorf("page shows the password, or no target at all")
	}
}

func TestNewMonitorRefuses(t *testing.T) {
	p := apiPolicy(t)
	p.Name = "Not Good"
	if _, err := NewMonitor(p); err == nil || !strings.Contains(err.Error(), `"Not Good"`) {
		t.Errorf("NewMonitor with a bad name: %v, want it quoted", err)
	}
}
