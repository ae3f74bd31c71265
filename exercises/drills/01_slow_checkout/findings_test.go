package slowcheckout_test

import (
	"embed"
	"fmt"
	"os"
	"testing"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/exercises/check"
	drill "workbook/exercises/drills/01_slow_checkout"
	"workbook/exercises/drills/ask"
	"workbook/exercises/drills/recording"
)

//go:embed findings.go testdata/stub/findings.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const questions = "exercises/drills/01_slow_checkout/README.md The questions"

func TestSince(t *testing.T) {
	given := drill.Answers().Since
	ask.New(t, questions).Ask("since", "the minute in which the first customers waited, not the one in which somebody was told", "Since: "+given,
		ask.Clock(given,
			"03:06", "at that time, and for a while after it, the p95 of POST /orders is where it was at 02:45: nobody waits, whatever has been deployed",
			"03:08", "before that the p95 of POST /orders and the requests in flight have left their places: somebody waits already"))
}

func TestSlow(t *testing.T) {
	given := drill.Answers().Slow
	ask.New(t, questions).Ask("slow", "checkouts of both copies, counted and not sampled", fmt.Sprint("Slow: ", given),
		ask.Number(given,
			4900, "at 03:19 the buckets of POST /orders hold more above one second; there are two copies, and a sample of one in 280 counts nothing",
			5300, "the buckets of POST /orders hold fewer above one second at 03:19; other routes, and what took half a second, are not among them"))
}

// whereEvidence is what speaks against an answer to question 3.
func whereEvidence(t *testing.T, f drill.Findings) string {
	t.Helper()
	if f.Where == "" || f.Trace == "" || f.AtOnce == 0 {
		return "nothing yet: a part, a trace and a number belong together"
	}
	recorded, err := recording.Open(os.DirFS("testdata/recording"))
	if err != nil {
		t.Fatal(err)
	}
	return ask.First(
		traceEvidence(recorded.Trace(f.Trace)),
		ask.Number(f.AtOnce,
			4, "payments_requests_in_flight of payments-1 was higher than that at several scrapes",
			4, "no scrape of payments-1 shows so many in flight; what orders has in flight has not arrived at payments"),
		ask.Choice(f.Where, drill.OrdersClient, map[drill.Part]string{
			drill.OrdersWork:  "before the call and after it, the door's span has a few milliseconds; the rest is inside the span of the call",
			drill.Network:     "before anybody waited the same network takes about a millisecond of each call; and a slow network would not keep the number in payments' hands from rising",
			drill.Payments:    "the span of payments, inside the span of the call, is no longer than at 02:45, and its own p95 does not move",
			drill.CardIssuers: "payments waits for the issuers inside its own span, and that span is no longer than at 02:45",
			drill.Store:       "the span store.Put takes 3 ms, in the slowest trace as in the quickest",
			drill.Scanner:     "the scanner has gone by 03:09, and its 404s took 0.3 ms each; customers wait to the end of the recording",
		}))
}

// traceEvidence wants a trace whose call takes much longer for orders than for payments.
func traceEvidence(spans []*tracecontext.SpanData) string {
	var call, answer time.Duration
	for _, d := range spans {
		switch d.Kind {
		case tracecontext.KindClient:
			call = d.Duration()
		case tracecontext.KindServer:
			if recording.Instance(d) == "payments-1" {
				answer = d.Duration()
			}
		}
	}
	switch {
	case len(spans) == 0:
		return "the recording has no spans of that trace"
	case answer == 0:
		return "that trace has no call to payments in it"
	case call-answer < 500*time.Millisecond:
		return fmt.Sprintf("in that trace the call takes %v in orders and %v in payments: it lost no time that a customer would notice", call, answer)
	}
	return ""
}

func TestWhere(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("where", "the part that holds the request while the time goes by, with a trace and a number that show it",
		fmt.Sprintf("Where: %s, Trace: %s, AtOnce: %d", f.Where, f.Trace, f.AtOnce), whereEvidence(t, f))
}

// proven is the evidence against what builds on question 3.
func proven(t *testing.T, f drill.Findings) string {
	t.Helper()
	return ask.If(whereEvidence(t, f) != "", "the cause is not proven yet, and this builds on it")
}

func TestFirst(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("first", "what lets customers wait no longer within minutes, and is known to be safe", "First: "+string(f.First),
		ask.First(proven(t, f), ask.Choice(f.First, drill.RollBackOrders, map[drill.Action]string{
			drill.RollBackPayments: "payments answers as quickly after 03:03 as before it",
			drill.RestartOrders:    "both copies were started at 02:49 and 02:50, and came up with the settings that they have now",
			drill.ScalePayments:    "payments is given four calls at a time: more copies of it would share the same four",
			drill.BlockScanner:     "it left at 03:09 by itself, and nothing got better",
			drill.CallIssuers:      "the lines that say card issuer slow come as often at 02:45, for each call, as at the end",
		})))
}

func TestTells(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("tells", "what changes before a customer waits", "Tells: "+string(f.Tells),
		ask.First(proven(t, f), ask.Choice(f.Tells, drill.PoolWait, map[drill.Signal]string{
			drill.PaymentsLatency: "it does not move in the whole recording",
			drill.ErrorRatio:      "no checkout fails in the recording, but for the cards that are always refused",
			drill.CheckoutSooner:  "it would still come when customers have waited for some minutes",
			drill.IssuerWarnings:  "there are as many for each call at 02:45 as at the end",
		})))
}

func TestChange(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("change", "what holds at the next peak, and when payments has a bad day", fmt.Sprintf("Change: %s, Connections: %d", f.Change, f.Connections),
		ask.First(proven(t, f),
			ask.Choice(f.Change, drill.SizeThePool, map[drill.Change]string{
				drill.NoLimit:        "a payments that hangs would be sent every checkout of a presale: 14 a second, each for 10 s",
				drill.ShorterTimeout: "every call in the recording that was begun was answered within 0.7 s; what is cut while it waits is an order lost, not an order late",
				drill.Retry:          "the second call waits in the same place, behind the first, and there are then twice as many",
				drill.FasterPayments: "payments keeps its time; the presale after next would wait again in the same place",
			}),
			ask.Number(f.Connections,
				5, "at the peak a copy of orders makes 7 calls a second, and the slower answers of payments take 0.6 s: more than that are then busy at once",
				200, "that is no limit: at 7 calls a second a payments that hangs would get all that wait for 10 s, and more")))
}
