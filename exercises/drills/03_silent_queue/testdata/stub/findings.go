// Package silentqueue is what you found out about orders that nobody packs.
package silentqueue

// Findings are the answers to the questions of the README. A zero value is no answer yet.
type Findings struct {
	Since   string // 1: when the last order was packed, "15:04" in UTC
	Waiting int    // 2: orders that were accepted and are not packed

	Cause   Cause  // 3: why they are not packed,
	Noticed int    // how many processes write in the log that they have a new connection to Redis,
	Trace   string // and the id of a trace of an order that waits

	First Action // 4
	Tells Signal // 5
	Keeps Change // 6
}

// Cause is why orders may not be packed.
type Cause string

// The causes.
const (
	PoisonedOrder  Cause = "an order that makes the worker panic has stopped it"
	GiftWrapping   Cause = "the flag gift_wrapping makes packing hang"
	OrdersLost     Cause = "the failover of Redis has lost the orders on the queue"
	WorkerCrashed  Cause = "the worker has crashed"
	DeadConnection Cause = "the worker waits for an answer on a connection whose other end is gone"
	PaymentsSlow   Cause = "payments is slow, and orders come late onto the queue"
)

// Action is what can be done at once.
type Action string

// The actions.
const (
	RestartWorker Action = "restart the worker"
	RestartOrders Action = "restart both copies of orders"
	PlaceAgain    Action = "place the orders that wait again, out of the log"
	FailBack      Action = "let Redis fail over back to the first node"
	FlagOff       Action = "turn the flag gift_wrapping off"
)

// Signal is what an alert can watch.
type Signal string

// The signals.
const (
	LastPacked   Signal = "how long ago the last order was packed, while orders are accepted"
	DoorErrors   Signal = "the share of POST /orders that fail, with a threshold of 0.1%"
	WorkerPanics Signal = "the number of orders on which the worker panics"
	WorkerUp     Signal = "whether the worker is up, by its scrape and its /livez"
	QueueIsLong  Signal = "a queue of over 10,000 orders"
)

// Change is what keeps it from coming back.
type Change string

// The changes.
const (
	DeadlineAndBeat Change = "a deadline for every answer of Redis, and a liveness that asks whether the loop comes round"
	LivenessRedis   Change = "a liveness of the worker that sends a PING to Redis on a new connection"
	MoreWorkers     Change = "three workers in place of one"
	NightlyRestart  Change = "a restart of the worker every night"
	NoFailovers     Change = "no planned failover during the day"
)

// Answers returns what you found.
func Answers() Findings {
	// TODO: fill in one field after the other; question 3 takes three.
	return Findings{}
}
