package alerting

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Severities of an alert.
const (
	Page   = "page"   // wakes somebody
	Ticket = "ticket" // waits for working hours
)

// Tier is one alert stated as targets: "tell me about anything that would empty
// the whole budget within Empties, by the time it has spent Spend of it".
// Everything else follows; there is nothing to tune.
type Tier struct {
	Spend    float64       // share of the budget: 0.02 for 2%
	Empties  time.Duration // 50 h: slower burns are for the next tier
	Severity string        // Page or Ticket; "" derives it: see DefaultTiers
}

// DefaultTiers are the targets behind the well-known table of the SRE workbook
// (chapter 5, table 5-8). Over 30 days they give burn rates of 14.4 over 1 h, 6
// over 6 h and 1 over 3 days. A tier without a severity pages when its burn rate
// is at least 4, that is when the budget would not last a quarter of the period.
func DefaultTiers() []Tier {
	return []Tier{
		{Spend: 0.02, Empties: 50 * time.Hour},
		{Spend: 0.05, Empties: 120 * time.Hour},
		{Spend: 0.10, Empties: 720 * time.Hour},
	}
}

// String returns the tier as the tool takes it: 2%:50h.
func (t Tier) String() string { return percent(t.Spend) + ":" + hours(t.Empties) }

// ParseTier reads what String writes: SPEND%:EMPTIES, and optionally :page or :ticket.
func ParseTier(s string) (Tier, error) {
	parts := strings.Split(s, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return Tier{}, fmt.Errorf("tier %.64q: want SPEND%%:EMPTIES, such as 2%%:50h", s)
	}
	spend, err := ParsePercent(parts[0])
	if err != nil {
		return Tier{}, fmt.Errorf("tier %.64q: %w", s, err)
	}
	t := Tier{Spend: spend}
	if t.Empties, err = ParseDuration(parts[1]); err != nil {
		return Tier{}, fmt.Errorf("tier %.64q: %w", s, err)
	}
	if len(parts) == 3 {
		if t.Severity = parts[2]; t.Severity != Page && t.Severity != Ticket {
			return Tier{}, fmt.Errorf("tier %.64q: severity %.32q: want page or ticket", s, t.Severity)
		}
	}
	return t, nil
}

// hours formats whole hours as hours, which is how such targets are spoken of.
func hours(d time.Duration) string {
	if d > 0 && d%time.Hour == 0 {
		return strconv.FormatInt(int64(d/time.Hour), 10) + "h"
	}
	return promDuration(d)
}

// pageFrom is the burn rate from which a tier without a severity pages.
const pageFrom = 4
