// Package everydeploy is what you found out about orders that rollouts lose.
package everydeploy

// Findings are the answers to the questions of the README. A zero value is no answer yet.
type Findings struct {
	Failed int    // 1: requests that failed at the gateway,
	Method string // and their method, "PUT"

	Seconds float64 // 2: the longest time between a closed listener and the balancer that knew

	Cause   Cause  // 3: why they failed,
	Request string // and the request id of one of them

	First Action // 4

	Keeps  Change // 5
	Notice int    // seconds for which a copy goes on serving after SIGTERM
}

// Cause is why requests may fail at a rollout.
type Cause string

// The causes.
const (
	BrokenRelease Cause = "the release with the gift cards fails"
	KilledHard    Cause = "copies are killed before they have answered what they have in hand"
	ClosedAtOnce  Cause = "a copy closes its listener in the second in which it says that it is not ready"
	TooFewCopies  Cause = "two copies are too few for the traffic while one is away"
	Certificate   Cause = "the renewed certificate breaks connections"
	GatewaySlow   Cause = "the gateway gives up too early"
)

// Action is what can be done at once.
type Action string

// The actions.
const (
	HoldRollouts  Action = "hold further rollouts until the drain is mended, and say what each one costs"
	RollBack      Action = "roll orders back to 3.19"
	MuteAlert     Action = "mute the alert while a rollout runs"
	RepeatPosts   Action = "let the gateway repeat POST as well"
	DeployAtNight Action = "move the rollout to the night"
)

// Change is what keeps it from coming back.
type Change string

// The changes.
const (
	NoticeFirst  Change = "after SIGTERM: not ready, go on serving for a notice, then close what is idle, and stop"
	LongerGrace  Change = "a grace of 60 s for the requests in hand"
	FasterProbes Change = "a probe every second, and the same order of steps"
	SlowRollout  Change = "five minutes between one copy and the next"
	FourthCopy   Change = "a fourth copy"
)

// Answers returns what you found.
func Answers() Findings {
	// TODO: fill in one field after the other; questions 1, 3 and 5 take two.
	return Findings{}
}
