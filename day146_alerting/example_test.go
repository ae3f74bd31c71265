package alerting_test

import (
	"fmt"
	"time"

	alerting "workbook/day146_alerting"
)

// Two targets are all you choose; windows and threshold follow.
func ExampleNewPolicy() {
	slo := alerting.SLO{Target: 0.999, Period: 30 * 24 * time.Hour}
	p, err := alerting.NewPolicy(slo, alerting.Tier{Spend: 0.02, Empties: 50 * time.Hour})
	if err != nil {
		fmt.Println(err)
		return
	}
	a := p.Alerts[0]
	outage, _ := a.Detect(1)
	_, ok := a.Detect(0.01)
	fmt.Printf("burn %.4g: above %.4g over %v and %v\n", a.Burn, a.Threshold, a.Long, a.Short)
	fmt.Printf("a total outage is seen after %v, 1%% of errors: %v\n", outage.Round(time.Second), ok)
	// Output:
	// burn 14.4: above 0.0144 over 1h0m0s and 5m0s
	// a total outage is seen after 52s, 1% of errors: false
}

// What cannot work is refused with the number that decides it.
func ExampleNewPolicy_refused() {
	week := alerting.SLO{Target: 0.9, Period: 7 * 24 * time.Hour}
	_, err := alerting.NewPolicy(week, alerting.Tier{Spend: 0.1, Empties: 720 * time.Hour})
	fmt.Println(err)
	// Output:
	// tier 10%:720h: unwise: burn rate 0.2333 is below 1: it alerts on a service that is within its SLO
}

// At ten requests an hour every single error is a page.
func ExampleBurnAlert_FalsePages() {
	p, _ := alerting.NewPolicy(alerting.SLO{Target: 0.999, Period: 30 * 24 * time.Hour})
	quiet := 10.0 / 3600
	fmt.Printf("%d error fires it; %.1f false pages a month\n", p.Alerts[0].ErrorsNeeded(quiet), p.Alerts[0].FalsePages(quiet))
	fmt.Printf("five errors are needed from %.2f requests a second\n", p.Alerts[0].LeastTraffic(5))
	// Output:
	// 1 error fires it; 7.2 false pages a month
	// five errors are needed from 0.93 requests a second
}
