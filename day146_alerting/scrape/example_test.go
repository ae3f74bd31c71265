package scrape_test

import (
	"fmt"
	"strings"

	"workbook/day146_alerting/scrape"
)

// A page becomes samples, or an error that says which line is wrong.
func ExampleParse() {
	samples, _ := scrape.Parse(strings.NewReader("http_requests_total{code=\"200\"} 17\n"))
	for _, s := range samples {
		fmt.Println(s.Name, s.Labels, s.Value)
	}
	_, err := scrape.Parse(strings.NewReader("up 1\n<html>\n"))
	fmt.Println(err)
	// Output:
	// http_requests_total {code="200"} 17
	// exposition line 2: want a metric name and a value, got "<html>"
}
