package alerting // inside: these tests hold the parts of a simulation against sums

import (
	"math"
	"testing"
)

func closeTo(got, want, share float64) bool { return math.Abs(got-want) <= share*want }

// TestFalsePagesAtTenAnHour: a 99.9% service with 10 requests an hour has 7.2
// errors in 30 days, and each of them is a page.
func TestFalsePagesAtTenAnHour(t *testing.T) {
	a := workbook(t)[0]
	// 7.2 errors, less those that strike within 5 minutes of another: e^-0.00083.
	if got, want := a.FalsePages(10./3600), 7.194; !closeTo(got, want, .0001) {
		t.Errorf("FalsePages(10/h) = %v, want %v", got, want)
	}
}

// TestFalsePagesByHand checks the formula where both windows need one error, two,
// and where only the long one decides.
func TestFalsePagesByHand(t *testing.T) {
	a := workbook(t)[0] // 0.0144, 1 h and 5 m
	month := a.SLO.Period.Seconds()
	perSecond := .02 * a.SLO.Budget() // 0.02 rps: 0.0864 in the short window, 1.0368 in the long
	s, r := perSecond*300, perSecond*3300
	// k=1, K=2. After the error: some other error among S or R. Before: S>=1 and S+R>=2.
	after := 1 - math.Exp(-s-r)
	before := (1 - math.Exp(-s)) - s*math.Exp(-s)*math.Exp(-r)
	want := perSecond * month * (after - before)
	if got := a.FalsePages(.02); !closeTo(got, want, 1e-9) {
		t.Errorf("FalsePages(0.02) = %v, want %v", got, want)
	}
}

func TestFalsePagesFadeWithTraffic(t *testing.T) {
	a := workbook(t)[0]
	if got, want := a.FalsePages(20), 1e-9; got > want {
		t.Errorf("FalsePages(20) = %v, want below %v", got, want)
	}
	if got := a.FalsePages(1e7); math.IsNaN(got) || got != 0 {
		t.Errorf("FalsePages(1e7) = %v, want 0", got)
	}
	if got := a.FalsePages(0); got != 0 {
		t.Errorf("FalsePages(0) = %v, want 0", got)
	}
}

func TestPoissonSumsToOne(t *testing.T) {
	for _, mean := range []float64{.001, 1, 5000} {
		if got := tailOf(mean).from(0); !near(got, 1) {
			t.Errorf("P(N >= 0) at mean %v = %v, want 1", mean, got)
		}
		// P(N >= 1) = 1 - e^-mean.
		if got, want := tailOf(mean).from(1), 1-math.Exp(-mean); !near(got, want) {
			t.Errorf("P(N >= 1) at mean %v = %v, want %v", mean, got, want)
		}
	}
}
