package pagethatlied_test

import (
	"embed"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"workbook/exercises/check"
	drill "workbook/exercises/drills/05_page_that_lied"
	"workbook/exercises/drills/ask"
	"workbook/exercises/drills/recording"
)

//go:embed findings.go testdata/stub/findings.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const questions = "exercises/drills/05_page_that_lied/README.md The questions"

func TestSince(t *testing.T) {
	given := drill.Answers().Since
	ask.New(t, questions).Ask("since", "the minute in which the counts of the buckets begin to grow otherwise", "Since: "+given,
		ask.Clock(given,
			"16:53", "at that time, and for a while after it, the bucket up to 0.25 grows as fast as that up to 0.5",
			"16:55", "by then the bucket up to 0.25 has fallen behind that up to 0.5 for some minutes; the alert looks back five"))
}

func TestShares(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("shares", "one share out of the buckets, and one out of the latencies themselves", fmt.Sprintf("Reported: %v, True: %v", f.Reported, f.True),
		ask.First(
			ask.Number(f.Reported,
				81.5, "the query does not count the whole bucket around 300 ms as slow",
				85.5, "the query counts most of the bucket around 300 ms as slow"),
			ask.Number(f.True,
				99.4, "count the lines of latencies.txt above 0.3: there are fewer than that",
				99.8, "count the lines of latencies.txt above 0.3: there are more than that")))
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
		ask.Choice(f.Cause, drill.NoBoundThere, map[drill.Cause]string{
			drill.SlowRelease:   "with 5.0 a long query takes some 40 ms more, and is answered within 300 ms: the gateway counts as few above it as the WARN lines say of 16:45",
			drill.IndexRebuild:  "the rebuild begins minutes after the buckets have changed, and the spans of index.Lookup take as long during it as just before it",
			drill.Gateway:       "the lines of search itself say how long it took, and they agree with the gateway's file",
			drill.ShortWindow:   "five minutes hold 3,000 requests, and the share stays where it is for the rest of the recording",
			drill.SampledTraces: "the query reads the histogram, which counts every request; no trace is in it",
		}))
}

// requestEvidence wants a request between the bound below the threshold and the threshold.
func requestEvidence(lines []recording.Line) string {
	for _, l := range lines {
		var fields struct{ Took string }
		_ = json.Unmarshal([]byte(l.Text), &fields) // it was read before
		took, err := time.ParseDuration(fields.Took)
		switch {
		case err != nil:
			continue
		case took > 300*time.Millisecond:
			return fmt.Sprintf("that request took %v: the customer waited too long as well", took)
		case took <= 250*time.Millisecond:
			return fmt.Sprintf("that request took %v: it is in a bucket that the query counts as quick, whole", took)
		}
		return ""
	}
	return "no line of the recording has that request id and says how long it took"
}

func TestCause(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("cause", "why the two sources differ, with a request that shows it", fmt.Sprintf("Cause: %s, Request: %s", f.Cause, f.Request),
		causeEvidence(t, f))
}

// proven is the evidence against what builds on question 3.
func proven(t *testing.T, f drill.Findings) string {
	t.Helper()
	return ask.If(causeEvidence(t, f) != "", "the cause is not proven yet, and this builds on it")
}

func TestFirst(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("first", "what is right for customers tonight", "First: "+string(f.First),
		ask.First(proven(t, f), ask.Choice(f.First, drill.SilenceAlert, map[drill.Action]string{
			drill.RollBack:    "with the release 99.6% are within 300 ms, which is more than was promised; customers would lose what it brings",
			drill.StopRebuild: "the buckets changed before it began",
			drill.AddCopies:   "one request is in flight at a time, and a second copy's histogram has the same bounds",
			drill.LowerTarget: "an objective says what customers need, and they need today what they needed yesterday",
		})))
}

func TestKeeps(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("keeps", "what makes the share exact, wherever in the bucket the requests lie", fmt.Sprintf("Keeps: %s, Bound: %v", f.Keeps, f.Bound),
		ask.First(proven(t, f),
			ask.Choice(f.Keeps, drill.BoundAtThreshold, map[drill.Change]string{
				drill.ThresholdAtBound: "the promise is 300 ms; at 500 ms nobody would be told of a search that takes 400 ms",
				drill.TwiceAsMany:      "10, 20, 40, ... 320 ms: the threshold lies inside a bucket still",
				drill.UseAverage:       "the mean is near 80 ms, and would be, if one request in fifty took two seconds",
				drill.LongerWindow:     "after an hour the query would report what it reports after five minutes",
			}),
			ask.Number(f.Bound,
				.3, "between that bound and 0.3 the query still guesses",
				.3, "between 0.3 and that bound the query still guesses")))
}
