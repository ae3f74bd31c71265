package handlertest_test

import (
	"fmt"
	"io"
	"log/slog"

	"workbook/day141_slog/handlertest"
)

// Use Check instead of Run where a fault is known and cannot be mended.
func ExampleCheck() {
	newHandler := func(w io.Writer, opts *slog.HandlerOptions) slog.Handler { return slog.NewTextHandler(w, opts) }
	for _, f := range handlertest.Check(newHandler, handlertest.ParseText) {
		fmt.Println(f.Name)
	}
	// Output:
	// empty-group-name
	// emptied-group
	// logvalue-group-cycle
	// nil-level
}
