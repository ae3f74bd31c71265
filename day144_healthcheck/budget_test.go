package healthcheck_test

import (
	"context"
	"errors"
	"math"
	"net/http"
	"testing"
	"time"

	healthcheck "workbook/day144_healthcheck"
	"workbook/day144_healthcheck/lab"
)

func TestBudget(t *testing.T) {
	nothing := func(context.Context) error { return nil }
	quick := healthcheck.Pod{Period: 2 * time.Second, Failures: 2} // 5s of notice
	for _, tt := range []struct {
		name string
		plan healthcheck.Plan
		pod  healthcheck.Pod
		want string // the whole error; empty for none
	}{
		{"the defaults of Kubernetes", healthcheck.Plan{Notice: 31 * time.Second}, healthcheck.Pod{},
			"the drain does not fit: 31s notice + 10s grace = 41s, over the termination grace of 30s by 11s"},
		{"and without a notice", healthcheck.Plan{Grace: time.Second}, healthcheck.Pod{},
			"the drain does not fit: the notice of 0s is shorter than 31s, which is period 10s x 3 failures + timeout 1s; " +
				"31s notice + 1s grace = 32s, over the termination grace of 30s by 2s"},
		{"fits to the second", healthcheck.Plan{Notice: 5 * time.Second, Grace: 14 * time.Second,
			After: []healthcheck.Step{{Name: "workers", Timeout: 4 * time.Second, Func: nothing}, {Name: "flush", Func: nothing}},
			Close: []healthcheck.Step{{Name: "db", Timeout: time.Second, Func: nothing}},
			Admin: &http.Server{}, AdminListener: new(lab.Network).Listen("admin")}, quick, ""},
		{"a second over", healthcheck.Plan{Notice: 5 * time.Second, Grace: 15 * time.Second,
			After: []healthcheck.Step{{Name: "workers", Timeout: 4 * time.Second, Func: nothing}, {Name: "flush", Func: nothing}},
			Close: []healthcheck.Step{{Name: "db", Timeout: time.Second, Func: nothing}},
			Admin: &http.Server{}, AdminListener: new(lab.Network).Listen("admin")}, quick,
			"the drain does not fit: 5s notice + 15s grace + 4s workers + 5s flush + 1s db + 1s admin = 31s, over the termination grace of 30s by 1s"},
		{"preStop is on the same clock", healthcheck.Plan{Notice: 5 * time.Second}, healthcheck.Pod{Period: 2 * time.Second, Failures: 2, PreStop: 20 * time.Second},
			"the drain does not fit: 20s preStop + 5s notice + 10s grace = 35s, over the termination grace of 30s by 5s"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := healthcheck.Budget(tt.plan, tt.pod)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("Budget:\n got %q\nwant %q", got, tt.want)
			}
			if err != nil && !errors.Is(err, healthcheck.ErrBudget) {
				t.Errorf("Budget: got %v, want it to wrap ErrBudget", err)
			}
		})
	}
	// A sum beyond the longest duration there is must not wrap around and fit.
	for name, tt := range map[string]struct {
		plan healthcheck.Plan
		pod  healthcheck.Pod
	}{
		"grace":   {healthcheck.Plan{Notice: 5 * time.Second, Grace: math.MaxInt64}, quick},
		"a step":  {healthcheck.Plan{Notice: 5 * time.Second, After: []healthcheck.Step{{Name: "flush", Timeout: math.MaxInt64, Func: nothing}}}, quick},
		"preStop": {healthcheck.Plan{Notice: 5 * time.Second}, healthcheck.Pod{Period: 2 * time.Second, Failures: 2, PreStop: math.MaxInt64}},
		"period":  {healthcheck.Plan{Notice: time.Hour}, healthcheck.Pod{Period: math.MaxInt64, Failures: 2}},
		"polls":   {healthcheck.Plan{Notice: time.Hour}, healthcheck.Pod{Period: time.Hour, Failures: math.MaxInt32, Timeout: math.MaxInt64}},
	} {
		if got, want := healthcheck.Budget(tt.plan, tt.pod), healthcheck.ErrBudget; !errors.Is(got, want) {
			t.Errorf("Budget with the longest %s there is: got %v, want %v", name, got, want)
		}
	}
	if got, want := (healthcheck.Pod{}).Notice(), 31*time.Second; got != want {
		t.Errorf("Pod{}.Notice: got %v, want %v", got, want)
	}
}
