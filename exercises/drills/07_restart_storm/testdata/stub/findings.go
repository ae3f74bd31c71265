// Package restartstorm is what you found out about copies that restart in turn.
package restartstorm

// Findings are the answers to the questions of the README. A zero value is no answer yet.
type Findings struct {
	Since  string // 1: when the first request failed, "15:04" in UTC
	Failed int    // 2: requests that failed at the gateway

	Cause    Cause  // 3: what makes them fail, still at the end,
	Restarts int    // how many restarts there were until the recording ends,
	Trace    string // and the id of a trace that waited over a second for Redis and was answered

	First Action // 4
	Tells Signal // 5
	Keeps Change // 6
}

// Cause is what may fail the requests.
type Cause string

// The causes.
const (
	RedisSlow     Cause = "Redis is too slow to answer them"
	RedisDown     Cause = "Redis was down"
	BadRelease    Cause = "orders 3.19.0 crashes"
	NoMemory      Cause = "the node's memory is full, and copies are killed for it"
	Restarting    Cause = "there is no copy to answer them: liveness asks Redis, and has them restarted"
	TooFewCopies  Cause = "four copies are too few for the traffic"
	GatewayFaulty Cause = "the gateway loses its connections"
)

// Action is what can be done at once.
type Action string

// The actions.
const (
	RestartRedis    Action = "restart Redis"
	LivenessOff     Action = "take the liveness probe off orders for tonight"
	EightCopies     Action = "start four more copies of orders"
	RollBack        Action = "roll orders back to 3.18"
	TimeoutTwo      Action = "give the liveness probe a timeout of 2 s"
	RestartOneByOne Action = "restart the copies by hand, one by one"
)

// Signal is what an alert can watch.
type Signal string

// The signals.
const (
	RedisLatency Signal = "PING of Redis takes over a second"
	ErrorSooner  Signal = "the share of requests that fail, without waiting for a minute"
	ManyRestarts Signal = "restarts of copies that no release has asked for, more than two in ten minutes"
	NodeMemory   Signal = "memory of the nodes over 75%"
	LivezAnswers Signal = "the latency of /livez"
)

// Change is what keeps it from coming back.
type Change string

// The changes.
const (
	LivenessSelf   Change = "liveness asks whether the process itself gets on; readiness asks Redis"
	MoreFailures   Change = "liveness asks Redis, and restarts after 10 failures"
	NothingAtAll   Change = "liveness and readiness answer 200 always"
	SaveElsewhere  Change = "the background save of Redis moves to noon"
	SmallerWarmUp  Change = "a copy reads half of the orders when it begins"
	RedisReplicate Change = "a second Redis to take over"
)

// Answers returns what you found.
func Answers() Findings {
	// TODO: fill in one field after the other; question 3 takes three.
	return Findings{}
}
