package hop

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

const (
	trace  = "0af7651916cd43dd8448eb211c80319c"
	parent = "b7ad6b7169203331"
	inward = "00-" + trace + "-" + parent + "-01"
)

// ids is a source of ids that can be told apart: f0 01 01 …, f0 02 02 ….
func ids() func(int) string {
	calls := 0
	return func(n int) string {
		calls++
		return "f0" + strings.Repeat(fmt.Sprintf("%02x", calls), n-1)
	}
}

// described says which parts of what went out are old and which are new.
func described(parentOut, stateOut string) string {
	part := strings.Split(parentOut, "-")
	if len(part) != 4 || len(parentOut) != 55 {
		return fmt.Sprintf("traceparent %q, tracestate %q", parentOut, stateOut)
	}
	name := func(s, old, oldName string, n int) string {
		switch {
		case s == old:
			return oldName
		case strings.HasPrefix(s, "f0") && len(s) == n:
			return "new"
		}
		return s
	}
	return fmt.Sprintf("version %s, trace %s, span %s, flags %s, tracestate %q", part[0],
		name(part[1], trace, "inbound", 32), name(part[2], parent, "inbound", 16), part[3], stateOut)
}

func headers(traceparents, tracestates []string) http.Header {
	h := http.Header{}
	for _, v := range traceparents {
		h.Add("traceparent", v)
	}
	for _, v := range tracestates {
		h.Add("tracestate", v)
	}
	return h
}

type row struct {
	name    string
	parents []string
	states  []string
	want    string
	rule    string
}

func run(t *testing.T, rows []row) {
	t.Helper()
	for _, c := range rows {
		t.Run(c.name, func(t *testing.T) {
			in := headers(c.parents, c.states)
			check(t, fmt.Sprintf("Next(%q, random)", in), c.want, c.rule, func() string { return described(Next(in, ids())) })
		})
	}
}

func TestContinues(t *testing.T) {
	run(t, []row{
		{"sampled", []string{inward}, nil, `version 00, trace inbound, span new, flags 01, tracestate ""`,
			"the trace id is constant; each call has a span id of its own, whose parent is the inbound one"},
		{"not_sampled", []string{"00-" + trace + "-" + parent + "-00"}, nil, `version 00, trace inbound, span new, flags 00, tracestate ""`,
			"the decision was made at the root and travels on, also when it is no"},
		{"later_version", []string{"cc-" + trace + "-" + parent + "-01-new"}, nil, `version 00, trace inbound, span new, flags 01, tracestate ""`,
			"send the version that you speak, without what you did not understand"},
	})
}

func TestFlagsAreBits(t *testing.T) {
	run(t, []row{
		{"sampled_and_random", []string{"00-" + trace + "-" + parent + "-03"}, nil, `version 00, trace inbound, span new, flags 03, tracestate ""`,
			"flags are bits: 03 is as sampled as 01, and the random bit is copied"},
		{"random_only", []string{"00-" + trace + "-" + parent + "-02"}, nil, `version 00, trace inbound, span new, flags 02, tracestate ""`,
			"the random bit says how the trace id was made, sampled or not: copy it"},
		{"unknown_bits", []string{"00-" + trace + "-" + parent + "-fd"}, nil, `version 00, trace inbound, span new, flags 01, tracestate ""`,
			"bits that are not defined go out as zero"},
	})
}

func TestRestarts(t *testing.T) {
	const fresh = `version 00, trace new, span new, flags 03, tracestate ""`
	state := []string{"congo=1"}
	run(t, []row{
		{"no_headers", nil, nil, fresh, "without a traceparent the service is the root of a new trace, sampled and random"},
		{"invalid", []string{"00-" + trace + "-0000000000000000-01"}, nil, fresh, "an invalid traceparent is no traceparent"},
		{"two_headers", []string{inward, "00-" + strings.Repeat("1", 32) + "-" + parent + "-01"}, nil, fresh,
			"two traceparents may disagree, and neither can be trusted: start again"},
		{"two_headers_with_tracestate", []string{inward, "00-" + strings.Repeat("1", 32) + "-" + parent + "-01"}, state, fresh,
			"the tracestate belongs to one of the two traces, and you continue neither: drop it"},
		{"two_equal_headers", []string{inward, inward}, nil, fresh, "exactly one traceparent continues a trace"},
		{"tracestate_alone", nil, state, fresh, "a tracestate without a valid traceparent belongs to a trace that you do not continue: drop it"},
		{"invalid_with_tracestate", []string{"rubbish"}, state, fresh, "a tracestate without a valid traceparent belongs to a trace that you do not continue: drop it"},
	})
}

func TestTracestate(t *testing.T) {
	run(t, []row{
		{"one_header", []string{inward}, []string{"congo=1,rojo=2"}, `version 00, trace inbound, span new, flags 01, tracestate "congo=1,rojo=2"`,
			"other vendors' state goes on as it came, in its order"},
		{"three_headers", []string{inward}, []string{"congo=1", "rojo=2", "azul=3"}, `version 00, trace inbound, span new, flags 01, tracestate "congo=1,rojo=2,azul=3"`,
			"header lines of one name are one list, joined by commas in order"},
	})
}

func TestCalls(t *testing.T) {
	t.Run("three_calls_three_spans", func(t *testing.T) {
		want, random := "1 trace, 3 spans", ids()
		check(t, fmt.Sprintf("Next(%q, random) three times", inward), want, "each call onward is a span of its own, all in the one trace", func() string {
			traces, spans := map[string]bool{}, map[string]bool{}
			for range 3 {
				out, _ := Next(headers([]string{inward}, nil), random)
				if len(out) != 55 {
					return fmt.Sprintf("traceparent %q", out)
				}
				traces[out[3:35]], spans[out[36:52]] = true, true
			}
			return fmt.Sprintf("%d trace, %d spans", len(traces), len(spans))
		})
	})
}

func TestInboundHeadersStay(t *testing.T) {
	t.Run("after_a_call", func(t *testing.T) {
		in := headers([]string{inward}, []string{"congo=1", "rojo=2"})
		want := fmt.Sprintf("an answer, and %q", in)
		check(t, fmt.Sprintf("in after Next(%q, random)", in), want, "the handler, its log and the next call still read the inbound headers: do not write into them", func() string {
			if out, _ := Next(in, ids()); out == "" {
				return "no answer"
			}
			return fmt.Sprintf("an answer, and %q", in)
		})
	})
}

// check compares what f returns with want; a panic in f is a failure of this
// case alone.
func check(t *testing.T, call, want, rule string, f func() string) {
	t.Helper()
	got := func() (got string) {
		defer func() {
			if v := recover(); v != nil {
				got = fmt.Sprint("panic: ", v)
			}
		}()
		return f()
	}()
	if got != want {
		t.Errorf("%s\n got: %s\nwant: %s\nrule: %s\nread: day143_tracecontext/propagate.go\nedit: exercises/day143_tracecontext/02_hop/hop.go",
			call, got, want, rule)
	}
}
