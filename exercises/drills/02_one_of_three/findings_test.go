package oneofthree_test

import (
	"embed"
	"fmt"
	"os"
	"strings"
	"testing"

	"workbook/exercises/check"
	drill "workbook/exercises/drills/02_one_of_three"
	"workbook/exercises/drills/ask"
	"workbook/exercises/drills/recording"
)

//go:embed findings.go testdata/stub/findings.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const questions = "exercises/drills/02_one_of_three/README.md The questions"

func TestSince(t *testing.T) {
	given := drill.Answers().Since
	ask.New(t, questions).Ask("since", "the minute of the first order that failed", "Since: "+given,
		ask.Clock(given,
			"13:59", "at that time no copy has counted a single 5xx, and for some minutes after it none does",
			"14:01", "the counter of class 5xx of one copy is above zero before that"))
}

func TestCopy(t *testing.T) {
	f := drill.Answers()
	evidence := map[string]string{
		"orders-1": "orders-1 has no 5xx in the whole recording; the disk it warns of is as full as at 13:38",
		"orders-2": "the errors of orders-2 are 4xx of the route unmatched, somebody's scan; it has no 5xx in the whole recording",
	}
	ask.New(t, questions).Ask("copy", "the copy that answers 5xx, and the share of its POST /orders alone", fmt.Sprintf("Copy: %s, Percent: %d", f.Copy, f.Percent),
		ask.First(
			ask.If(f.Copy == "" || f.Percent == 0, ask.Unanswered),
			ask.Number(f.Percent,
				98, "in the five minutes before the end more of the POST /orders of one copy fail than that; its other route must not be counted",
				100, "there are no more than 100 in a hundred"),
			ask.Choice(f.Copy, "orders-3", evidence)))
}

func TestFailed(t *testing.T) {
	given := drill.Answers().Failed
	ask.New(t, questions).Ask("failed", "orders that got a 5xx, counted and not sampled", fmt.Sprint("Failed: ", given),
		ask.Number(given,
			420, "the counter orders_requests_total with class 5xx is higher than that at the end; lines and traces are a sample",
			460, "the counter orders_requests_total with class 5xx is lower than that at the end; 4xx of POST /orders are refused cards, as always"))
}

// causeEvidence is what speaks against an answer to question 4.
func causeEvidence(t *testing.T, f drill.Findings) string {
	t.Helper()
	if f.Cause == "" || f.Trace == "" || f.Key == 0 {
		return "nothing yet: a cause, a trace and a number belong together"
	}
	recorded, err := recording.Open(os.DirFS("testdata/recording"))
	if err != nil {
		t.Fatal(err)
	}
	return ask.First(
		traceEvidence(recorded, f.Trace),
		ask.Number(f.Key,
			6, "no line of a failed order names that key",
			6, "the line of payments for a failed order names another key; that one is in lines of orders that succeed"),
		ask.Choice(f.Cause, drill.KeyTooOld, map[drill.Cause]string{
			drill.CardsRefused:  "a refused card is a 402 and a 4xx of orders, and there are as many at 13:45; the failed orders have another status from payments",
			drill.PaymentsBug:   "orders fail before 14:02, and after it the other copies' orders succeed with the same payments",
			drill.KeyNotYet:     "payments took the key of the failed orders at 13:50, from the same copy",
			drill.ZoneNetwork:   "payments gets the calls of that copy and answers them in a millisecond: they have both lines in the log",
			drill.ScannersFlood: "the scanner asks another copy, and has gone by 14:03",
		}))
}

// traceEvidence wants a trace of an order that failed, in which payments refused the caller.
func traceEvidence(r *recording.Recording, id string) string {
	var texts []string
	for _, l := range r.With(id) {
		texts = append(texts, l.Msg)
	}
	all := strings.Join(texts, ", ")
	switch {
	case len(r.Trace(id)) == 0:
		return "the recording has no spans of that trace"
	case !strings.Contains(all, "request failed"):
		return fmt.Sprintf("the lines of that trace say %q: no order failed in it", all)
	}
	return ""
}

func TestCause(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("cause", "why payments answers that copy otherwise than the others, with a trace and a number that show it",
		fmt.Sprintf("Cause: %s, Trace: %s, Key: %d", f.Cause, f.Trace, f.Key), causeEvidence(t, f))
}

// proven is the evidence against what builds on question 4.
func proven(t *testing.T, f drill.Findings) string {
	t.Helper()
	return ask.If(causeEvidence(t, f) != "", "the cause is not proven yet, and this builds on it")
}

func TestFirst(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("first", "what ends the failures and takes nothing from those who are well", "First: "+string(f.First),
		ask.First(proven(t, f), ask.Choice(f.First, drill.RestartCopy, map[drill.Action]string{
			drill.TakeOldKey:      "the key stood in a public paste, and security asked not to go back: look at 13:40",
			drill.RestartAll:      "two copies fail nothing and have what they need; while all three are away nobody is served",
			drill.RollBackRelease: "orders fail before 14:02",
			drill.BlockScanner:    "it asks another copy, and has gone by 14:03",
		})))
}

func TestTells(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("tells", "what is different at one copy alone", "Tells: "+string(f.Tells),
		ask.First(proven(t, f), ask.Choice(f.Tells, drill.FailuresByOne, map[drill.Signal]string{
			drill.TotalSooner: "it would come earlier, and not say more: it is the same average",
			drill.Latency:     "what fails is refused in a millisecond: the copy that fails is quicker than the others",
			drill.Refusals:    "payments' 4xx do not say which copy asked, and refused cards are among them all day",
			drill.Liveness:    "the copy answers, and its other route is well: nothing would be restarted",
		})))
}

func TestKeeps(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("keeps", "what would have stopped this before 14:00, and stops the next one", "Keeps: "+string(f.Keeps),
		ask.First(proven(t, f), ask.Choice(f.Keeps, drill.KeyInUse, map[drill.Change]string{
			drill.LongerOverlap: "the copy would not have been restarted by tomorrow either: nobody knew that it had not been",
			drill.RetryRefused:  "the second call presents the same key",
			drill.ReadyAsks:     "when payments itself is away, all three copies would be taken out at once, and with them the route that needs no payments",
			drill.WriteItDown:   "the rollout was watched, and ended without an error: who looks at a list of three copies that are all green sees nothing",
		})))
}
