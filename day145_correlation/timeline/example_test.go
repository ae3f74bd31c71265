package timeline_test

import (
	"fmt"
	"os"
	"strings"

	"workbook/day145_correlation/timeline"
)

// Two services, one request. The second log's lines are out of order, and one
// line has the id inside a group.
func ExampleFollow() {
	gateway := `{"time":"2026-11-25T03:12:41Z","level":"INFO","msg":"request","service":"gateway","request_id":"A1"}
{"time":"2026-11-25T03:12:42Z","level":"INFO","msg":"request","service":"gateway","request_id":"B2"}
`
	orders := `{"time":"2026-11-25T03:12:41.5Z","level":"INFO","msg":"stored","service":"orders","http":{"request_id":"A1"}}
{"time":"2026-11-25T03:12:41.25Z","level":"INFO","msg":"received","service":"orders","request_id":"A1"}
panic: no row
`
	stats, err := timeline.Follow(os.Stdout, []timeline.Input{
		{Name: "gateway", Reader: strings.NewReader(gateway)},
		{Name: "orders", Reader: strings.NewReader(orders)},
	}, timeline.Options{ID: "A1"})
	if err != nil {
		fmt.Println(err)
	}
	fmt.Print(stats)
	// Output:
	// TIME (UTC)                     ELAPSED       STEP  SERVICE    LEVEL MESSAGE
	// 2026-11-25T03:12:41.000000Z   +0.000ms   +0.000ms  gateway    INFO  request
	// 2026-11-25T03:12:41.250000Z +250.000ms +250.000ms  orders     INFO  received
	// 2026-11-25T03:12:41.500000Z +500.000ms +250.000ms  orders     INFO  stored  [id inside group "http"]
	// 3 of 5 lines (0.0 MB) carry the id
	// 1 line neither a JSON object nor key=value
	// 1 line with the id inside a group: a handler there stamps too late
}
