package interop

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// The service under load for as long as WORKBOOK_MEMORY says (10m): what the
// heap and the goroutines are in the last minute is what they were in the
// second one.
func TestInteropMemory(t *testing.T) {
	asked(t)
	long, err := time.ParseDuration(os.Getenv("WORKBOOK_MEMORY"))
	if err != nil || long < 3*time.Minute {
		t.Skip("set WORKBOOK_MEMORY=10m (at least 3m), and -timeout=15m")
	}
	s := launch(t, build(t), "-load=20", "-pause=0")
	var heap, goroutines []float64 // one of each a second
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for range int(long / time.Second) {
		<-tick.C
		_, page := get(s.admin + "/metrics")
		heap = append(heap, gauge(page, "go_heap_bytes"))
		goroutines = append(goroutines, gauge(page, "go_goroutines"))
	}
	minute := func(list []float64, n int) float64 { return median(list[60*n : 60*n+60]) }
	for n := range len(heap) / 60 {
		t.Logf("minute %2d: heap %5.1f MB, %3.0f goroutines", n+1, minute(heap, n)/1e6, minute(goroutines, n))
	}
	last := len(heap)/60 - 1
	t.Logf("%d requests in %v, heap %.2fx of minute 2", counted(s), long, minute(heap, last)/minute(heap, 1))
	if got, limit := minute(heap, last), 1.2*minute(heap, 1); got > limit {
		t.Errorf("heap in the last minute %.1f MB, want at most %.1f MB: 1.2x of minute 2", got/1e6, limit/1e6)
	}
	if got, limit := minute(goroutines, last), minute(goroutines, 1)+5; got > limit {
		t.Errorf("%.0f goroutines in the last minute, want at most %.0f", got, limit)
	}
}

// gauge reads a metric without labels from a page.
func gauge(page, name string) (v float64) {
	for line := range strings.Lines(page) {
		if rest, ok := strings.CutPrefix(line, name+" "); ok {
			fmt.Sscan(rest, &v)
		}
	}
	return v
}

func median(list []float64) float64 {
	list = slices.Sorted(slices.Values(list))
	return list[len(list)/2]
}
