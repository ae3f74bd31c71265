package main

import "math"

// A grade is how an answer went. The order and the numbers are FSRS's.
type grade int

const (
	again grade = 1 + iota // forgotten
	hard                   // recalled with effort
	good                   // recalled
	easy                   // recalled at once
)

// memory is what FSRS knows of a card.
type memory struct {
	Stability  float64 `json:"stability"`  // days until recall falls to 90%
	Difficulty float64 `json:"difficulty"` // 1 (easy) to 10 (hard)
}

// retention is the chance of recall at which a card is due.
const retention = 0.9

// Bounds that the reference implementations share.
const (
	minStability = 0.001
	maxInterval  = 36500 // days, a hundred years
)

// weights are the published defaults of FSRS-6, w0 to w20.
var weights = [21]float64{
	0.212, 1.2931, 2.3065, 8.2956, // w0-w3: first stability, by grade
	6.4133, 0.8334, 3.0194, 0.001, // w4-w7: difficulty
	1.8722, 0.1666, 0.796, // w8-w10: growth on recall
	1.4835, 0.0614, 0.2629, 1.6483, // w11-w14: what is left after a lapse
	0.6014, 1.8729, // w15 hard penalty, w16 easy bonus
	0.5425, 0.0912, 0.0658, // w17-w19: a second look on the same day
	0.1542, // w20: how fast the forgetting curve falls
}

// factor makes recall exactly 0.9 after one stability: R(S, S) = 0.9.
func factor() float64 { return math.Pow(0.9, -1/weights[20]) - 1 }

// recall returns the chance, 0 to 1, that a card is remembered days after its
// last review: a power curve, flatter than an exponential for old cards.
func (m memory) recall(days float64) float64 {
	return math.Pow(1+factor()*days/m.Stability, -weights[20])
}

// interval returns the whole days, 1 to maxInterval, until recall falls to retention.
func (m memory) interval() int {
	days := m.Stability / factor() * (math.Pow(retention, -1/weights[20]) - 1)
	// RoundToEven is what the reference does: 2.5 days are 2.
	return int(min(max(math.RoundToEven(days), 1), maxInterval))
}

// firstMemory returns the memory after the first answer to a new card.
func firstMemory(g grade) memory {
	return memory{
		Stability:  weights[g-1],
		Difficulty: clampDifficulty(firstDifficulty(g)),
	}
}

func firstDifficulty(g grade) float64 {
	return weights[4] - math.Exp(weights[5]*float64(g-1)) + 1
}

// next returns the memory after an answer given whole days after the last one.
// Days below 1 are a second look on the same day.
func (m memory) next(g grade, days float64) memory {
	var s float64
	switch {
	case days < 1:
		s = m.sameDay(g)
	case g == again:
		s = m.afterLapse(days)
	default:
		s = m.afterRecall(g, days)
	}
	return memory{Stability: max(s, minStability), Difficulty: m.nextDifficulty(g)}
}

// sameDay grows stability a little, and never lets a good answer shrink it.
func (m memory) sameDay(g grade) float64 {
	grow := math.Exp(weights[17]*(float64(g)-3+weights[18])) * math.Pow(m.Stability, -weights[19])
	if g >= good {
		grow = max(grow, 1)
	}
	return m.Stability * grow
}

// afterRecall grows stability most when the card was nearly forgotten: the
// factor rises as recall falls, which is why early reviews buy little.
func (m memory) afterRecall(g grade, days float64) float64 {
	bonus := 1.0
	switch g {
	case hard:
		bonus = weights[15]
	case easy:
		bonus = weights[16]
	}
	return m.Stability * (1 + math.Exp(weights[8])*
		(11-m.Difficulty)*
		math.Pow(m.Stability, -weights[9])*
		(math.Exp((1-m.recall(days))*weights[10])-1)*bonus)
}

// afterLapse is never above what a same-day "again" would have left.
func (m memory) afterLapse(days float64) float64 {
	long := weights[11] *
		math.Pow(m.Difficulty, -weights[12]) *
		(math.Pow(m.Stability+1, weights[13]) - 1) *
		math.Exp((1-m.recall(days))*weights[14])
	return min(long, m.Stability/math.Exp(weights[17]*weights[18]))
}

// nextDifficulty moves by the grade, less so near 10, and drifts back towards
// an easy card so that difficulty can't get stuck.
func (m memory) nextDifficulty(g grade) float64 {
	step := -weights[6] * float64(g-3)
	moved := m.Difficulty + step*(10-m.Difficulty)/9
	return clampDifficulty(weights[7]*firstDifficulty(easy) + (1-weights[7])*moved)
}

func clampDifficulty(d float64) float64 { return min(max(d, 1), 10) }
