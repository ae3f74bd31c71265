package main

import (
	"math"
	"testing"
)

// The published vector of the reference implementations for FSRS-6's default
// weights: py-fsrs test_memo_state and fsrs-rs test_memory_state.
func TestMemoryFollowsThePublishedVector(t *testing.T) {
	grades := []grade{again, good, good, good, good, good}
	days := []float64{0, 0, 1, 3, 8, 21}
	m := firstMemory(grades[0])
	for i := 1; i < len(grades); i++ {
		m = m.next(grades[i], days[i])
	}
	const stability, difficulty = 53.62691, 6.3574867
	if math.Abs(m.Stability-stability) > 1e-4 || math.Abs(m.Difficulty-difficulty) > 1e-4 {
		t.Errorf("after %v at %v days: got stability %.5f difficulty %.7f, want %.5f and %.7f",
			grades, days, m.Stability, m.Difficulty, stability, difficulty)
	}
}

// The published intervals of py-fsrs test_review_card. There the first good
// answer and those after a lapse pass a step of ten minutes, so the next review
// is on the same day; a 0 stands for such a step.
func TestIntervalsFollowThePublishedVector(t *testing.T) {
	grades := []grade{good, good, good, good, good, good, again, again, good, good, good, good, good}
	want := []int{0, 2, 11, 46, 163, 498, 0, 0, 2, 4, 7, 12, 21}
	var m memory
	elapsed := 0
	for i, g := range grades {
		if i == 0 {
			m = firstMemory(g)
		} else {
			m = m.next(g, float64(elapsed))
		}
		elapsed = m.interval()
		if want[i] == 0 {
			elapsed = 0
		}
		if elapsed != want[i] {
			t.Errorf("answer %d (grade %d): got an interval of %d days, want %d", i+1, g, elapsed, want[i])
		}
	}
}

func TestRecallIsNineTenthsAfterOneStability(t *testing.T) {
	for _, s := range []float64{minStability, 1, 2.3065, 400, 36500} {
		m := memory{Stability: s, Difficulty: 5}
		if got := m.recall(s); math.Abs(got-0.9) > 1e-12 {
			t.Errorf("recall after one stability of %v days: got %v, want 0.9", s, got)
		}
	}
}

// Ten easy answers within a day reach the easiest difficulty and no further:
// py-fsrs test_repeated_correct_reviews. The drift back keeps it a little below 10.
func TestDifficultyStopsAtItsBounds(t *testing.T) {
	for _, tt := range []struct {
		g    grade
		want float64
	}{{easy, 1}, {again, 10}} {
		m := firstMemory(tt.g)
		for range 100 {
			m = m.next(tt.g, 0)
		}
		if math.Abs(m.Difficulty-tt.want) > 0.03 {
			t.Errorf("difficulty after 100 grades of %d: got %v, want %v", tt.g, m.Difficulty, tt.want)
		}
	}
}

func TestBetterGradesNeverComeBackSooner(t *testing.T) {
	for _, days := range []float64{0, 1, 5, 50, 5000} {
		m := memory{Stability: 10, Difficulty: 6}
		for g := hard; g <= easy; g++ {
			if worse, better := m.next(g-1, days).interval(), m.next(g, days).interval(); better < worse {
				t.Errorf("after %v days grade %d gives %d days, grade %d gives %d", days, g-1, worse, g, better)
			}
		}
	}
}

func TestIntervalStaysInBounds(t *testing.T) {
	for _, s := range []float64{minStability, 0.4, 1e9, math.MaxFloat64} {
		m := memory{Stability: s, Difficulty: 1}
		if got := m.interval(); got < 1 || got > maxInterval {
			t.Errorf("interval at stability %v: got %d, want 1 to %d", s, got, maxInterval)
		}
	}
}
