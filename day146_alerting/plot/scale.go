package plot

import "math"

// Scale maps a range of values to a range of pixels.
type Scale struct {
	Min, Max float64 // values; both above 0 if Log
	From, To float64 // pixels; From > To turns the axis upwards
	Log      bool
}

// At returns the pixel of v, held inside the range: a line that leaves the plot
// ends at its frame.
func (s Scale) At(v float64) float64 {
	// On a logarithmic axis equal factors are equal lengths, so take logarithms and
	// go on as on a linear one. Zero has none and lies at the foot.
	lo, hi := s.Min, s.Max
	if s.Log {
		lo, hi, v = math.Log(lo), math.Log(hi), math.Log(max(v, s.Min))
	}
	share := 0.0
	if hi > lo {
		share = min(max((v-lo)/(hi-lo), 0), 1)
	}
	return s.From + share*(s.To-s.From)
}

// Ticks returns up to about n round values from 0 to at least top: steps of 1, 2
// or 5 times a power of ten.
func Ticks(top float64, n int) []float64 {
	if !(top > 0) || math.IsInf(top, 0) {
		top = 1
	}
	// The step that would fit exactly, rounded up to one that people count in.
	raw := top / float64(n)
	unit := math.Pow(10, math.Floor(math.Log10(raw)))
	step := unit * 10
	for _, m := range []float64{1, 2, 5} {
		if m*unit >= raw {
			step = m * unit
			break
		}
	}
	var out []float64
	for i := 0; ; i++ {
		v := step * float64(i)
		out = append(out, v)
		if v >= top || i > 2*n {
			return out
		}
	}
}
