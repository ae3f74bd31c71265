package lint_test

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/lint"
	"workbook/day146_alerting/rules"
)

const day = 24 * time.Hour

const goodBook = "# A\n\n## Meaning\n\nToo many requests fail.\n\n## Impact\n\nUsers see errors now.\n\n## Diagnosis\n\nLook at the routes first.\n\n## Mitigation\n\nRoll back the last change.\n"

func books() fstest.MapFS {
	return fstest.MapFS{
		"A.md":     {Data: []byte(goodBook)},
		"empty.md": {Data: []byte("# Empty\n\n## Meaning\n\n## Impact\n")},
		"half.md":  {Data: []byte(strings.Replace(goodBook, "Roll back the last change.", "later", 1))},
	}
}

// good is a rule without faults, for the cases to damage.
func good() rules.Rule {
	return rules.Rule{
		Alert:  "A",
		Expr:   `slo:error_ratio:rate1h{slo="api"} > 0.0144 and slo:error_ratio:rate5m{slo="api"} > 0.0144`,
		Labels: map[string]string{"severity": "page"},
		Annotations: map[string]string{"summary": "too many errors", "description": "{{ $value }} of requests fail",
			"runbook_url": "https://runbooks.example/A.md"},
	}
}

func expr(e string) func(*rules.Rule)        { return func(r *rules.Rule) { r.Expr = e } }
func annotate(k, v string) func(*rules.Rule) { return func(r *rules.Rule) { r.Annotations[k] = v } }
func label(k, v string) func(*rules.Rule)    { return func(r *rules.Rule) { r.Labels[k] = v } }
func record(e string) func(*rules.Rule) {
	return func(r *rules.Rule) { *r = rules.Rule{Record: "a:b", Expr: e} }
}

func TestLintPlantedFaults(t *testing.T) {
	tests := []struct {
		name   string
		damage func(*rules.Rule)
		want   string
	}{
		{"no severity", func(r *rules.Rule) { delete(r.Labels, "severity") }, "refuse A: no severity"},
		{"unknown severity", label("severity", "critical"), `refuse A: severity "critical"`},
		{"no summary", annotate("summary", " "), "refuse A: no summary"},
		{"no description", annotate("description", ""), "refuse A: no description"},
		{"description without a value", annotate("description", "it is bad"), "warn A: the description does not show"},
		{"no runbook", annotate("runbook_url", ""), "refuse A: no runbook_url"},
		{"runbook does not exist", annotate("runbook_url", "runbooks/B.md"), "does not exist"},
		{"runbook without sections", annotate("runbook_url", "empty.md"), "section Meaning is missing or empty"},
		{"runbook not filled", annotate("runbook_url", "half.md"), "section Mitigation is missing or empty"},
		{"value in a label", label("ratio", "{{ $value }}"), "refuse A: $value in label ratio"},
		{"no comparison", expr(`slo:error_ratio:rate1h and slo:error_ratio:rate5m`), "refuse A: no comparison"},
		{"bool", expr(`slo:error_ratio:rate1h > bool 0.0144 and slo:error_ratio:rate5m > 0.0144`), "refuse A: bool"},
		{"rate of a sum", expr(`rate(sum(http_requests_total)[5m:1m]) > 5`), "refuse A: rate of sum"},
		{"increase of a sum by", expr(`increase(sum by (job) (http_requests_total)[5m:1m]) > 5`), "refuse A: increase of sum"},
		{"counter without rate", expr(`http_requests_total > 100`), "refuse A: counter http_requests_total without rate"},
		{"sum of a counter", expr(`sum by (code) (http_requests_total{job="rate(x)"}) > 100`), "refuse A: counter http_requests_total without rate"},
		{"second use without rate", expr(`rate(a_total[5m]) > 1 and a_total > 10`), "refuse A: counter a_total without rate"},
		{"range of one scrape", expr(`rate(a_total[20s]) > 1`), "refuse A: range 20s holds 1 scrape(s)"},
		{"range of two scrapes", expr(`rate(a_total[30s]) > 1`), "warn A: range 30s holds 2 scrapes"},
		{"unguarded division", expr(`sum(rate(e_total[5m])) / sum(rate(a_total[5m])) > 0.02`), "refuse A: 0/0"},
		{"guard on the wrong side", record(`(sum(rate(e_total[5m])) > 0) / sum(rate(a_total[5m]))`), "refuse a:b: 0/0"},
		{"burn rate below 1", expr(`slo:error_ratio:rate1h > 0.0005 and slo:error_ratio:rate5m > 0.0005`), "below 1 it alerts inside the SLO"},
		{"threshold of 1", expr(`slo:error_ratio:rate1h > 1 and slo:error_ratio:rate5m > 1`), "can never be passed"},
		{"threshold in percent", expr(`slo:error_ratio:rate1h > 1.44 and slo:error_ratio:rate5m > 1.44`), "can never be passed"},
		{"threshold behind a guard", expr(`sum(rate(e_total[5m])) / (sum(rate(a_total[5m])) > 5) > 2 and slo:error_ratio:rate5m > 0.02`), "threshold 2 on a ratio"},
		{"page on CPU", expr(`rate(process_cpu_seconds_total[5m]) > 0.9`), "refuse A: a page on process_cpu_seconds_total"},
		{"page on memory", expr(`process_resident_memory_bytes > 1e9`), "refuse A: a page on process_resident_memory_bytes"},
		{"irate", expr(`irate(a_total[5m]) > 1`), "refuse A: irate"},
		{"mean of quantiles", expr(`avg(histogram_quantile(0.99, sum by (le, pod) (rate(h_bucket[5m])))) > 1`), "refuse A: avg of quantiles"},
		{"mean of ratios", record(`avg_over_time(slo:error_ratio:rate5m[30d])`), "refuse a:b: avg_over_time of ratios"},
		{"quantile without le", expr(`histogram_quantile(0.99, sum by (pod) (rate(h_bucket[5m]))) > 1`), "without le"},
		{"one window", expr(`slo:error_ratio:rate1h > 0.0144`), "warn A: one window"},
		{"broken brackets", expr(`sum(rate(a_total[5m]) > 1`), "is never closed"},
		{"wrong bracket", expr(`sum(a] > 1`), "closes nothing"},
		{"empty", expr(" "), "empty or broken"},
		{"not PromQL", expr("a > ?"), "cannot read"},
		{"record and alert", func(r *rules.Rule) { r.Record = "a:b" }, "exactly one of alert and record"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := good()
			tt.damage(&r)
			got := lint.Rules([]rules.Group{{Name: "g", Rules: []rules.Rule{r}}}, lint.Options{SLO: alerting.SLO{Target: .999, Period: 30 * day}, Runbooks: books()})
			for _, f := range got {
				if strings.Contains(f.String(), tt.want) {
					return
				}
			}
			t.Errorf("Rules(%+v) = %v, want ...%s...", r, got, tt.want)
		})
	}
}

// TestLintAcceptsGoodRules: a lint that cries wolf is switched off.
func TestLintAcceptsGoodRules(t *testing.T) {
	for _, e := range []string{
		good().Expr,
		`sum(rate(e_total[5m])) / (sum(rate(a_total[5m])) > 0) > 0.02 and slo:error_ratio:rate5m > 0.02`,
		`histogram_quantile(0.99, sum by (le) (rate(h_bucket[5m]))) > 1`,
		`histogram_quantile(0.99, sum without (pod) (rate(h_bucket[5m]))) > 1`,
		`histogram_quantile(0.99, sum(rate(h_bucket[5m])) by (le)) > 1`,
		`absent(http_requests_total{job="api"})`,
		`sum(rate(a_total{path="/rate(sum(x)"}[5m])) by (job) < 1`,
		`increase(a_total[1h]) == 0`,
		good().Expr + ` and sum(rate(a_total[5m])) > 1`,
		`sum(rate(e_total[5m])) / (sum(rate(a_total[5m])) > 5) > 0.02 and slo:error_ratio:rate5m > 0.02`,
	} {
		r := good()
		r.Expr = e
		o := lint.Options{SLO: alerting.SLO{Target: .999, Period: 30 * day}, Runbooks: books()}
		for _, f := range lint.Rules([]rules.Group{{Rules: []rules.Rule{r}}}, o) {
			t.Errorf("Rules(%s): %v, want nothing", e, f)
		}
	}
}

func TestLintAcrossRules(t *testing.T) {
	sum := rules.Rule{Record: "job:requests:sum", Expr: "sum by (job) (rate(a_total[5m]))"}
	rated := good()
	rated.Expr = "rate(job:requests:sum[5m]) > 1"
	twin := good()
	twin.Labels = maps.Clone(twin.Labels)
	got := lint.Rules([]rules.Group{{Rules: []rules.Rule{sum, rated, twin}}}, lint.Options{})
	for _, want := range []string{"refuse A: rate of job:requests:sum, which records a sum", "refuse A: a second alert"} {
		found := false
		for _, f := range got {
			found = found || strings.Contains(f.String(), want)
		}
		if !found {
			t.Errorf("Lint = %v, want ...%s...", got, want)
		}
	}
}

func FuzzLint(f *testing.F) {
	f.Add(good().Expr)
	f.Add("sum(rate(a[5m])) by (le) / (b > 0)")
	f.Add("by ( without ( }")
	f.Fuzz(func(t *testing.T, in string) {
		r := good()
		r.Expr = in
		lint.Rules([]rules.Group{{Rules: []rules.Rule{r, {Record: "x", Expr: in}}}}, lint.Options{SLO: alerting.SLO{Target: .999, Period: day}}) // must not panic
	})
}
