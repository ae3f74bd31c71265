package generate

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/rules"
)

func apiPolicy(t *testing.T) alerting.Policy {
	t.Helper()
	p := mustPolicy(t, alerting.SLO{Target: .999, Period: 30 * day})
	p.Name = "api"
	return p
}

func mustGroups(t *testing.T, p alerting.Policy) []rules.Rule {
	t.Helper()
	gs, err := Groups(p)
	if err != nil || len(gs) != 1 {
		t.Fatalf("Groups() = %d groups, %v, want 1 and no error", len(gs), err)
	}
	return gs[0].Rules
}

func ruleNamed(t *testing.T, p alerting.Policy, name string) rules.Rule {
	t.Helper()
	for _, r := range mustGroups(t, p) {
		if r.Alert+r.Record == name {
			return r
		}
	}
	t.Fatalf("no rule %s", name)
	return rules.Rule{}
}

func TestRuleExpressions(t *testing.T) {
	latency := alerting.SLI{Histogram: "http_request_duration_seconds", Threshold: 300 * time.Millisecond, Bounds: []float64{.1, .3, 1}}
	whole := alerting.SLI{Histogram: "h", Threshold: time.Second, Bounds: []float64{1}}
	red := alerting.SLI{Requests: "app_requests_total", ErrorLabel: "class", ErrorValue: "5xx", Selector: map[string]string{"job": "api"}}
	tests := []struct {
		name string
		sli  alerting.SLI
		rule string
		want string
	}{
		{"denominator", alerting.SLI{}, "slo:requests:rate5m", `sum(rate(http_requests_total[5m]))`},
		{"no failures are zero", alerting.SLI{}, "slo:errors:rate1h", `sum(rate(http_requests_total{code=~"5.."}[1h])) or 0 * sum(rate(http_requests_total[1h]))`},
		{"ratio of sums, guarded", alerting.SLI{}, "slo:error_ratio:rate5m", `slo:errors:rate5m{slo="api"} / (slo:requests:rate5m{slo="api"} > 0)`},
		{"period is weighted by traffic", alerting.SLI{}, "slo:error_ratio:rate30d", `sum_over_time(slo:errors:rate5m{slo="api"}[30d]) / (sum_over_time(slo:requests:rate5m{slo="api"}[30d]) > 0)`},
		{"budget left", alerting.SLI{}, "slo:budget_left:ratio30d", `1 - slo:error_ratio:rate30d{slo="api"} / 0.001`},
		{"both windows", alerting.SLI{}, "ApiBudgetGoneIn50h", `slo:error_ratio:rate1h{slo="api"} > 0.0144 and slo:error_ratio:rate5m{slo="api"} > 0.0144`},
		{"absent", alerting.SLI{}, "ApiSLIAbsent", `absent(slo:errors:rate5m{slo="api"})`},
		{"own names", red, "slo:errors:rate5m", `sum(rate(app_requests_total{class=~"5xx",job="api"}[5m])) or 0 * sum(rate(app_requests_total{job="api"}[5m]))`},
		{"latency", latency, "slo:errors:rate5m", `sum(rate(http_request_duration_seconds_count[5m])) - sum(rate(http_request_duration_seconds_bucket{le="0.3"}[5m]))`},
		{"latency at a whole second", whole, "slo:errors:rate5m", `sum(rate(h_count[5m])) - sum(rate(h_bucket{le=~"1(\\.0)?"}[5m]))`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := apiPolicy(t)
			p.SLI = tt.sli
			if got := ruleNamed(t, p, tt.rule).Expr; got != tt.want {
				t.Errorf("expression of %s\n got: %s\nwant: %s", tt.rule, got, tt.want)
			}
		})
	}
}

// TestThresholdsAreExact: no trace of binary fractions, in any target.
func TestThresholdsAreExact(t *testing.T) {
	for target, want := range map[float64]string{.999: "> 0.0144 ", .9995: "> 0.0072 ", .99: "> 0.144 ", .9999: "> 0.00144 ", .995: "> 0.072 "} {
		p := mustPolicy(t, alerting.SLO{Target: target, Period: 30 * day})
		if got := ruleNamed(t, p, "ServiceBudgetGoneIn50h").Expr; !strings.Contains(got, want) {
			t.Errorf("target %v: expression %s, want ...%s...", target, got, want)
		}
	}
}

func TestRulesJSON(t *testing.T) {
	p := apiPolicy(t)
	p.For = 2 * time.Minute
	var b bytes.Buffer
	if err := Rules(&b, p); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Groups []struct {
			Name  string
			Rules []map[string]any
		}
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatalf("Rules wrote no JSON: %v", err)
	}
	alerts := 0
	for _, r := range got.Groups[0].Rules {
		if _, both := r["record"]; r["alert"] != nil {
			alerts++
			if both {
				t.Errorf("rule %v has record and alert, want one", r["alert"])
			}
		}
	}
	if want := 4; alerts != want {
		t.Errorf("%d alerts, want %d", alerts, want)
	}
	for _, want := range []string{`"for": "2m"`, `"for": "10m"`, `> 0.0144 and `} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("rule file lacks %s", want)
		}
	}
}

// TestLatencyThreshold must be a bucket bound: between bounds a histogram guesses.
func TestLatencyThreshold(t *testing.T) {
	bounds := []float64{1, .1, .5, math.Inf(1)}
	tests := []struct {
		ms   int
		want string
	}{{300, "nearest: 0.1s and 0.5s"}, {50, "nearest: 0.1s"}, {2000, "nearest: 1s"}, {500, ""}}
	for _, tt := range tests {
		p := apiPolicy(t)
		p.SLI = alerting.SLI{Histogram: "h", Threshold: time.Duration(tt.ms) * time.Millisecond, Bounds: bounds}
		for name, err := range map[string]error{"Rules": Rules(new(bytes.Buffer), p), "Tests": Tests(new(bytes.Buffer), p)} {
			if tt.want == "" && err != nil {
				t.Errorf("%s with a threshold of %d ms: %v, want no error", name, tt.ms, err)
			}
			if tt.want != "" && (!errors.Is(err, alerting.ErrImpossible) || !strings.HasSuffix(err.Error(), tt.want)) {
				t.Errorf("%s with a threshold of %d ms: %v, want ...%s", name, tt.ms, err, tt.want)
			}
		}
	}
	p := apiPolicy(t)
	p.SLI = alerting.SLI{Histogram: "h", Threshold: time.Second}
	if err, want := Rules(new(bytes.Buffer), p), "no finite bucket bounds"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("Rules without bounds: %v, want ...%s", err, want)
	}
}

func TestBadNames(t *testing.T) {
	p := apiPolicy(t)
	p.Name = "../api"
	if err, want := Rules(new(bytes.Buffer), p), `"../api"`; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("Rules of a policy named ../api: %v, want ...%s...", err, want)
	}
	p.Name, p.SLI.ErrorValue = "api", "5("
	if err := Rules(new(bytes.Buffer), p); err == nil {
		t.Errorf("Rules with the expression 5( = nil, want an error")
	}
}

// TestTrafficRule: the floor is written with three digits, rounded up.
func TestTrafficRule(t *testing.T) {
	want := `slo:requests:rate5m{slo="api"} < 0.1 * (slo:requests:rate5m{slo="api"} offset 7d > 0.167)`
	if got := complete(apiPolicy(t)).trafficRule().Expr; got != want {
		t.Errorf("expression of the drop = %s, want %s", got, want)
	}
}
