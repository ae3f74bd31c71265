package generate

import (
	"math/rand/v2"
	"strings"
	"time"

	alerting "workbook/day146_alerting"
)

// size is how long the windows of a random policy may be: its unit.
type size time.Duration

const (
	small = size(20 * time.Second) // for tests that promtool runs, sample by sample
	usual = size(time.Hour)
)

// randomPolicy draws until the tiers are accepted.
func randomPolicy(r *rand.Rand, unit size) alerting.Policy {
	pick := func(all ...string) string { return all[r.IntN(len(all))] }
	for {
		targets := []float64{.5, .9, .95, .99, .995, .999, .9995, .9999, .99999}
		s := alerting.SLO{Target: targets[r.IntN(len(targets))], Period: time.Duration(unit) * time.Duration(100+r.IntN(2000))}
		var tiers []alerting.Tier
		for range 1 + r.IntN(4) {
			tiers = append(tiers, alerting.Tier{
				Spend: float64(1+r.IntN(300)) / 1000, Empties: s.Period / time.Duration(1+r.IntN(30)),
				Severity: pick("", alerting.Page, alerting.Ticket),
			})
		}
		p, err := alerting.NewPolicy(s, tiers...)
		if err != nil {
			continue
		}
		// Windows that are far apart, and short ones beside the ten minutes of the absent alert, take promtool long.
		if w := p.Windows(); unit == small && (w[len(w)-1] > 30*w[0] || w[0] < 20*time.Second) {
			continue
		}
		p.Name = pick("api", "pay-2", "a_b", "x1", "shop-front-eu_west")
		p.For = time.Duration(r.IntN(3)) * time.Duration(unit)
		p.Runbooks = pick("", "https://wiki.example/books", "https://wiki.example/?page=", "docs/")
		p.SLI = randomSLI(r, pick)
		return p
	}
}

// randomSLI draws what is counted, with values that need quotes.
func randomSLI(r *rand.Rand, pick func(...string) string) alerting.SLI {
	s := alerting.SLI{}
	if r.IntN(3) == 0 {
		bounds := []float64{.005, .1, .25, 1, 2.5, 10}
		le := bounds[r.IntN(len(bounds))]
		s.Histogram = pick("http_request_duration_seconds", "rpc:latency")
		s.Threshold, s.Bounds = time.Duration(le*float64(time.Second)), bounds
	} else {
		s.Requests = pick("", "app_requests_total", "job:requests:total")
		s.ErrorLabel, s.ErrorValue = pick("", "class", "status"), pick("", "5xx", "[45]..", "error|timeout", `a"b\\c.*`, "fehl(er|schlag)é+")
	}
	for range r.IntN(3) {
		if s.Selector == nil {
			s.Selector = map[string]string{}
		}
		s.Selector[pick("job", "zone", "env")] = pick("api", `a"b`, `back\slash`, "two\nlines", "ü, {x}=\"y\"", strings.Repeat("long", 50))
	}
	return s
}
