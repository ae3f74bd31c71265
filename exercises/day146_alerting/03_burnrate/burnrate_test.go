package burnrate_test

import (
	"embed"
	"errors"
	"fmt"
	"math"
	"testing"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/exercises/check"
	burnrate "workbook/exercises/day146_alerting/03_burnrate"
	"workbook/exercises/oracle"
)

//go:embed burnrate.go testdata/stub/burnrate.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readDerive = "day146_alerting/burnalert.go Tier.derive"
	readJudge  = "day146_alerting/burnalert.go BurnAlert.validate"
	readDetect = "day146_alerting/burnalert.go BurnAlert.DetectFrom"
	readReset  = "day146_alerting/burnalert.go BurnAlert.Reset"
	readErrors = "day146_alerting/burnalert.go errorsOver"
)

const (
	hour = time.Hour
	day  = 24 * time.Hour
)

// near writes got, or want when they differ by less than a millisecond.
func near(got, want time.Duration) string {
	if (got - want).Abs() < time.Millisecond {
		got = want
	}
	return got.String()
}

func alertText(got, want burnrate.Alert) string {
	return fmt.Sprintf("burn %s above %s over %s and %s", check.Number(got.Burn, want.Burn),
		check.Number(got.Threshold, want.Threshold), near(got.Long, want.Long), near(got.Short, want.Short))
}

func deriveCase(slo burnrate.SLO, tier burnrate.Tier, want burnrate.Alert, wantErr error, rule, read string) check.Case {
	wanted := alertText(want, want)
	if wantErr != nil {
		wanted = "error: " + wantErr.Error()
	}
	return check.Case{
		Call: "Derive(%+v, %+v)", Args: []any{slo, tier},
		Got: func() string {
			got, err := burnrate.Derive(slo, tier)
			switch {
			case err == nil:
				return alertText(got, want)
			case wantErr != nil && errors.Is(err, wantErr):
				return wanted
			}
			return "error: " + err.Error()
		},
		Want: wanted, Rule: rule, Read: read,
	}
}

func TestDerive(t *testing.T) {
	tests := []struct {
		name string
		slo  burnrate.SLO
		tier burnrate.Tier
		want burnrate.Alert
		rule string
	}{
		{"fast_page", burnrate.SLO{Target: .999, Period: 30 * day}, burnrate.Tier{Spend: .02, Empties: 50 * hour},
			burnrate.Alert{Burn: 14.4, Threshold: .0144, Long: hour, Short: 5 * time.Minute}, "burn = period/empties, threshold = burn*(1-target), long = spend*empties, short = long/12"},
		{"slow_page", burnrate.SLO{Target: .999, Period: 30 * day}, burnrate.Tier{Spend: .05, Empties: 120 * hour},
			burnrate.Alert{Burn: 6, Threshold: .006, Long: 6 * hour, Short: 30 * time.Minute}, "the same for 5% and 120 h"},
		{"ticket", burnrate.SLO{Target: .999, Period: 30 * day}, burnrate.Tier{Spend: .1, Empties: 720 * hour},
			burnrate.Alert{Burn: 1, Threshold: .001, Long: 72 * hour, Short: 6 * hour}, "emptying in the whole period is a burn rate of 1, and allowed"},
		{"another_target", burnrate.SLO{Target: .99, Period: 30 * day}, burnrate.Tier{Spend: .02, Empties: 50 * hour},
			burnrate.Alert{Burn: 14.4, Threshold: .144, Long: hour, Short: 5 * time.Minute}, "the target moves the threshold, not the burn rate"},
		{"another_period", burnrate.SLO{Target: .999, Period: 7 * day}, burnrate.Tier{Spend: .02, Empties: 50 * hour},
			burnrate.Alert{Burn: 3.36, Threshold: .00336, Long: hour, Short: 5 * time.Minute}, "14.4 belongs to 30 days: in a week the same 50 h are 3.36"},
		{"another_spend", burnrate.SLO{Target: .999, Period: 30 * day}, burnrate.Tier{Spend: .1, Empties: 50 * hour},
			burnrate.Alert{Burn: 14.4, Threshold: .0144, Long: 5 * hour, Short: 25 * time.Minute}, "the spend moves the windows, not the threshold"},
		{"windows_of_minutes", burnrate.SLO{Target: .999, Period: day}, burnrate.Tier{Spend: .01, Empties: 4 * hour},
			burnrate.Alert{Burn: 6, Threshold: .006, Long: 144 * time.Second, Short: 12 * time.Second}, "a window may be shorter than an hour"},
		{"all_of_the_budget", burnrate.SLO{Target: .999, Period: 30 * day}, burnrate.Tier{Spend: 1, Empties: 48 * hour},
			burnrate.Alert{Burn: 15, Threshold: .015, Long: 48 * hour, Short: 4 * hour}, "a spend of exactly the whole budget can still fire: more is too late"},
	}
	judge := check.New(t, readDerive)
	for _, tt := range tests {
		judge.Run(tt.name, deriveCase(tt.slo, tt.tier, tt.want, nil, tt.rule, ""))
	}
}

func TestDeriveRefuses(t *testing.T) {
	tests := []struct {
		name string
		slo  burnrate.SLO
		tier burnrate.Tier
		want error
		rule string
	}{
		{"above_total_outage", burnrate.SLO{Target: .9, Period: 30 * day}, burnrate.Tier{Spend: .02, Empties: 50 * hour}, burnrate.ErrNeverFires, "at 90% a total outage burns at 10, so a burn rate of 14.4 never happens: threshold must be below 1"},
		{"exactly_total_outage", burnrate.SLO{Target: .5, Period: 30 * day}, burnrate.Tier{Spend: .02, Empties: 360 * hour}, burnrate.ErrNeverFires, "a burn rate of 2 at 50% is a threshold of 1, and a ratio of 1 is not above it"},
		{"total_outage_in_decimals", burnrate.SLO{Target: .9, Period: 30 * day}, burnrate.Tier{Spend: .02, Empties: 72 * hour}, burnrate.ErrNeverFires, "a burn rate of 10 at 90% is a threshold of 1 too, though 10*(1-0.9) comes out as 0.9999999999999998"},
		{"window_outlasts_budget", burnrate.SLO{Target: .999, Period: 30 * day}, burnrate.Tier{Spend: 1.5, Empties: 50 * hour}, burnrate.ErrNeverFires, "it would fire after 150% of the budget: the spend must be at most the whole budget"},
		{"inside_the_slo", burnrate.SLO{Target: .999, Period: 30 * day}, burnrate.Tier{Spend: .1, Empties: 1000 * hour}, burnrate.ErrInsideSLO, "a burn rate below 1 keeps the objective"},
		{"week_and_720h", burnrate.SLO{Target: .999, Period: 7 * day}, burnrate.Tier{Spend: .1, Empties: 720 * hour}, burnrate.ErrInsideSLO, "the ticket of the 30-day table is below 1 in a week"},
		{"both", burnrate.SLO{Target: .999, Period: 7 * day}, burnrate.Tier{Spend: 1.1, Empties: 720 * hour}, burnrate.ErrNeverFires, "what can never fire does not fire inside the SLO either"},
	}
	judge := check.New(t, readJudge)
	for _, tt := range tests {
		judge.Run(tt.name, deriveCase(tt.slo, tt.tier, burnrate.Alert{}, tt.want, tt.rule, ""))
	}
}

// page is the alert for 2% and 50 h at 99.9% over 30 days.
var page = burnrate.Alert{Burn: 14.4, Threshold: .0144, Long: hour, Short: 5 * time.Minute}

func detectCase(a burnrate.Alert, ratio float64, want time.Duration, fires bool, rule string) check.Case {
	text := func(d time.Duration, ok bool) string {
		if !ok {
			return "never"
		}
		return near(d, want)
	}
	return check.Case{
		Call: "(%+v).Detect(%v)", Args: []any{a, ratio},
		Got:  func() string { return text(a.Detect(ratio)) },
		Want: text(want, fires), Rule: rule, Read: readDetect,
	}
}

func TestDetect(t *testing.T) {
	tests := []struct {
		name  string
		ratio float64
		want  time.Duration
		fires bool
		rule  string
	}{
		{"total_outage", 1, 51840 * time.Millisecond, true, "the long window is above 1.44% after 1.44% of its hour, not after an hour"},
		{"half_fail", .5, 103680 * time.Millisecond, true, "half the ratio takes twice as long"},
		{"twice_the_threshold", .0288, 30 * time.Minute, true, "at twice the threshold half the window must be bad"},
		{"at_the_threshold", .0144, 0, false, "at the threshold is not above it"},
		{"below", .01, 0, false, "below the threshold no window ever passes it"},
		{"no_errors", 0, 0, false, "without errors it never fires"},
	}
	judge := check.New(t, readDetect)
	for _, tt := range tests {
		judge.Run(tt.name, detectCase(page, tt.ratio, tt.want, tt.fires, tt.rule))
	}
}

func resetCase(a burnrate.Alert, ratio float64, want time.Duration, rule string) check.Case {
	return check.Case{
		Call: "(%+v).Reset(%v)", Args: []any{a, ratio},
		Got:  func() string { return near(a.Reset(ratio), want) },
		Want: want.String(), Rule: rule, Read: readReset,
	}
}

func TestReset(t *testing.T) {
	tests := []struct {
		name  string
		ratio float64
		want  time.Duration
		rule  string
	}{
		{"total_outage", 1, 295680 * time.Millisecond, "the short window is below 1.44% again when 98.56% of its 5 minutes are clean; the long one takes an hour"},
		{"twice_the_threshold", .0288, 150 * time.Second, "half of the short window must be clean"},
		{"at_the_threshold", .0144, 0, "what never fired has nothing to reset"},
		{"never_fired", .01, 0, "what never fired has nothing to reset"},
		{"no_errors", 0, 0, "what never fired has nothing to reset"},
	}
	judge := check.New(t, readReset)
	for _, tt := range tests {
		judge.Run(tt.name, resetCase(page, tt.ratio, tt.want, tt.rule))
	}
}

func errorsCase(a burnrate.Alert, rps float64, want int, rule string) check.Case {
	return check.Case{
		Call: "(%+v).ErrorsNeeded(%v)", Args: []any{a, rps},
		Got:  func() string { return fmt.Sprint(a.ErrorsNeeded(rps)) },
		Want: fmt.Sprint(want), Rule: rule, Read: readErrors,
	}
}

func TestErrorsNeeded(t *testing.T) {
	looser := burnrate.Alert{Burn: 14.4, Threshold: .144, Long: hour, Short: 5 * time.Minute}
	quarter := burnrate.Alert{Burn: 2.5, Threshold: .25, Long: hour, Short: 5 * time.Minute}
	judge := check.New(t, readErrors)
	judge.Run("busy", errorsCase(page, 20, 87, "6000 requests in 5 minutes, 1.44% of them are 86.4, and the ratio must be above"))
	judge.Run("quiet", errorsCase(page, 10./3600, 1, "at ten requests an hour one error is above any threshold: each one pages"))
	judge.Run("at_the_threshold", errorsCase(quarter, 1, 76, "75 of 300 requests are exactly a quarter, and the ratio must be above"))
	judge.Run("at_the_threshold_in_decimals", errorsCase(looser, 45, 1945, "1944 of 13500 requests are exactly 14.4%, though 0.144*45*300 comes out as 1943.9999999999998"))
}

// The day works in fractions of whole numbers, so nothing is rounded there.
func TestOracleDerive(t *testing.T) {
	check.New(t, readDerive).Oracle(3000, func(d *oracle.Draw) check.Case {
		slo, tier := drawTargets(d)
		a, err := dayAlert(slo, tier)
		want := burnrate.Alert{Burn: a.Burn, Threshold: a.Threshold, Long: exactLong(tier), Short: exactLong(tier) / 12}
		return deriveCase(slo, tier, want, err, "day 146's NewPolicy, which works in fractions, gives another answer", "")
	})
}

func TestOracleDetect(t *testing.T) {
	check.New(t, readDetect).Oracle(3000, func(d *oracle.Draw) check.Case {
		a, ratio := drawAlert(d)
		want, fires := alerting.BurnAlert{Threshold: a.Threshold, Long: a.Long}.Detect(ratio)
		return detectCase(a, ratio, want, fires, "day 146's Detect gives another answer")
	})
}

func TestOracleReset(t *testing.T) {
	check.New(t, readReset).Oracle(3000, func(d *oracle.Draw) check.Case {
		a, ratio := drawAlert(d)
		want := alerting.BurnAlert{Threshold: a.Threshold, Short: a.Short}.Reset(ratio)
		return resetCase(a, ratio, want, "day 146's Reset gives another answer")
	})
}

// Derive and ErrorsNeeded together: a threshold that is off in its last digit moves the count.
func TestOracleErrorsNeeded(t *testing.T) {
	check.New(t, readErrors).Oracle(3000, func(d *oracle.Draw) check.Case {
		slo, tier := drawTargets(d)
		rps := oracle.Pick(d, 1, 20, .5, 0, float64(d.Intn(1000)), float64(d.Intn(1000))/10, float64(d.Intn(1000))/100)
		a, err := dayAlert(slo, tier)
		if err != nil || a.Short*12 != exactLong(tier) { // windows of whole seconds only: the day rounds
			return errorsCase(page, 1, 5, "300 requests in 5 minutes, 1.44% of them are 4.32")
		}
		return check.Case{
			Call: "the alert of Derive(%+v, %+v), then its ErrorsNeeded(%v)", Args: []any{slo, tier, rps},
			Got: func() string {
				mine, err := burnrate.Derive(slo, tier)
				if err != nil {
					return "error: " + err.Error()
				}
				return fmt.Sprint(mine.ErrorsNeeded(rps))
			},
			Want: fmt.Sprint(a.ErrorsNeeded(rps)), Rule: "day 146's ErrorsNeeded, which works in fractions, gives another answer", Read: readErrors,
		}
	})
}

func drawTargets(d *oracle.Draw) (burnrate.SLO, burnrate.Tier) {
	target := oracle.Pick(d, .999, .9, .99, .5, .9999, .95, .7, .995, float64(1+d.Intn(999))/1000)
	period := oracle.Pick(d, 30*day, 7*day, day, 28*day, time.Duration(1+d.Intn(90))*day)
	empties := oracle.Pick(d, 50*hour, period, period/2, period/10, period-hour, period+hour, time.Duration(1+d.Intn(1000))*hour)
	spend := oracle.Pick(d, .02, .05, .1, 1, 1.001, .999, .5, float64(1+d.Intn(1500))/1000)
	return burnrate.SLO{Target: target, Period: period}, burnrate.Tier{Spend: spend, Empties: empties}
}

// exactLong is spend*empties, counted in whole thousandths: no spend here has more digits.
func exactLong(tier burnrate.Tier) time.Duration {
	return time.Duration(math.Round(tier.Spend*1000)) * (tier.Empties / 1000)
}

func drawAlert(d *oracle.Draw) (a burnrate.Alert, ratio float64) {
	a = page
	a.Threshold = oracle.Pick(d, .0144, .5, .001, .25, .999, float64(1+d.Intn(999))/1000)
	a.Long = time.Duration(1+d.Intn(1000)) * time.Minute
	a.Short = a.Long / 12
	above, below := math.Nextafter(a.Threshold, 1), math.Nextafter(a.Threshold, 0)
	ratio = oracle.Pick(d, 1, 0, a.Threshold, above, below, float64(d.Intn(1001))/1000)
	return a, ratio
}

// dayAlert is the day's answer, with its error as the exercise names it.
func dayAlert(slo burnrate.SLO, tier burnrate.Tier) (alerting.BurnAlert, error) {
	policy, err := alerting.NewPolicy(alerting.SLO(slo), alerting.Tier{Spend: tier.Spend, Empties: tier.Empties})
	switch {
	case errors.Is(err, alerting.ErrImpossible):
		return alerting.BurnAlert{}, burnrate.ErrNeverFires
	case errors.Is(err, alerting.ErrUnwise):
		return alerting.BurnAlert{}, burnrate.ErrInsideSLO
	}
	return policy.Alerts[0], nil
}
