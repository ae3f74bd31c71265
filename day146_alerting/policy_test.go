package alerting

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"
)

func mustPolicy(t *testing.T, s SLO, tiers ...Tier) Policy {
	t.Helper()
	p, err := NewPolicy(s, tiers...)
	if err != nil {
		t.Fatalf("NewPolicy(%v, %v) = %v, want no error", s, tiers, err)
	}
	return p
}

// TestWorkbookTable: the table of the SRE workbook falls out of three targets.
func TestWorkbookTable(t *testing.T) {
	p := mustPolicy(t, SLO{.999, 30 * day})
	want := []struct {
		burn, threshold float64
		exact           string
		long, short     time.Duration
		severity        string
	}{
		{14.4, .0144, "0.0144", time.Hour, 5 * time.Minute, Page},
		{6, .006, "0.006", 6 * time.Hour, 30 * time.Minute, Page},
		{1, .001, "0.001", 3 * day, 6 * time.Hour, Ticket},
	}
	for i, tt := range want {
		a := p.Alerts[i]
		got := tt
		got.burn, got.threshold, got.exact = a.Burn, a.Threshold, FormatDecimal(a.threshold)
		got.long, got.short, got.severity = a.Long, a.Short, a.Tier.Severity
		if got != tt {
			t.Errorf("alert %d = %v, want %v", i, got, tt)
		}
	}
}

// TestDefaultTiersFit: without tiers of your own, any period has a policy, whose
// slowest alert has a burn rate of 1, and whose fastest pages.
func TestDefaultTiersFit(t *testing.T) {
	for days, want := range map[int]int{1: 1, 3: 2, 5: 2, 7: 3, 28: 3, 30: 3, 31: 3, 90: 3} {
		p := mustPolicy(t, SLO{.999, time.Duration(days) * day})
		if n := len(p.Alerts); n != want || p.Alerts[n-1].Burn != 1 || p.Alerts[0].Tier.Severity != Page {
			t.Errorf("%d days: %d alerts, the fastest a %s, the slowest at %v, want %d, page, 1", days, n, p.Alerts[0].Tier.Severity, p.Alerts[n-1].Burn, want)
		}
	}
}

// TestPeriods: the windows stay, the burn rates and thresholds follow the period.
func TestPeriods(t *testing.T) {
	tests := []struct {
		days    int
		slowest time.Duration // as long as the period: 720 h would be B < 1 in a shorter one
		want    []string
	}{
		{7, 7 * day, []string{"0.00336", "0.0014", "0.001"}},
		{28, 28 * day, []string{"0.01344", "0.0056", "0.001"}},
		{30, 30 * day, []string{"0.0144", "0.006", "0.001"}},
		{31, 31 * day, []string{"0.01488", "0.0062", "0.001"}},
	}
	for _, tt := range tests {
		p := mustPolicy(t, SLO{.999, time.Duration(tt.days) * day}, Tier{Spend: .02, Empties: 50 * time.Hour},
			Tier{Spend: .05, Empties: 120 * time.Hour}, Tier{Spend: .1, Empties: tt.slowest})
		for i, want := range tt.want {
			if got := FormatDecimal(p.Alerts[i].threshold); got != want {
				t.Errorf("%d days, alert %d: threshold %s, want %s", tt.days, i, got, want)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	month := 30 * day
	tests := []struct {
		name string
		slo  SLO
		tier Tier
		is   error
		want string
	}{
		{"target 100", SLO{1, month}, Tier{Spend: .02, Empties: 50 * time.Hour}, ErrImpossible, "budget is 0"},
		{"target above 100", SLO{99.9, month}, Tier{}, ErrImpossible, "between 0 and 1"},
		{"target zero", SLO{0, month}, Tier{}, ErrImpossible, "between 0 and 1"},
		{"target NaN", SLO{math.NaN(), month}, Tier{}, ErrImpossible, "between 0 and 1"},
		{"no period", SLO{.999, 0}, Tier{}, ErrImpossible, "period 0s"},
		{"target just above 100", SLO{1.001, month}, Tier{}, ErrImpossible, "between 0 and 1"},
		{"1/b limit", SLO{.9, month}, Tier{Spend: .02, Empties: 50 * time.Hour}, ErrImpossible, "1/budget = 10"},
		{"1/b limit exactly", SLO{.9, month}, Tier{Spend: .02, Empties: 72 * time.Hour}, ErrImpossible, "1/budget = 10"},
		{"P/W limit", SLO{.999, month}, Tier{Spend: 1.5, Empties: 50 * time.Hour}, ErrImpossible, "period/window = 9.6"},
		{"B below 1", SLO{.999, month}, Tier{Spend: .1, Empties: 1000 * time.Hour}, ErrUnwise, "below 1"},
		{"workbook's slow tier in a week", SLO{.999, 7 * day}, Tier{Spend: .1, Empties: 720 * time.Hour}, ErrUnwise, "below 1"},
		{"no spend", SLO{.999, month}, Tier{Empties: time.Hour}, ErrImpossible, "positive"},
		{"spend NaN", SLO{.999, month}, Tier{Spend: math.NaN(), Empties: time.Hour}, ErrImpossible, "positive"},
		{"never empties", SLO{.999, month}, Tier{Spend: .1}, ErrImpossible, "positive"},
		{"severity of its own", SLO{.999, month}, Tier{Spend: .02, Empties: 50 * time.Hour, Severity: "critical"}, ErrUnwise, `severity "critical": want page or ticket`},
		{"tiny window", SLO{.999, month}, Tier{Spend: .001, Empties: time.Hour}, ErrImpossible, "under a second"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := NewPolicy(tt.slo, tt.tier)
			if !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("NewPolicy(%v, %v) error = %v, want %v: ...%s...", tt.slo, tt.tier, err, tt.is, tt.want)
			}
		})
	}
	_, err := NewPolicy(SLO{.999, month}, Tier{Spend: .02, Empties: 50 * time.Hour}, Tier{Spend: .05, Empties: 50 * time.Hour})
	if want := "same burn rate"; !errors.Is(err, ErrUnwise) || !strings.Contains(err.Error(), want) {
		t.Errorf("two tiers of one burn rate: error = %v, want ...%s...", err, want)
	}
}

// TestLimitIsReachable: just inside each limit the alert can fire.
func TestLimitIsReachable(t *testing.T) {
	p := mustPolicy(t, SLO{.9, 30 * day}, Tier{Spend: 1, Empties: 73 * time.Hour})
	if d, ok := p.Alerts[0].Detect(1); !ok || d > 73*time.Hour {
		t.Errorf("Detect(1) = %v, %v, want within 73 h", d, ok)
	}
}

func TestSortsTiers(t *testing.T) {
	tiers := DefaultTiers(30 * day)
	tiers[0], tiers[2] = tiers[2], tiers[0]
	if got, want := mustPolicy(t, SLO{.999, 30 * day}, tiers...).Alerts[0].Burn, 14.4; got != want {
		t.Errorf("fastest alert burns %v, want %v", got, want)
	}
}

func TestPipelineWorst(t *testing.T) {
	if got, want := (Pipeline{}).Worst(), time.Minute; got != want {
		t.Errorf("Worst() = %v, want %v", got, want)
	}
}
