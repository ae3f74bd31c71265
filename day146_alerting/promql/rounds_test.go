package promql_test

import (
	"cmp"
	"os"
	"strconv"
	"testing"
)

// rounds returns n times WORKBOOK_ROUNDS, a whole number that makes the property tests longer.
func rounds(t testing.TB, n int) int {
	t.Helper()
	text := cmp.Or(os.Getenv("WORKBOOK_ROUNDS"), "1")
	factor, err := strconv.Atoi(text)
	if err != nil || factor < 1 {
		t.Fatalf("WORKBOOK_ROUNDS=%q: want a whole number of at least 1", text)
	}
	return n * factor
}
