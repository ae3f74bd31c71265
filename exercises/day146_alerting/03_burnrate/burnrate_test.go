package burnrate

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

const (
	hour = time.Hour
	day  = 24 * time.Hour
)

func TestDerive(t *testing.T) {
	cases := []struct {
		name       string
		slo        SLO
		tier       Tier
		want, rule string
	}{
		{"fast_page", SLO{.999, 30 * day}, Tier{.02, 50 * hour}, "burn 14.4 above 0.0144 over 1h0m0s and 5m0s", "burn = period/empties, threshold = burn*(1-target), long = spend*empties, short = long/12"},
		{"slow_page", SLO{.999, 30 * day}, Tier{.05, 120 * hour}, "burn 6 above 0.006 over 6h0m0s and 30m0s", "the same for 5% and 120 h"},
		{"ticket", SLO{.999, 30 * day}, Tier{.1, 720 * hour}, "burn 1 above 0.001 over 72h0m0s and 6h0m0s", "emptying in the whole period is a burn rate of 1"},
		{"another_target", SLO{.99, 30 * day}, Tier{.02, 50 * hour}, "burn 14.4 above 0.144 over 1h0m0s and 5m0s", "the target moves the threshold, not the burn rate"},
		{"another_period", SLO{.999, 7 * day}, Tier{.02, 50 * hour}, "burn 3.36 above 0.00336 over 1h0m0s and 5m0s", "14.4 belongs to 30 days: in a week the same 50 h are 3.36"},
		{"another_spend", SLO{.999, 30 * day}, Tier{.1, 50 * hour}, "burn 14.4 above 0.0144 over 5h0m0s and 25m0s", "the spend moves the windows, not the threshold"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("Derive(%v, %v)", c.slo, c.tier), c.want, c.rule, func() string {
				a, err := Derive(c.slo, c.tier)
				if err != nil {
					return "error: " + err.Error()
				}
				return fmt.Sprintf("burn %.4g above %.4g over %v and %v", a.Burn, a.Threshold, a.Long.Round(time.Second), a.Short.Round(time.Second))
			})
		})
	}
}

func TestDeriveRefuses(t *testing.T) {
	cases := []struct {
		name string
		slo  SLO
		tier Tier
		want error
		rule string
	}{
		{"above_total_outage", SLO{.9, 30 * day}, Tier{.02, 50 * hour}, ErrNeverFires, "at 90% a total outage burns at 10, so a burn rate of 14.4 never happens: threshold must be below 1"},
		{"exactly_total_outage", SLO{.5, 30 * day}, Tier{.02, 360 * hour}, ErrNeverFires, "a burn rate of 2 at 50% is a threshold of 1, and a ratio of 1 is not above it"},
		{"window_outlasts_budget", SLO{.999, 30 * day}, Tier{1.5, 50 * hour}, ErrNeverFires, "it would fire after 150% of the budget: the burn rate must be at most period/long"},
		{"inside_the_slo", SLO{.999, 30 * day}, Tier{.1, 1000 * hour}, ErrInsideSLO, "a burn rate below 1 keeps the objective"},
		{"week_and_720h", SLO{.999, 7 * day}, Tier{.1, 720 * hour}, ErrInsideSLO, "the ticket of the 30-day table is below 1 in a week"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("Derive(%v, %v)", c.slo, c.tier), c.want.Error(), c.rule, func() string {
				a, err := Derive(c.slo, c.tier)
				if errors.Is(err, c.want) {
					return c.want.Error()
				}
				return fmt.Sprintf("%+v, error %v", a, err)
			})
		})
	}
}

// page is the alert for 2% and 50 h at 99.9% over 30 days.
var page = Alert{Burn: 14.4, Threshold: .0144, Long: hour, Short: 5 * time.Minute}

func TestDetect(t *testing.T) {
	cases := []struct {
		name       string
		ratio      float64
		want, rule string
	}{
		{"total_outage", 1, "52s", "the long window is above 1.44% after 1.44% of its hour, not after an hour"},
		{"half_fail", .5, "1m44s", "half the ratio takes twice as long"},
		{"twice_the_threshold", .0288, "30m0s", "at twice the threshold half the window must be bad"},
		{"at_the_threshold", .0144, "never", "at the threshold is not above it"},
		{"below", .01, "never", "below the threshold no window ever passes it"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("(%+v).Detect(%v)", page, c.ratio), c.want, c.rule, func() string {
				d, ok := page.Detect(c.ratio)
				if !ok && c.want != "never" {
					return "never"
				}
				if !ok {
					// A stub that always says never must not pass these two.
					if _, ok := page.Detect(1); !ok {
						return "never, but neither is a total outage"
					}
					return "never"
				}
				return d.Round(time.Second).String()
			})
		})
	}
}

func TestReset(t *testing.T) {
	cases := []struct {
		name       string
		ratio      float64
		want, rule string
	}{
		{"total_outage", 1, "4m56s", "the short window is below 1.44% again when 98.56% of its 5 minutes are clean; the long one takes an hour"},
		{"twice_the_threshold", .0288, "2m30s", "half of the short window must be clean"},
		{"never_fired", .01, "0s", "what never fired has nothing to reset"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("(%+v).Reset(%v)", page, c.ratio), c.want, c.rule, func() string {
				return page.Reset(c.ratio).Round(time.Second).String()
			})
		})
	}
}

func TestErrorsNeeded(t *testing.T) {
	cases := []struct {
		name       string
		rps        float64
		want, rule string
	}{
		{"busy", 20, "87", "6000 requests in 5 minutes, 1.44% of them are 86.4, and the ratio must be above"},
		{"quiet", 10. / 3600, "1", "at ten requests an hour one error is above any threshold: each one pages"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("(%+v).ErrorsNeeded(%.4g)", page, c.rps), c.want, c.rule, func() string {
				return fmt.Sprint(page.ErrorsNeeded(c.rps))
			})
		})
	}
	t.Run("at_the_threshold", func(t *testing.T) {
		quarter := Alert{Burn: 2.5, Threshold: .25, Long: hour, Short: 5 * time.Minute}
		check(t, fmt.Sprintf("(%+v).ErrorsNeeded(1)", quarter), "76", "75 of 300 requests are exactly a quarter, and the ratio must be above", func() string {
			return fmt.Sprint(quarter.ErrorsNeeded(1))
		})
	})
}

// check reports a wrong answer, a panic, or none in time.
func check(t *testing.T, call, want, rule string, f func() string) {
	t.Helper()
	done := make(chan string, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- fmt.Sprintf("panic: %v", p)
			}
		}()
		done <- f()
	}()
	got := "no answer within 5 s: does every loop end?"
	select {
	case got = <-done:
	case <-time.After(5 * time.Second):
	}
	if got != want {
		t.Errorf("%s\n     got: %s\n    want: %s\n    rule: %s\n    read: day146_alerting/burnalert.go\n    edit: exercises/day146_alerting/03_burnrate/burnrate.go", call, got, want, rule)
	}
}
