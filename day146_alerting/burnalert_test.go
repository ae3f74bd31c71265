package alerting

import (
	"math"
	"testing"
	"time"
)

func workbook(t *testing.T) []BurnAlert {
	t.Helper()
	return mustPolicy(t, SLO{.999, 30 * day}).Alerts
}

func round(d time.Duration) time.Duration { return d.Round(10 * time.Millisecond) }

func TestDetect(t *testing.T) {
	as := workbook(t)
	tests := []struct {
		alert       int
		ratio, base float64
		want        time.Duration
		ok          bool
	}{
		{0, 1, 0, 51840 * time.Millisecond, true}, // 0.0144 * 3600 s
		{1, 1, 0, 129600 * time.Millisecond, true},
		{2, 1, 0, 259200 * time.Millisecond, true},
		{0, .5, 0, 103680 * time.Millisecond, true},
		{0, .0288, 0, 30 * time.Minute, true},
		{0, .0144, 0, 0, false}, // at the threshold is not above it
		{0, .01, 0, 0, false},
		{1, .01, 0, 3*time.Hour + 36*time.Minute, true},
		{0, .1, .001, 487270 * time.Millisecond, true}, // 3600*(0.0134/0.099)
		{0, .1, .02, 0, true},                          // was firing already
	}
	for _, tt := range tests {
		d, ok := as[tt.alert].DetectFrom(tt.ratio, tt.base)
		if ok != tt.ok || round(d) != tt.want {
			t.Errorf("alert %d DetectFrom(%v, %v) = %v, %v, want %v, %v", tt.alert, tt.ratio, tt.base, d, ok, tt.want, tt.ok)
		}
	}
}

func TestReset(t *testing.T) {
	a := workbook(t)[0]
	for ratio, want := range map[float64]time.Duration{1: 295680 * time.Millisecond, .0288: 150 * time.Second, .01: 0} {
		if got := round(a.Reset(ratio)); got != want {
			t.Errorf("Reset(%v) = %v, want %v", ratio, got, want)
		}
	}
}

// TestSpentIsTheTarget: whatever the ratio, the promised share is spent.
func TestSpentIsTheTarget(t *testing.T) {
	for i, want := range []float64{.02, .05, .10} {
		for _, ratio := range []float64{1, .5, .1, .02} {
			if got, ok := workbook(t)[i].Spent(ratio, 0); !ok || !near(got, want) {
				t.Errorf("alert %d Spent(%v, 0) = %v, %v, want %v", i, ratio, got, ok, want)
			}
		}
	}
	got, _ := workbook(t)[0].Spent(1, 2*time.Minute)
	if want := .0663; got < want-.0001 || got > want+.0001 {
		t.Errorf("Spent(1, 2m) = %v, want %v", got, want)
	}
}

// TestDetectionOfOutageIgnoresWindow: c*P*b, so another emptying time changes nothing.
func TestDetectionOfOutageIgnoresWindow(t *testing.T) {
	want := 51840 * time.Millisecond
	for _, h := range []int{20, 50, 100} {
		p := mustPolicy(t, SLO{.999, 30 * day}, Tier{Spend: .02, Empties: time.Duration(h) * time.Hour})
		if got, _ := p.Alerts[0].Detect(1); round(got) != want {
			t.Errorf("empties in %d h: Detect(1) = %v, want %v", h, got, want)
		}
	}
}

func TestErrorsNeeded(t *testing.T) {
	as := workbook(t)
	tests := []struct {
		alert int
		rps   float64
		want  int
	}{
		{0, 20, 87},        // 86.4
		{1, 20, 217},       // 216 exactly is not above
		{0, 10. / 3600, 1}, // one error an hour of ten requests
		{0, .9259259, 4},   // just under 4
		{0, .925926, 5},    // just over 4
		{0, 1e300, math.MaxInt},
	}
	for _, tt := range tests {
		if got := as[tt.alert].ErrorsNeeded(tt.rps); got != tt.want {
			t.Errorf("alert %d ErrorsNeeded(%v) = %d, want %d", tt.alert, tt.rps, got, tt.want)
		}
	}
	if got, want := as[0].LeastTraffic(5), 4/(.0144*300); !near(got, want) {
		t.Errorf("LeastTraffic(5) = %v, want %v", got, want)
	}
}
