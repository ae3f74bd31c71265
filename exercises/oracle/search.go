package oracle

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
)

// shrinkTries bounds the inputs that Search tries in order to make a failing one smaller.
const shrinkTries = 2000

// Search draws n inputs with this seed, times WORKBOOK_ROUNDS. It returns the choices of the smallest failing input that it
// finds, and which input it was that failed first, counted from 1. Without a failing input nth is 0.
// An error is one of WORKBOOK_ROUNDS.
//
// fails draws one input, tries it, and reports whether it shows a fault. It must not keep anything from one input to the next.
func Search(seed uint64, n int, fails func(*Draw) bool) (smallest Choices, nth int, err error) {
	factor, err := rounds()
	if err != nil {
		return nil, 0, err
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	for i := range n * factor {
		d := &Draw{rng: rng}
		if fails(d) {
			return Shrink(d.choices, fails), i + 1, nil
		}
	}
	return nil, 0, nil
}

// rounds is the whole number in WORKBOOK_ROUNDS, or 1.
func rounds() (int, error) {
	text := cmp.Or(os.Getenv("WORKBOOK_ROUNDS"), "1")
	factor, err := strconv.Atoi(text)
	if err != nil || factor < 1 {
		return 0, fmt.Errorf("WORKBOOK_ROUNDS=%q: want a whole number of at least 1", text)
	}
	return factor, nil
}

// Shrink returns the choices of a smaller input that fails too, or the given ones: it tries fewer choices before smaller ones.
func Shrink(choices Choices, fails func(*Draw) bool) Choices {
	s := &shrinker{smallest: choices, fails: fails}
	s.improved = true
	for s.improved && s.tried < shrinkTries {
		s.improved = false
		s.leaveOut()
		s.lower()
	}
	return s.smallest
}

// A shrinker holds the smallest failing choices so far.
type shrinker struct {
	smallest Choices
	fails    func(*Draw) bool
	tried    int
	improved bool
}

// leaveOut tries to do without neighbouring choices: half of them first, single ones last.
func (s *shrinker) leaveOut() {
	for size := len(s.smallest); size > 0; size /= 2 {
		for at := 0; at+size <= len(s.smallest); {
			if !s.try(slices.Delete(slices.Clone(s.smallest), at, at+size)) {
				at++
			}
		}
	}
}

// lower tries smaller numbers for each choice: 0, a half, one less.
func (s *shrinker) lower() {
	for at := 0; at < len(s.smallest); at++ {
		for s.lowerOne(at) {
		}
	}
}

// lowerOne lowers one choice, or that choice and all that equal it: two equal keys must stay equal.
func (s *shrinker) lowerOne(at int) bool {
	if at >= len(s.smallest) || s.smallest[at] == 0 {
		return false
	}
	old := s.smallest[at]
	for _, smaller := range []uint64{0, old / 2, old - 1} {
		alone, together := slices.Clone(s.smallest), slices.Clone(s.smallest)
		alone[at] = smaller
		for i, choice := range together {
			if choice == old {
				together[i] = smaller
			}
		}
		if s.try(alone) || s.try(together) {
			return true
		}
	}
	return false
}

// try takes the candidate when it fails too. Choices that were not used are dropped.
func (s *shrinker) try(candidate Choices) bool {
	if s.tried >= shrinkTries {
		return false
	}
	s.tried++
	d := candidate.Draw()
	if !s.fails(d) {
		return false
	}
	s.smallest = candidate[:d.used]
	s.improved = true
	return true
}
