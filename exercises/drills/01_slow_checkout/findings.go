// Package slowcheckout is what you found out about a slow checkout.
package slowcheckout

// Findings are the answers to the questions of the README. A zero value is no answer yet.
type Findings struct {
	Since string // 1: when customers began to wait, "15:04" in UTC
	Slow  int    // 2: checkouts that took over a second in the whole recording, on both copies together

	Where  Part   // 3: the part in which the time is lost,
	Trace  string // the id of a trace that shows it,
	AtOnce int    // and the highest value of payments' in-flight gauge in any scrape

	First Action // 4
	Tells Signal // 5

	Change      Change // 6
	Connections int    // to payments, for each copy of orders
}

// Part is where the time of a slow checkout may be lost.
type Part string

// The parts.
const (
	OrdersWork   Part = "in orders, at its own work before and after the call"
	OrdersClient Part = "in orders, where a call waits for a connection to payments"
	Network      Part = "on the network between orders and payments"
	Payments     Part = "in payments, which answers slowly"
	CardIssuers  Part = "at the card issuers behind payments"
	Store        Part = "in the store"
	Scanner      Part = "in the flood of a scanner's requests"
)

// Action is what can be done at once.
type Action string

// The actions.
const (
	RollBackOrders   Action = "roll orders back to 3.17"
	RollBackPayments Action = "roll payments back to 2.9.0"
	RestartOrders    Action = "restart both copies of orders"
	ScalePayments    Action = "start more copies of payments"
	BlockScanner     Action = "block the scanner's addresses"
	CallIssuers      Action = "call the card issuers"
)

// Signal is what an alert can watch.
type Signal string

// The signals.
const (
	PaymentsLatency Signal = "the latency that payments measures"
	PoolWait        Signal = "how many connections of orders' client are busy, of how many it may have"
	ErrorRatio      Signal = "the share of checkouts that fail"
	CheckoutSooner  Signal = "the same latency alert, after one minute instead of four"
	IssuerWarnings  Signal = "the number of lines that say card issuer slow"
)

// Change is what keeps it from coming back.
type Change string

// The changes.
const (
	SizeThePool    Change = "a limit worked out from the calls a second at a peak and the time of a call"
	NoLimit        Change = "no limit on connections at all"
	ShorterTimeout Change = "a timeout of one second for the call to payments"
	Retry          Change = "a second try when a call takes over a second"
	FasterPayments Change = "payments has to answer in half the time"
)

// Answers returns what you found.
func Answers() Findings {
	// TODO: fill in one field after the other; each has its own test.
	return Findings{}
}
