package everydeploy_test

import (
	"embed"
	"fmt"
	"os"
	"strings"
	"testing"

	"workbook/exercises/check"
	drill "workbook/exercises/drills/08_every_deploy"
	"workbook/exercises/drills/ask"
	"workbook/exercises/drills/recording"
)

//go:embed findings.go testdata/stub/findings.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const questions = "exercises/drills/08_every_deploy/README.md The questions"

func TestFailed(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("failed", "answers of class 5xx at the gateway, and how those requests were sent", fmt.Sprintf("Failed: %d, Method: %s", f.Failed, f.Method),
		ask.First(
			ask.Number(f.Failed,
				50, "the counters of class 5xx of gateway-1 say more",
				50, "the counters of class 5xx of gateway-1 say less; a 404 of a scanner is an answer"),
			ask.Choice(f.Method, "POST", map[string]string{
				"GET": "the counters have no GET of class 5xx: the gateway repeats it on another copy, as its WARN lines say",
			})))
}

func TestSeconds(t *testing.T) {
	given := drill.Answers().Seconds
	ask.New(t, questions).Ask("seconds", "from a copy's line that its listener is closed to the event that it is taken out, for the copy with the longest", fmt.Sprint("Seconds: ", given),
		ask.Number(given,
			8.5, "one of the three copies was sent requests for longer after its listener was closed: compare its line with the event of the probe",
			9.5, "no copy stayed in the balancer for so long after its listener was closed: compare the lines with the events of the probes"))
}

// causeEvidence is what speaks against an answer to question 3.
func causeEvidence(t *testing.T, f drill.Findings) string {
	t.Helper()
	if f.Cause == "" || f.Request == "" {
		return "nothing yet: a cause and a request belong together"
	}
	recorded, err := recording.Open(os.DirFS("testdata/recording"))
	if err != nil {
		t.Fatal(err)
	}
	return ask.First(
		requestEvidence(recorded.With(f.Request)),
		ask.Choice(f.Cause, drill.ClosedAtOnce, map[drill.Cause]string{
			drill.BrokenRelease: "between the rollouts the new release answers every request; each failed request names a copy that was about to go, with the release before",
			drill.KilledHard:    "every copy says that it has ended in time, with at most one open request a moment before",
			drill.TooFewCopies:  "the requests that are answered take as long while a copy is away, and those that fail are refused in 2 ms",
			drill.Certificate:   "it was renewed at 14:13; the first failures are older",
			drill.GatewaySlow:   "a failed request has its error within some milliseconds: nobody gave up waiting",
		}))
}

// requestEvidence wants a request that failed at the gateway.
func requestEvidence(lines []recording.Line) string {
	var text string
	for _, l := range lines {
		text += l.Msg + "; "
	}
	switch {
	case text == "":
		return "no line of the recording has that request id"
	case !strings.Contains(text, "request failed"):
		return fmt.Sprintf("the lines of that request say %q: it was not lost", strings.TrimSuffix(text, "; "))
	}
	return ""
}

func TestCause(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("cause", "what the copy does, and what the balancer knows at that time, with a request that shows it", fmt.Sprintf("Cause: %s, Request: %s", f.Cause, f.Request),
		causeEvidence(t, f))
}

// proven is the evidence against what builds on question 3.
func proven(t *testing.T, f drill.Findings) string {
	t.Helper()
	return ask.If(causeEvidence(t, f) != "", "the cause is not proven yet, and this builds on it")
}

func TestFirst(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("first", "what loses no order at 14:40", "First: "+string(f.First),
		ask.First(proven(t, f), ask.Choice(f.First, drill.HoldRollouts, map[drill.Action]string{
			drill.RollBack:      "a rollback is a rollout: it ends the three copies as the others did",
			drill.MuteAlert:     "the alert is right: each rollout loses more than ten orders, and nobody would count them",
			drill.RepeatPosts:   "behind an EOF the order may have been taken: the customer would pay twice",
			drill.DeployAtNight: "there are orders at night, and the next rollout of the day would lose them again",
		})))
}

func TestKeeps(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("keeps", "what lets the balancer know before the copy goes, at the worst moment", fmt.Sprintf("Keeps: %s, Notice: %d", f.Keeps, f.Notice),
		ask.First(proven(t, f),
			ask.Choice(f.Keeps, drill.NoticeFirst, map[drill.Change]string{
				drill.LongerGrace:  "the requests in hand have ended within 300 ms; those that are lost come after the listener is closed",
				drill.FasterProbes: "two failures still take a second or two, and the gateway sends eight requests in one",
				drill.SlowRollout:  "each copy would lose as many, five minutes apart",
				drill.FourthCopy:   "a rollout would then end four copies in that way",
			}),
			ask.Number(f.Notice,
				11, "a probe may have been answered just before the signal: add up what can pass from there to the end of the second failure, its timeout too",
				40, "longer than is needed to be noticed, even by a balancer that misses a probe; each copy of each rollout would wait for it")))
}
