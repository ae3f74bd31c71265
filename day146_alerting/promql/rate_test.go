package promql_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"workbook/day146_alerting/promql"
)

// every returns points at from, from+step, ... in seconds.
func every(step, from int64, values ...float64) []promql.Point {
	var ps []promql.Point
	for i, v := range values {
		ps = append(ps, promql.Point{(from + int64(i)*step) * 1000, v})
	}
	return ps
}

func at(seconds int64) time.Time { return time.Unix(seconds, 0) }

func near(a, b float64) bool {
	if math.IsNaN(a) || math.IsNaN(b) || math.IsInf(a, 0) || math.IsInf(b, 0) {
		return a == b || math.IsNaN(a) && math.IsNaN(b)
	}
	return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a), math.Abs(b))
}

// TestIncrease holds goldens worked out by hand: the comment is the sum.
func TestIncrease(t *testing.T) {
	stale, nan := promql.StaleMarker(), math.NaN()
	tests := []struct {
		name   string
		points []promql.Point
		end    int64
		window time.Duration
		want   float64
		ok     bool
	}{
		{"left edge is open", every(15, 0, 0, 10, 20, 30, 40), 60, time.Minute, 40, true},               // 30 over 45 s, +15 s: *60/45
		{"one error in a minute", every(15, 0, 100, 100, 101, 101, 101), 60, time.Minute, 4. / 3, true}, // 1*60/45
		{"reset", every(15, 15, 10, 20, 5, 15), 60, time.Minute, 100. / 3, true},                        // (15-10+20)*60/45
		{"two resets", every(15, 15, 10, 3, 8, 1), 60, time.Minute, 12, true},                           // (1-10+10+8)=9, zero 50 s away: *60/45
		{"born at one and constant", every(15, 30, 1, 1, 1), 60, time.Minute, 0, true},                  // its first error is unseen
		{"born in the window", every(15, 30, 100, 110, 120), 60, time.Minute, 25, true},                 // 20 over 30 s, 30 s to the edge >= 16.5: +7.5
		{"ended in the window", every(15, 15, 10, 20, 30), 75, time.Minute, 25, true},                   // window (15,75]: see below
		{"zero point caps", every(15, 15, 2, 12, 22, 32), 60, time.Minute, 32, true},                    // 30 over 45 s; zero 3 s before: *48/45
		{"one point", every(15, 60, 7), 60, time.Minute, 0, false},
		{"no points", nil, 60, time.Minute, 0, false},
		{"all too old", every(15, 0, 1, 2, 3), 300, time.Minute, 0, false},
		{"stale marker between", every(15, 15, 10, stale, 30, 40), 60, time.Minute, 40, true}, // 30 over 45 s, gap 22.5: *60/45
		{"stale at the end", every(15, 15, 10, 20, 30, stale), 60, time.Minute, 40, true},     // 20 over 30 s, both edges 15 s < 16.5: *60/30
		{"NaN is a value", every(15, 15, 10, nan, 30, 40), 60, time.Minute, 40, true},         // a NaN in the middle is never compared true
		{"NaN at the end", every(15, 15, 10, 20, 30, nan), 60, time.Minute, nan, true},
		{"negative start is not capped", every(15, 15, -10, 0, 10, 20), 60, time.Minute, 40, true},
	}
	// "ended": the point at 15 is outside; 20, 30 are 10 over 15 s; 15 s < 16.5 to
	// the left, 30 s to the right: half a gap. 10*(15+15+7.5)/15 = 25.
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := promql.Increase(tt.points, at(tt.end), tt.window)
			if ok != tt.ok || !near(got, tt.want) {
				t.Errorf("Increase(%v, %d s, %v) = %v, %v, want %v, %v", tt.points, tt.end, tt.window, got, ok, tt.want, tt.ok)
			}
			want := tt.want / tt.window.Seconds()
			if got, ok := promql.Rate(tt.points, at(tt.end), tt.window); ok != tt.ok || !near(got, want) {
				t.Errorf("Rate(%v, %d s, %v) = %v, %v, want %v, %v", tt.points, tt.end, tt.window, got, ok, want, tt.ok)
			}
		})
	}
}

func TestIrate(t *testing.T) {
	tests := []struct {
		name   string
		points []promql.Point
		want   float64
		ok     bool
	}{
		{"last two points only", every(15, 15, 0, 1000, 1000, 1030), 2, true},
		{"reset counts from zero", every(15, 15, 0, 0, 100, 30), 2, true},
		{"steps over a stale marker", every(15, 15, 0, 10, promql.StaleMarker(), 40), 1, true},
		{"one point", every(15, 60, 5), 0, false},
		{"one point in the window", every(60, 0, 5, 10), 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := promql.Irate(tt.points, at(60), time.Minute)
			if ok != tt.ok || !near(got, tt.want) {
				t.Errorf("Irate(%v) = %v, %v, want %v, %v", tt.points, got, ok, tt.want, tt.ok)
			}
		})
	}
}

// exactIncrease is the definition in fractions, written from the documentation
// of the rule and not from rate.go, to catch rounding and slips of the edges.
func exactIncrease(points []promql.Point, end, windowMs int64) (float64, bool) {
	var in []promql.Point
	for _, p := range points {
		if p.T > end-windowMs && p.T <= end && !promql.IsStale(p.V) {
			in = append(in, p)
		}
	}
	if len(in) < 2 {
		return 0, false
	}
	num := func(v float64) *big.Rat { return new(big.Rat).SetFloat64(v) }
	sum := new(big.Rat)
	for i := 1; i < len(in); i++ {
		if in[i].V < in[i-1].V {
			sum.Add(sum, num(in[i].V))
		} else {
			sum.Add(sum, new(big.Rat).Sub(num(in[i].V), num(in[i-1].V)))
		}
	}
	covered := big.NewRat(in[len(in)-1].T-in[0].T, 1)
	gap := new(big.Rat).Quo(covered, big.NewRat(int64(len(in)-1), 1))
	limit := new(big.Rat).Mul(gap, big.NewRat(11, 10))
	side := func(ms int64) *big.Rat {
		if d := big.NewRat(ms, 1); d.Cmp(limit) < 0 {
			return d
		}
		return new(big.Rat).Quo(gap, big.NewRat(2, 1))
	}
	left, right := side(in[0].T-(end-windowMs)), side(end-in[len(in)-1].T)
	if sum.Sign() > 0 && in[0].V >= 0 {
		if zero := new(big.Rat).Mul(covered, new(big.Rat).Quo(num(in[0].V), sum)); zero.Cmp(left) < 0 {
			left = zero
		}
	}
	total := new(big.Rat).Add(covered, left.Add(left, right))
	f, _ := sum.Mul(sum, total.Quo(total, covered)).Float64()
	return f, true
}

func TestIncreaseAgainstFractions(t *testing.T) {
	r := rand.New(rand.NewPCG(146, 1))
	for range rounds(t, 10_000) {
		ps, now, v := []promql.Point(nil), int64(1_000_000), float64(r.IntN(50))
		for range r.IntN(40) {
			// Steps are multiples of 7 ms, so that 1.1 gaps is seldom hit exactly,
			// where fractions and floating point may fall on different sides.
			now += 7 * int64(1+r.IntN(5000))
			v += float64(r.IntN(20))
			if r.IntN(8) == 0 {
				v = float64(r.IntN(5))
			}
			ps = append(ps, promql.Point{now, v})
			if r.IntN(20) == 0 {
				ps[len(ps)-1].V = promql.StaleMarker()
			}
		}
		end, window := 1_000_000+int64(r.IntN(900_000)), int64(1+r.IntN(600_000))
		want, wantOK := exactIncrease(ps, end, window)
		got, ok := promql.Increase(ps, time.UnixMilli(end), time.Duration(window)*time.Millisecond)
		if ok != wantOK || !near(got, want) {
			t.Fatalf("Increase(%v, %d ms, %d ms) = %v, %v, want %v, %v", ps, end, window, got, ok, want, wantOK)
		}
	}
}

func line240() []promql.Point {
	values := make([]float64, 240)
	for i := range values {
		values[i] = float64(10 * i)
	}
	return every(15, 0, values...)
}

func TestRateDoesNotAllocate(t *testing.T) {
	if raceEnabled() {
		t.Skip("the race detector allocates")
	}
	ps := line240()
	want := 0.0
	if got := testing.AllocsPerRun(100, func() { promql.Rate(ps, at(3600), time.Hour) }); got != want {
		t.Errorf("Rate over %d points allocates %v times, want %v", len(ps), got, want)
	}
}

func BenchmarkRate240(b *testing.B) {
	ps := line240()
	b.ReportAllocs()
	for b.Loop() {
		promql.Rate(ps, at(3600), time.Hour)
	}
}
