package cuttraces_test

import (
	"embed"
	"fmt"
	"os"
	"slices"
	"testing"

	"workbook/exercises/check"
	drill "workbook/exercises/drills/04_cut_traces"
	"workbook/exercises/drills/ask"
	"workbook/exercises/drills/recording"
)

//go:embed findings.go testdata/stub/findings.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const questions = "exercises/drills/04_cut_traces/README.md The questions"

// customers is the trace that the customer gave.
const customers = "0c981ffb0564ac7625c99a591b3faa93"

func recorded(t *testing.T) *recording.Recording {
	t.Helper()
	r, err := recording.Open(os.DirFS("testdata/recording"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestSince(t *testing.T) {
	given := drill.Answers().Since
	ask.New(t, questions).Ask("since", "the minute after which the first trace is cut", "Since: "+given,
		ask.Clock(given,
			"10:12", "traces of that time, and of some minutes after it, have the gateway, orders and payments in them",
			"10:13", "before that time some traces have the gateway alone in them already"))
}

func TestPercent(t *testing.T) {
	given := drill.Answers().Percent
	ask.New(t, questions).Ask("percent", "a share of all orders, those of whole traces among them", fmt.Sprint("Percent: ", given),
		ask.Number(given,
			46, "from then on more of the orders go through the process that cuts: count POST /orders, process by process",
			54, "from then on fewer of the orders go through the process that cuts: there are whole traces at 10:30 as well"))
}

func TestIssuer(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("issuer", "what payments says of this one order, in the trace behind the cut", fmt.Sprintf("Issuer: %s, Behind: %s", f.Issuer, f.Behind),
		issuerEvidence(recorded(t), f))
}

// issuerEvidence is what speaks against an answer to question 3.
func issuerEvidence(r *recording.Recording, f drill.Findings) string {
	request := r.With(customers)[0].RequestID
	same := slices.ContainsFunc(r.With(f.Behind), func(l recording.Line) bool { return l.RequestID == request })
	switch {
	case f.Issuer == "" || f.Behind == "":
		return "nothing yet: an issuer and a trace belong together"
	case len(r.Trace(f.Behind)) == 0:
		return "the recording has no spans of that trace"
	case f.Behind == customers:
		return "that is the customer's trace, and payments has no span in it"
	case !same:
		return "the lines of that trace have another request id than the line of the gateway in the customer's trace"
	}
	return ask.Choice(f.Issuer, "lake", map[string]string{
		"union": "most orders that fail after 10:23 fail on union; this one failed before that, and payments' line names the issuer",
		"north": "no order of the recording fails on north",
	})
}

// causeEvidence is what speaks against an answer to question 4.
func causeEvidence(r *recording.Recording, f drill.Findings) string {
	if f.Cause == "" || f.Cutter == "" || f.Request == "" {
		return "nothing yet: a cause, a process and a request id belong together"
	}
	return ask.First(
		requestEvidence(r, f.Request),
		ask.Choice(f.Cutter, "gateway-2", map[string]string{
			"gateway-1":  "every order that came through gateway-1 has one trace id in all of its lines, to the end",
			"orders-1":   "the same orders-1 goes on with the trace of an order that came through the other gateway",
			"payments-1": "the trace is another one in orders already, in front of payments",
		}),
		ask.Choice(f.Cause, drill.NewTraceparent, map[drill.Cause]string{
			drill.CollectorLoses: "no span is lost: those of orders and payments are there, under another trace id, and so are the lines, which no collector has seen",
			drill.SampledAway:    "the spans of orders are there for every request that the gateway kept; they have another trace id",
			drill.ClocksDiffer:   "a clock that is 3 ms off moves a bar; a trace id is not made of a time, and the lines have two of them",
			drill.OrdersIgnores:  "the span of orders has a parent, as the waterfall shows: somebody sent it, and not under the gateway's trace",
			drill.ScannerFloods:  "the scanner comes through the other gateway, at 10:19, and leaves no span",
		}))
}

// requestEvidence wants a request whose lines have two trace ids.
func requestEvidence(r *recording.Recording, id string) string {
	var traces []string
	for _, l := range r.With(id) {
		if l.RequestID == id && !slices.Contains(traces, l.TraceID) {
			traces = append(traces, l.TraceID)
		}
	}
	switch len(traces) {
	case 0:
		return "no line of the recording has that request id"
	case 1:
		return "all lines of that request have the same trace id"
	}
	return ""
}

func TestCause(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("cause", "who puts the second trace id into a request, and where", fmt.Sprintf("Cause: %s, Cutter: %s, Request: %s", f.Cause, f.Cutter, f.Request),
		causeEvidence(recorded(t), f))
}

// proven is the evidence against what builds on question 4.
func proven(t *testing.T, f drill.Findings) string {
	t.Helper()
	return ask.If(causeEvidence(recorded(t), f) != "", "the cause is not proven yet, and this builds on it")
}

func TestFirst(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("first", "what makes new traces whole, and finds the old ones meanwhile", "First: "+string(f.First),
		ask.First(proven(t, f), ask.Choice(f.First, drill.RollBackProxy, map[drill.Action]string{
			drill.RollBackOrders:   "traces are cut minutes before orders 3.18.3",
			drill.SampleAll:        "there would be more traces, and as many of them cut",
			drill.RestartCollector: "it has every span",
			drill.FinishRollout:    "both would be alike, and every trace cut",
		})))
}

func TestKeeps(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("keeps", "what would have shown it in the first minute of the canary", "Keeps: "+string(f.Keeps),
		ask.First(proven(t, f), ask.Choice(f.Keeps, drill.CanaryFollows, map[drill.Change]string{
			drill.RequestIDOnly:   "a request id says which lines belong together, and not which span waited for which",
			drill.KeepLonger:      "what is cut is cut after 30 days as well",
			drill.OrdersStartsNew: "every trace would end at the gateway, by design",
			drill.SameLogLevel:    "the lines that exist are enough for who looks at them; nobody was told to look",
		})))
}
