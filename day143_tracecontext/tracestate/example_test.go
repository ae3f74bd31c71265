package tracestate_test

import (
	"fmt"

	"workbook/day143_tracecontext/tracestate"
)

func ExampleState_Set() {
	s, _ := tracestate.Parse("rojo=00f067aa0ba902b7", "congo=t61rcWkgMzE")
	s, _ = s.Set("congo", "ucfJifl5GOE")
	fmt.Println(s)
	// Output: congo=ucfJifl5GOE,rojo=00f067aa0ba902b7
}
