// Package cuttraces is what you found out about traces that end at the gateway.
package cuttraces

// Findings are the answers to the questions of the README. A zero value is no answer yet.
type Findings struct {
	Since   string // 1: when traces began to be cut, "15:04" in UTC
	Percent int    // 2: of all orders since then, how many in a hundred are cut

	Issuer string // 3: the card issuer on which the customer's order failed,
	Behind string // and the id of the trace in which orders and payments worked on it

	Cause   Cause  // 4: why traces are cut,
	Cutter  string // the process that cuts, "orders-9",
	Request string // and a request id whose lines have two trace ids

	First Action // 5
	Keeps Change // 6
}

// Cause is why traces may end.
type Cause string

// The causes.
const (
	CollectorLoses Cause = "the collector loses the spans of some services"
	SampledAway    Cause = "orders samples fewer traces than the gateway"
	ClocksDiffer   Cause = "the clocks differ, and spans are put into another trace"
	OrdersIgnores  Cause = "orders ignores the traceparent that it is sent"
	NewTraceparent Cause = "the proxy sends a traceparent of its own upstream, in place of the one it works under"
	ScannerFloods  Cause = "a scanner's requests push the others out"
)

// Action is what can be done at once.
type Action string

// The actions.
const (
	RollBackProxy    Action = "put the old proxy back on the gateway that cuts, and search by request id until then"
	RollBackOrders   Action = "roll orders back to 3.18.2"
	SampleAll        Action = "sample every trace"
	RestartCollector Action = "restart the collector"
	FinishRollout    Action = "put the new proxy on the other gateway too, so that both are alike"
)

// Change is what keeps it from coming back.
type Change string

// The changes.
const (
	RequestIDOnly   Change = "no more traceparent between gateway and orders: the request id is enough"
	CanaryFollows   Change = "a check in each rollout of a hop: one request has one trace id in front of it and behind it"
	KeepLonger      Change = "the collector keeps traces for 30 days"
	OrdersStartsNew Change = "orders begins a trace of its own for every request"
	SameLogLevel    Change = "every service logs at DEBUG"
)

// Answers returns what you found.
func Answers() Findings {
	// TODO: fill in one field after the other; questions 3 and 4 take several.
	return Findings{}
}
