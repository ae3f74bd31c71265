package oracle

import "math/rand/v2"

// Choices are the numbers that an input was drawn from. Drawing from the same choices gives the same input.
type Choices []uint64

// Draw returns a Draw that repeats the choices. After the last one every choice is 0, the simplest.
func (c Choices) Draw() *Draw { return &Draw{choices: c} }

// A Draw makes the choices of one input. It is not safe for use from several goroutines.
type Draw struct {
	choices Choices
	used    int
	rng     *rand.Rand // makes a new choice after the last of choices; without it that choice is 0
}

// Intn returns a number in [0, n). It panics when n is not above 0.
func (d *Draw) Intn(n int) int {
	if n <= 0 {
		panic("oracle: Intn of a bound that is not above 0")
	}
	if d.used == len(d.choices) && d.rng != nil {
		d.choices = append(d.choices, uint64(d.rng.IntN(n)))
	}
	if d.used == len(d.choices) {
		return 0
	}
	choice := d.choices[d.used] % uint64(n) // a choice that is repeated may meet a smaller bound than the first time
	d.used++
	return int(choice)
}

// Bool returns false or true; false is the simpler one.
func (d *Draw) Bool() bool { return d.Intn(2) == 1 }

// OneIn reports true once in n times. False is the simpler answer.
func (d *Draw) OneIn(n int) bool { return d.Intn(n) == n-1 }

// Pick returns one of the values. The first is the simplest.
func Pick[T any](d *Draw, values ...T) T { return values[d.Intn(len(values))] }

// List returns at most limit values, each drawn by one. A choice before each value says whether there is one more, so
// that leaving out a few neighbouring choices leaves out one value.
func List[T any](d *Draw, limit int, one func() T) []T {
	var list []T
	for len(list) < limit && d.Intn(limit+1) > 0 {
		list = append(list, one())
	}
	return list
}

// Reorder returns the values in another order, or in the same.
func Reorder[T any](d *Draw, values []T) []T {
	list := append([]T(nil), values...)
	for i := range list {
		j := i + d.Intn(len(list)-i)
		list[i], list[j] = list[j], list[i]
	}
	return list
}
