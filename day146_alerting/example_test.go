package alerting_test

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"time"

	alerting "workbook/day146_alerting"
)

// Two targets are all you choose; windows and threshold follow.
func ExampleNewPolicy() {
	slo := alerting.SLO{Target: 0.999, Period: 30 * 24 * time.Hour}
	p, err := alerting.NewPolicy(slo, alerting.Tier{Spend: 0.02, Empties: 50 * time.Hour})
	if err != nil {
		fmt.Println(err)
		return
	}
	a := p.Alerts[0]
	outage, _ := a.Detect(1)
	_, ok := a.Detect(0.01)
	fmt.Printf("burn %.4g: above %.4g over %v and %v\n", a.Burn, a.Threshold, a.Long, a.Short)
	fmt.Printf("a total outage is seen after %v, 1%% of errors: %v\n", outage.Round(time.Second), ok)
	// Output:
	// burn 14.4: above 0.0144 over 1h0m0s and 5m0s
	// a total outage is seen after 52s, 1% of errors: false
}

// What cannot work is refused with the number that decides it.
func ExampleNewPolicy_refused() {
	week := alerting.SLO{Target: 0.9, Period: 7 * 24 * time.Hour}
	_, err := alerting.NewPolicy(week, alerting.Tier{Spend: 0.1, Empties: 720 * time.Hour})
	fmt.Println(err)
	// Output:
	// tier 10%:720h: unwise: burn rate 0.2333 is below 1: it alerts on a service that is within its SLO
}

// At ten requests an hour every single error is a page.
func ExampleBurnAlert_FalsePages() {
	p, _ := alerting.NewPolicy(alerting.SLO{Target: 0.999, Period: 30 * 24 * time.Hour})
	quiet := 10.0 / 3600
	fmt.Printf("%d error fires it; %.1f false pages a month\n", p.Alerts[0].ErrorsNeeded(quiet), p.Alerts[0].FalsePages(quiet))
	fmt.Printf("five errors are needed from %.2f requests a second\n", p.Alerts[0].LeastTraffic(5))
	// Output:
	// 1 error fires it; 7.2 false pages a month
	// five errors are needed from 0.93 requests a second
}

// A rate is an estimate for the whole window: one error seen over 45 s counts as
// one and a third in 60.
func ExampleIncrease() {
	var points []alerting.Point
	for i, v := range []float64{100, 100, 101, 101, 101} {
		points = append(points, alerting.Point{T: int64(i) * 15_000, V: v})
	}
	v, ok := alerting.Increase(points, time.UnixMilli(60_000), time.Minute)
	fmt.Printf("%.4f %v\n", v, ok)
	_, ok = alerting.Increase(points[:1], time.UnixMilli(60_000), time.Minute)
	fmt.Println("one point:", ok)
	// Output:
	// 1.3333 true
	// one point: false
}

// The quantile of a service: scrape, then merge buckets, then ask.
func ExampleQuantile() {
	samples, _ := alerting.Parse(strings.NewReader(`
h_bucket{instance="a",le="0.1"} 10
h_bucket{instance="a",le="+Inf"} 10
h_bucket{instance="b",le="0.1"} 0
h_bucket{instance="b",le="+Inf"} 10
`))
	merged := map[string]float64{}
	for _, s := range samples {
		merged[s.Labels.Get("le")] += s.Value
	}
	buckets := []alerting.Bucket{{UpperBound: 0.1, Count: merged["0.1"]}, {UpperBound: math.Inf(1), Count: merged["+Inf"]}}
	fmt.Println(alerting.Quantile(0.25, buckets), alerting.Quantile(0.99, buckets))
	// Output:
	// 0.05 0.1
}

// One false evaluation drops a pending alert.
func ExampleMachine() {
	m := alerting.NewMachine(alerting.Rule{Alert: "TooManyErrors", For: 2 * time.Minute})
	bad := []alerting.Sample{{Value: 0.02}}
	for minute, result := range [][]alerting.Sample{bad, bad, nil, bad, bad, bad} {
		m.Eval(time.Unix(int64(60*minute), 0), result, nil)
		state := alerting.Inactive
		for _, a := range m.Alerts() {
			state = a.State
		}
		fmt.Print(state, " ")
	}
	// Output:
	// pending pending inactive pending pending firing
}

// A service can carry its own page: four lines, and a goroutine that you own.
func ExampleDashboard() {
	policy, err := alerting.NewPolicy(alerting.SLO{Target: 0.999, Period: 30 * 24 * time.Hour})
	if err != nil {
		fmt.Println(err)
		return
	}
	monitor, err := alerting.NewMonitor(policy, "http://127.0.0.1:8080/metrics")
	if err != nil {
		fmt.Println(err)
		return
	}
	mux := http.NewServeMux()
	mux.Handle("/dashboard", alerting.Dashboard(monitor))
	// go monitor.Run(ctx): until it runs, the page says that it knows nothing.

	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest("GET", "/dashboard", nil))
	fmt.Println(w.Code, strings.Contains(w.Body.String(), "No scrape yet."))
	// Output:
	// 200 true
}

// Rules of your own can be linted before Prometheus loads them.
func ExampleLint() {
	rules := []alerting.Group{{Name: "mine", Rules: []alerting.Rule{{
		Alert: "HighCPU", Expr: "rate(process_cpu_seconds_total[20s]) > 0.9",
		Labels: map[string]string{"severity": "page"},
	}}}}
	for _, f := range alerting.Lint(rules, alerting.LintOptions{Runbooks: os.DirFS("runbooks")})[:2] {
		fmt.Println(f)
	}
	// Output:
	// refuse HighCPU: range 20s holds 1 scrape(s) of 15s: a rate needs two
	// refuse HighCPU: no summary annotation
}
