package silentqueue_test

import (
	"embed"
	"fmt"
	"os"
	"testing"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/exercises/check"
	drill "workbook/exercises/drills/03_silent_queue"
	"workbook/exercises/drills/ask"
	"workbook/exercises/drills/recording"
)

//go:embed findings.go testdata/stub/findings.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const questions = "exercises/drills/03_silent_queue/README.md The questions"

func TestSince(t *testing.T) {
	given := drill.Answers().Since
	ask.New(t, questions).Ask("since", "the minute of the last order that was packed", "Since: "+given,
		ask.Clock(given,
			"09:18", "worker_packed_total grows after that time as it did before, and the worker writes that it packs",
			"09:18", "at that time worker_packed_total has not moved for a while, though orders were accepted all along"))
}

func TestWaiting(t *testing.T) {
	given := drill.Answers().Waiting
	ask.New(t, questions).Ask("waiting", "orders of both copies that got a 201, less those that were packed", fmt.Sprint("Waiting: ", given),
		ask.Number(given,
			1890, "both copies together have answered more POST /orders with 2xx than that number and worker_packed_total make up",
			1960, "worker_packed_total is not zero at the end, and what was refused with 5xx was never accepted"))
}

// causeEvidence is what speaks against an answer to question 3.
func causeEvidence(t *testing.T, f drill.Findings) string {
	t.Helper()
	if f.Cause == "" || f.Noticed == 0 || f.Trace == "" {
		return "nothing yet: a cause, a number and a trace belong together"
	}
	recorded, err := recording.Open(os.DirFS("testdata/recording"))
	if err != nil {
		t.Fatal(err)
	}
	return ask.First(
		traceEvidence(recorded, f.Trace),
		ask.Number(f.Noticed,
			2, "more processes than that have a line about a new connection in the log",
			2, "fewer processes than that have a line about a new connection in the log"),
		ask.Choice(f.Cause, drill.DeadConnection, map[drill.Cause]string{
			drill.PoisonedOrder: "after each of the three panics the worker goes on: worker_packed_total grows for more than a minute after the last of them",
			drill.GiftWrapping:  "with the flag on the worker packs for eight minutes, as quickly as before",
			drill.OrdersLost:    "orders are put on the queue long after the failover, as in your trace, and are not packed either",
			drill.WorkerCrashed: "worker-1 is scraped to the end, and its counters never go back to zero",
			drill.PaymentsSlow:  "the worker stands still ten minutes before that note, and p95 of POST /orders does not move",
		}))
}

// traceEvidence wants a trace of an accepted order that nobody took off the queue, some time before the end.
func traceEvidence(r *recording.Recording, id string) string {
	spans := r.Trace(id)
	var pushed time.Time
	taken := false
	for _, d := range spans {
		taken = taken || d.Kind == tracecontext.KindConsumer
		if d.Kind == tracecontext.KindProducer {
			pushed = d.End
		}
	}
	switch {
	case len(spans) == 0:
		return "the recording has no spans of that trace"
	case pushed.IsZero():
		return "that request put nothing on the queue"
	case taken:
		return "worker-1 has a span in that trace: the order was packed"
	case r.End.Sub(pushed) < 10*time.Second:
		return "that order came in the last seconds of the recording, and might have been packed after it"
	}
	return ""
}

func TestCause(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("cause", "what the worker does while it does nothing, with a number and a trace", fmt.Sprintf("Cause: %s, Noticed: %d, Trace: %s", f.Cause, f.Noticed, f.Trace),
		causeEvidence(t, f))
}

// proven is the evidence against what builds on question 3.
func proven(t *testing.T, f drill.Findings) string {
	t.Helper()
	return ask.If(causeEvidence(t, f) != "", "the cause is not proven yet, and this builds on it")
}

func TestFirst(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("first", "what gets every accepted order packed once", "First: "+string(f.First),
		ask.First(proven(t, f), ask.Choice(f.First, drill.RestartWorker, map[drill.Action]string{
			drill.RestartOrders: "both copies have had a good connection since 09:18:22, and put every order on the queue",
			drill.PlaceAgain:    "the orders are stored and on the queue: each of them would be packed, and paid, twice",
			drill.FailBack:      "orders works with the second node; another failover fails another handful of orders",
			drill.FlagOff:       "with the flag on the worker packed for eight minutes",
		})))
}

func TestTells(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("tells", "what changes when the work is not done, whatever the reason", "Tells: "+string(f.Tells),
		ask.First(proven(t, f), ask.Choice(f.Tells, drill.LastPacked, map[drill.Signal]string{
			drill.DoorErrors:   "it would have paged for three orders at 09:18 and resolved, while the orders that matter were accepted",
			drill.WorkerPanics: "it stays at three from before 09:18 on: who does nothing does not panic",
			drill.WorkerUp:     "it was up, and said so at every probe",
			drill.QueueIsLong:  "at 1.3 orders a second that takes two hours; the customer needed twenty minutes",
		})))
}

func TestKeeps(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("keeps", "what ends such a wait by itself, and shows one that has another reason", "Keeps: "+string(f.Keeps),
		ask.First(proven(t, f), ask.Choice(f.Keeps, drill.DeadlineAndBeat, map[drill.Change]string{
			drill.LivenessRedis:  "a new connection reaches the new node and is well: the worker waits on an old one",
			drill.MoreWorkers:    "each of them had a connection to the first node, and would wait on it",
			drill.NightlyRestart: "the orders of a whole day would wait for it",
			drill.NoFailovers:    "the next node goes when nobody has planned it",
		})))
}
