package metrics

import (
	"os"
	"strconv"
)

// rounds is WORKBOOK_ROUNDS, by which the property tests take longer, or 1.
func rounds() int {
	n, err := strconv.Atoi(os.Getenv("WORKBOOK_ROUNDS"))
	if err != nil || n < 1 {
		return 1
	}
	return n
}
