package alerting

import (
	"fmt"
	"math"
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
	Severity string        // Page or Ticket; "" pages for what empties within 120 h
}

// DefaultTiers are the targets behind the well-known table of the SRE workbook
// (chapter 5, table 5-8): 2% and 50 h, 5% and 120 h, 10% and the whole period. Over
// 30 days they give burn rates of 14.4 over 1 h, 6 over 6 h and 1 over 3 days. In
// a short period, those that would empty the budget no sooner than it ends are
// left out.
func DefaultTiers(period time.Duration) []Tier {
	var out []Tier
	for _, t := range []Tier{{Spend: 0.02, Empties: 50 * time.Hour}, {Spend: 0.05, Empties: 120 * time.Hour}} {
		if t.Empties < period {
			out = append(out, t)
		}
	}
	return append(out, Tier{Spend: 0.10, Empties: period})
}

// pageWithin decides for tiers without a severity: a ticket written on the evening
// before a long weekend is taken up four days later, so a burn that would empty the
// budget within five days must wake somebody. It is a time and not a burn rate, because what matters
// is how long you have left, and that does not scale with the period.
const pageWithin = 120 * time.Hour

// severity returns the severity that was given, or the one that follows.
func (t Tier) severity() string {
	switch {
	case t.Severity != "":
		return t.Severity
	case t.Empties <= pageWithin:
		return Page
	}
	return Ticket
}

// String returns the tier as the tool takes it: 2%:50h.
func (t Tier) String() string { return FormatPercent(t.Spend) + ":" + hours(t.Empties) }

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
	empties, err := ParseDuration(parts[1])
	if err != nil {
		return Tier{}, fmt.Errorf("tier %.64q: %w", s, err)
	}
	t := Tier{Spend: spend, Empties: empties}
	if len(parts) == 3 {
		t.Severity = parts[2]
		if t.Severity != Page && t.Severity != Ticket {
			return Tier{}, fmt.Errorf("tier %.64q: severity %.32q: want page or ticket", s, t.Severity)
		}
	}
	return t, nil
}

// validate refuses tiers that ask for nothing.
func (t Tier) validate() error {
	switch {
	case !(t.Spend > 0), math.IsInf(t.Spend, 0), t.Empties <= 0, t.Empties > math.MaxInt64/2:
		return fmt.Errorf("tier %s: %w: want a positive share and a positive duration", t, ErrImpossible)
	case t.Severity != "" && t.Severity != Page && t.Severity != Ticket:
		return fmt.Errorf("tier %s: %w: severity %.32q: want page or ticket, or nobody knows whether it wakes somebody",
			t, ErrUnwise, t.Severity)
	}
	return nil
}
