// Package pagethatlied is what you found out about a breach that no customer felt.
package pagethatlied

// Findings are the answers to the questions of the README. A zero value is no answer yet.
type Findings struct {
	Since string // 1: when the buckets began to give less than 99%, "15:04" in UTC

	Reported float64 // 2: the percentage of all requests within 300 ms by the histogram, such as 97.5,
	True     float64 // and the true one, both since 17:00

	Cause   Cause  // 3
	Request string // the request id of a request that shows it

	First Action // 4

	Keeps Change  // 5
	Bound float64 // in seconds
}

// Cause is why the query reports a breach.
type Cause string

// The causes.
const (
	SlowRelease   Cause = "search 5.0 has made a fifth of the requests too slow"
	IndexRebuild  Cause = "the rebuild of the index slows search down"
	Gateway       Cause = "the gateway measures less than search does, since it waits for nothing"
	NoBoundThere  Cause = "the histogram has no bound at the threshold, and the query guesses what it cannot know"
	ShortWindow   Cause = "five minutes are too short a window for a share"
	SampledTraces Cause = "the sample of the traces leaves the quick requests out"
)

// Action is what can be done at once.
type Action string

// The actions.
const (
	RollBack     Action = "roll search back to 4.9"
	StopRebuild  Action = "stop the rebuild of the index"
	AddCopies    Action = "start two more copies of search"
	SilenceAlert Action = "silence this alert for a day, with the reason, and tell who waits that no customer is hurt"
	LowerTarget  Action = "lower the objective to 80%"
)

// Change is what keeps it from coming back.
type Change string

// The changes.
const (
	BoundAtThreshold Change = "a bound at the threshold of the objective"
	ThresholdAtBound Change = "a threshold that is a bound already, whatever customers need"
	TwiceAsMany      Change = "twice as many bounds, by doubling from one to the next"
	UseAverage       Change = "an alert on the mean latency"
	LongerWindow     Change = "a window of one hour"
)

// Answers returns what you found.
func Answers() Findings {
	// TODO: fill in one field after the other; questions 2, 3 and 5 take two.
	return Findings{}
}
