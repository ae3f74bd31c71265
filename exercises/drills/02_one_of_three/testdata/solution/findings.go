// Package oneofthree is what you found out about three copies of one service.
package oneofthree

// Findings are the answers to the questions of the README. A zero value is no answer yet.
type Findings struct {
	Since string // 1: when orders began to fail, "15:04" in UTC

	Copy    string // 2: the process that fails, "orders-9",
	Percent int    // and how many in a hundred of its POST /orders have failed since then

	Failed int // 3: orders that have failed when the recording ends

	Cause Cause  // 4: why they fail,
	Trace string // the id of a trace that shows it,
	Key   int    // and the number of the key that is in it

	First Action // 5
	Tells Signal // 6
	Keeps Change // 7
}

// Cause is why orders may fail.
type Cause string

// The causes.
const (
	CardsRefused  Cause = "payments refuses customers' cards"
	PaymentsBug   Cause = "the payments release of 14:02 is broken"
	KeyTooOld     Cause = "a copy presents a key that payments takes no longer"
	KeyNotYet     Cause = "a copy presents a key that payments does not know yet"
	ZoneNetwork   Cause = "the maintenance of zone c has cut a copy's network"
	ScannersFlood Cause = "a scanner's flood takes the copy's time"
)

// Action is what can be done at once.
type Action string

// The actions.
const (
	TakeOldKey      Action = "let payments take the old key again"
	RestartCopy     Action = "take the copy out of the balancer and restart it"
	RestartAll      Action = "restart all three copies at once"
	RollBackRelease Action = "roll payments back to 2.9.3"
	BlockScanner    Action = "block the scanner's addresses"
)

// Signal is what an alert can watch.
type Signal string

// The signals.
const (
	TotalSooner   Signal = "the same share over all copies, with a threshold of 1%"
	FailuresByOne Signal = "the share that fails, copy by copy, beside that of the others"
	Latency       Signal = "the latency of orders, copy by copy"
	Refusals      Signal = "all 4xx that payments answers"
	Liveness      Signal = "the liveness probe of each copy"
)

// Change is what keeps it from coming back.
type Change string

// The changes.
const (
	KeyInUse      Change = "each copy exposes the number of its key, and a rotation ends when no copy has the old one"
	LongerOverlap Change = "the old key stays valid for a day"
	RetryRefused  Change = "a second try when payments answers 401"
	ReadyAsks     Change = "readiness calls payments with the key"
	WriteItDown   Change = "a line in the runbook of the rotation: look whether all copies were restarted"
)

// Answers returns what you found.
func Answers() Findings {
	return Findings{
		Since: "14:00", // the first 5xx of all, five minutes before the page

		Copy:    "orders-3", // its row alone has 5xx,
		Percent: 100,        // and no order of its own has succeeded since

		Failed: 440, // the 5xx counter of orders-3 at the end; it was 0 before

		Cause: KeyTooOld, // payments: caller refused, key 6, which it took until 14:00
		Trace: "1f0d17ba0ec7ccfac1af35229e0a2a71",
		Key:   6,

		First: RestartCopy, // a copy reads its key when it starts
		Tells: FailuresByOne,
		Keeps: KeyInUse,
	}
}
