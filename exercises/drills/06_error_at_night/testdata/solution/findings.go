// Package erroratnight is what you found out about a page for one error.
package erroratnight

// Findings are the answers to the questions of the README. A zero value is no answer yet.
type Findings struct {
	Requests int     // 1: in the hour before the page, the one that failed included,
	Burn     float64 // and the burn rate that they make

	Retry string // 2: the request id by which the customer has the invoice

	Cause    Cause   // 3
	FiveFrom float64 // requests a second from which the short window wants five errors

	Pages float64 // 4: in 30 days, on a service that just keeps its objective

	First Action // 5
	Keeps Change // 6
}

// Cause is why somebody was woken.
type Cause string

// The causes.
const (
	RendererDown   Cause = "the renderer is down"
	NightlyBackup  Cause = "the backup of the database locks invoices out"
	NewLogo        Cause = "invoices 1.14 fails on some logos"
	MissingFont    Cause = "a font is missing on the renderer"
	TooFewRequests Cause = "the windows want traffic that the service does not have: one error is above any threshold"
	TargetTooHigh  Cause = "nobody can keep 99.9%"
)

// Action is what can be done at once.
type Action string

// The actions.
const (
	RollBack        Action = "roll invoices back to 1.13"
	RestartRenderer Action = "restart the renderer"
	StopBackup      Action = "stop the backup"
	WriteAndSleep   Action = "see that the next requests are well, write down what you saw, and go back to bed"
	SilenceForever  Action = "silence the alert for good"
)

// Change is what keeps it from coming back.
type Change string

// The changes.
const (
	LongerWindow Change = "windows of 6 hours and 30 minutes"
	ForFive      Change = "the same alert with for: 5m"
	Synthetic    Change = "a synthetic invoice every second, counted like any other, so that there is traffic to measure"
	TargetNinety Change = "an objective of 90%"
	HigherBurn   Change = "a burn rate of 100 in place of 14.4"
)

// Answers returns what you found.
func Answers() Findings {
	return Findings{
		Requests: 11,   // 17 at 03:05 less 6 at 02:05
		Burn:     90.9, // 1 of 11, divided by 0.001

		Retry: "BCNKWVYQPFGZ", // the same customer, 51 seconds later

		Cause:    TooFewRequests, // burnrate: 1 error in 5m fires it
		FiveFrom: 0.926,

		Pages: 7.9, // burnrate at 11 requests an hour: false alerts in 30d, page 1h

		First: WriteAndSleep,
		Keeps: Synthetic,
	}
}
