package restartstorm_test

import (
	"embed"
	"fmt"
	"os"
	"testing"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/exercises/check"
	drill "workbook/exercises/drills/07_restart_storm"
	"workbook/exercises/drills/ask"
	"workbook/exercises/drills/recording"
)

//go:embed findings.go testdata/stub/findings.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const questions = "exercises/drills/07_restart_storm/README.md The questions"

func TestSince(t *testing.T) {
	given := drill.Answers().Since
	ask.New(t, questions).Ask("since", "the minute of the first request that failed, not of the first probe", "Since: "+given,
		ask.Clock(given,
			"02:21", "in that minute, and to the end of it, the gateway has not counted a single 5xx; what was slow was answered",
			"02:21", "a line of the gateway that says request failed is older than that"))
}

func TestFailed(t *testing.T) {
	given := drill.Answers().Failed
	ask.New(t, questions).Ask("failed", "requests that got a 5xx at the gateway, counted and not sampled", fmt.Sprint("Failed: ", given),
		ask.Number(given,
			1600, "the counters of class 5xx of gateway-1 add up to more than that at the end; there are two routes, and lines are a sample",
			1710, "the counters of class 5xx of gateway-1 add up to less than that at the end; what is slow and answered has not failed"))
}

// causeEvidence is what speaks against an answer to question 3.
func causeEvidence(t *testing.T, f drill.Findings) string {
	t.Helper()
	if f.Cause == "" || f.Restarts == 0 || f.Trace == "" {
		return "nothing yet: a cause, a number and a trace belong together"
	}
	recorded, err := recording.Open(os.DirFS("testdata/recording"))
	if err != nil {
		t.Fatal(err)
	}
	return ask.First(
		traceEvidence(recorded.Trace(f.Trace)),
		ask.Number(f.Restarts,
			36, "the events of kind probe have more restarts than that",
			38, "the events of kind probe have fewer restarts than that; a failed probe is not one yet"),
		ask.Choice(f.Cause, drill.Restarting, map[drill.Cause]string{
			drill.RedisSlow:     "the requests that wait for Redis are answered, as your trace was; those that fail take two milliseconds and have no span beyond the gateway",
			drill.RedisDown:     "redis-1 is scraped in every minute of the recording, and answers PING",
			drill.BadRelease:    "3.19.0 runs for nine minutes before the first restart, and each restart has three failed probes before it",
			drill.NoMemory:      "the node has room, and each restart has three failed probes before it",
			drill.TooFewCopies:  "the same traffic was answered in some 15 ms until 02:20",
			drill.GatewayFaulty: "the gateway says of each request that fails that it had nobody to give it to; it loses none that it gave away",
		}))
}

// traceEvidence wants a trace that took over a second in Redis, and was answered.
func traceEvidence(spans []*tracecontext.SpanData) string {
	var redis time.Duration
	failed := false
	for _, d := range spans {
		failed = failed || d.Status == tracecontext.StatusError
		if d.Kind == tracecontext.KindClient {
			redis += d.Duration()
		}
	}
	switch {
	case len(spans) == 0:
		return "the recording has no spans of that trace"
	case failed:
		return "that request failed, and no copy has a span in its trace: it never got as far as Redis"
	case redis < time.Second:
		return fmt.Sprintf("that request waited for Redis for %v", redis)
	}
	return ""
}

func TestCause(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("cause", "what is missing when a request fails, with a number and a trace", fmt.Sprintf("Cause: %s, Restarts: %d, Trace: %s", f.Cause, f.Restarts, f.Trace),
		causeEvidence(t, f))
}

// proven is the evidence against what builds on question 3.
func proven(t *testing.T, f drill.Findings) string {
	t.Helper()
	return ask.If(causeEvidence(t, f) != "", "the cause is not proven yet, and this builds on it")
}

func TestFirst(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("first", "what breaks the circle", "First: "+string(f.First),
		ask.First(proven(t, f), ask.Choice(f.First, drill.LivenessOff, map[drill.Action]string{
			drill.RestartRedis:    "Redis has been well by itself since 02:20:25, and is slow again when copies begin; while it restarts, every probe fails",
			drill.EightCopies:     "each copy that begins makes Redis slower: with three at once PING takes over 3 s",
			drill.RollBack:        "3.19.0 ran for nine minutes with every probe green; and a rollback has every copy begin and warm up",
			drill.TimeoutTwo:      "redis_ping_seconds is above 2 s whenever two copies begin at once",
			drill.RestartOneByOne: "one copy that begins is enough: at 02:20:39 it was one, and the three others failed their probes",
		})))
}

func TestTells(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("tells", "what is there on this night and on no quiet one, before most customers are hurt", "Tells: "+string(f.Tells),
		ask.First(proven(t, f), ask.Choice(f.Tells, drill.ManyRestarts, map[drill.Signal]string{
			drill.RedisLatency: "the background save makes Redis slow every night at 02:20: it would page every night, and on all but one for nothing",
			drill.ErrorSooner:  "it comes when customers are hurt, and says that they are and not why",
			drill.NodeMemory:   "it was a line of a controller in the middle of it, and nothing followed from it",
			drill.LivezAnswers: "it is the latency of Redis under another name, with the same page every night",
		})))
}

func TestKeeps(t *testing.T) {
	f := drill.Answers()
	ask.New(t, questions).Ask("keeps", "what lets a copy live while something that it needs is slow", "Keeps: "+string(f.Keeps),
		ask.First(proven(t, f), ask.Choice(f.Keeps, drill.LivenessSelf, map[drill.Change]string{
			drill.MoreFailures:   "a Redis that is away for two minutes would restart all copies still, and none of them would come back before it does",
			drill.NothingAtAll:   "a copy that hangs would then never be restarted, and one without Redis would get requests",
			drill.SaveElsewhere:  "the next slow minute of Redis has another reason, and the probe is the same",
			drill.SmallerWarmUp:  "Redis would be slow for 22 s at each start; the save of 02:20 made it slow for 23 s, and that was enough for the first restart",
			drill.RedisReplicate: "Redis was never away; a copy that begins would read as much of it",
		})))
}
