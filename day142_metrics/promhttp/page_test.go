package promhttp

import (
	"io"
	"strconv"
	"strings"
	"testing"

	metrics "workbook/day142_metrics"
)

func page(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var b strings.Builder
	if err := write(&b); err != nil {
		t.Fatalf("writing the page: got %v, want no error", err)
	}
	return b.String()
}

// values reads the text page of a registry: the value of each series, under the
// name and labels as they are written. No label of these tests has a space in it.
func values(t *testing.T, reg *metrics.Registry) map[string]float64 {
	t.Helper()
	values := map[string]float64{}
	for line := range strings.Lines(page(t, reg.WriteText)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		series, number, _ := strings.Cut(strings.TrimSpace(line), " ")
		v, err := strconv.ParseFloat(number, 64)
		if err != nil {
			t.Fatalf("line %q of the page: %v", line, err)
		}
		values[series] = v
	}
	return values
}

// refused checks that f panics with a sentence that mentions something.
func refused(t *testing.T, call, mention string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		got, _ := recover().(string)
		if !strings.HasSuffix(got, ".") || !strings.Contains(got, mention) {
			t.Errorf("%s: got panic %q, want a sentence that mentions %q", call, got, mention)
		}
	}()
	f()
}
