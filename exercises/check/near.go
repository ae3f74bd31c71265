package check

import (
	"math"
	"strconv"
)

// Number writes got. When got is as near to want as rounding allows, or both are NaN, it writes want, so that the two texts are
// equal: sums in another order differ in their last digits.
func Number(got, want float64) string {
	tolerance := 1e-9*math.Abs(want) + 1e-12
	if !math.IsInf(want, 0) && math.Abs(got-want) <= tolerance { // false for NaN
		got = want
	}
	return strconv.FormatFloat(got, 'g', 10, 64)
}
