package erroratnight_test

import (
	"embed"
	"fmt"
	"os"
	"strings"
	"testing"

	"workbook/exercises/check"
	drill "workbook/exercises/drills/06_error_at_night"
	"workbook/exercises/drills/ask"
	"workbook/exercises/drills/recording"
)

//go:embed findings.go testdata/stub/findings.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const questions = "exercises/drills/06_error_at_night/README.md The questions"

func TestBurn(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("burn", "all requests of one hour, and the share that failed by the share that may", fmt.Sprintf("Requests: %d, Burn: %v", f.Requests, f.Burn),
		ask.First(
			ask.Number(f.Requests,
				11, "from 02:05 to 03:05 the counters of invoices-1 grow by more than that, both classes together",
				11, "from 02:05 to 03:05 the counters of invoices-1 grow by less than that; what came before 02:05 is not in the hour"),
			ask.Number(f.Burn,
				88, "divide the share of the hour that failed by 0.001, the share that may fail: it comes out higher",
				94, "divide the share of the hour that failed by 0.001, the share that may fail: it comes out lower; the five minutes are another window")))
}

func TestRetry(t *testing.T) {
	given := drill.Answers().Retry
	ask.New(t, questions).Ask("retry", "a request of the customer whose invoice failed, that was answered", "Retry: "+given, retryEvidence(t, given))
}

// retryEvidence wants a request of the same customer that was answered.
func retryEvidence(t *testing.T, id string) string {
	t.Helper()
	recorded, err := recording.Open(os.DirFS("testdata/recording"))
	if err != nil {
		t.Fatal(err)
	}
	var text string
	for _, l := range recorded.With(id) {
		text += l.Text
	}
	switch {
	case id == "":
		return ask.Unanswered
	case text == "":
		return "no line of the recording has that request id"
	case strings.Contains(text, `"status":503`):
		return "that request was answered with 503: the customer has nothing by it"
	case !strings.Contains(text, `"customer":"c-4821"`):
		return "that request was another customer's"
	}
	return ""
}

// causeEvidence is what speaks against an answer to question 3.
func causeEvidence(f drill.Findings) string {
	if f.Cause == "" || f.FiveFrom == 0 {
		return "nothing yet: a cause and a number belong together"
	}
	return ask.First(
		ask.Number(f.FiveFrom,
			.9, "with so little traffic fewer than five errors in 5 minutes are above 1.44%: burnrate says from where",
			.95, "with less traffic than that the short window wants five errors already: burnrate says from where"),
		ask.Choice(f.Cause, drill.TooFewRequests, map[drill.Cause]string{
			drill.RendererDown:  "the renderer answers all other requests of the recording, the one 51 s later among them",
			drill.NightlyBackup: "the request that was answered 51 s later came during the same backup",
			drill.NewLogo:       "the same invoice of the same customer was sent with 1.14",
			drill.MissingFont:   "that warning comes every four minutes from the beginning on, and each invoice is sent with the other font",
			drill.TargetTooHigh: "a service that keeps 99.9% to the letter would be paged by this alert as well: ask burnrate how often",
		}))
}

func TestCause(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("cause", "why one error is enough, with the traffic at which it is not", fmt.Sprintf("Cause: %s, FiveFrom: %v", f.Cause, f.FiveFrom), causeEvidence(f))
}

// proven is the evidence against what builds on question 3.
func proven(f drill.Findings) string {
	return ask.If(causeEvidence(f) != "", "the cause is not proven yet, and this builds on it")
}

func TestPages(t *testing.T) {
	given := drill.Answers().Pages
	ask.New(t, questions).Ask("pages", "false alerts of the tier of one hour, at the traffic of this service", fmt.Sprint("Pages: ", given),
		ask.Number(given,
			6.5, "at ten requests an hour a service that just keeps 99.9% has more errors than that in 30 days, and each is above the threshold",
			9, "at ten requests an hour a service that just keeps 99.9% has fewer errors than that in 30 days"))
}

func TestFirst(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("first", "what is right at 03:10, when the alert has resolved", "First: "+string(f.First),
		ask.First(proven(f), ask.Choice(f.First, drill.WriteAndSleep, map[drill.Action]string{
			drill.RollBack:        "every invoice but one was sent with 1.14, and that one was sent with it too",
			drill.RestartRenderer: "it answers within a second; a restart would fail whoever comes meanwhile",
			drill.StopBackup:      "invoices are sent while it runs; a backup that is stopped is a risk for nothing",
			drill.SilenceForever:  "a real outage of invoices would then page nobody",
		})))
}

func TestKeeps(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("keeps", "what pages for an outage, and not for one error", "Keeps: "+string(f.Keeps),
		ask.First(proven(f), ask.Choice(f.Keeps, drill.Synthetic, map[drill.Change]string{
			drill.LongerWindow: "in 6 hours there are some 60 requests: one error is 1.7%, and that tier fires above 0.6%",
			drill.ForFive:      "at ten requests an hour most windows of five minutes are empty: in a total outage the alert would be reset again and again",
			drill.TargetNinety: "14.4 times 10% is more than all requests: not even a total outage could fire it",
			drill.HigherBurn:   "in an hour with nine requests one error burns 111 times too fast",
		})))
}
