package timeline

import "workbook/day145_correlation/timeline/logline"

// entry is what is kept of one line of the request.
type entry struct {
	logline.Line
	input int   // index of the input
	line  int64 // number of the line in it
}

// entries is a heap, the earliest first; of one time, in order of the inputs
// and of their lines.
type entries []entry

func (h entries) Len() int      { return len(h) }
func (h entries) Swap(i, j int) { h[i], h[j] = h[j], h[i] }
func (h entries) Less(i, j int) bool {
	a, b := &h[i], &h[j]
	if c := a.Time.Compare(b.Time); c != 0 {
		return c < 0
	}
	if a.input != b.input {
		return a.input < b.input
	}
	return a.line < b.line
}
func (h *entries) Push(x any) { *h = append(*h, x.(entry)) }
func (h *entries) Pop() any {
	last := len(*h) - 1
	e := (*h)[last]
	(*h)[last] = entry{} // or the array keeps its texts alive
	*h = (*h)[:last]
	return e
}
