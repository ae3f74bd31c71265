package plot

import "sort"

// Spread moves places on a line apart until each is at least gap from the next,
// in their order, and keeps them at most at the highest. Labels beside line ends
// then never overlap.
func Spread(places []float64, gap, highest float64) []float64 {
	order := make([]int, len(places))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return places[order[a]] < places[order[b]] })
	out := append([]float64(nil), places...)
	for k := 1; k < len(order); k++ {
		out[order[k]] = max(out[order[k]], out[order[k-1]]+gap)
	}
	// Pushed over the end, the whole row moves back, last one first.
	limit := highest
	for k := len(order) - 1; k >= 0; k-- {
		out[order[k]] = min(out[order[k]], limit)
		limit = out[order[k]] - gap
	}
	return out
}
