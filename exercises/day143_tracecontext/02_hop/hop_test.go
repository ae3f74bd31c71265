package hop_test

import (
	"embed"
	"fmt"
	"net/http"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/exercises/check"
	hop "workbook/exercises/day143_tracecontext/02_hop"
	"workbook/exercises/oracle"
)

//go:embed hop.go testdata/stub/hop.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readExtract = "day143_tracecontext/propagate.go Extract"
	readInject  = "day143_tracecontext/propagate.go Inject"
	readFlags   = "day143_tracecontext/traceparent.go parseTraceparent"
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
	if len(part) == 4 && strings.HasPrefix(part[1], part[2]) {
		return fmt.Sprintf("traceparent %q, the span id being a piece of the trace id", parentOut)
	}
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

type hopTest struct {
	name    string
	parents []string
	states  []string
	want    string
	rule    string
}

func runHops(t *testing.T, read string, tests []hopTest) {
	t.Helper()
	judge := check.New(t, read)
	for _, tt := range tests {
		judge.Run(tt.name, nextCase(headers(tt.parents, tt.states), tt.want, tt.rule))
	}
}

func nextCase(in http.Header, want, rule string) check.Case {
	before := in.Clone()
	return check.Case{
		Call: "Next(%q, random)", Args: []any{before},
		Got: func() string {
			got := described(hop.Next(in, ids()))
			if after := fmt.Sprintf("%q", in); after != fmt.Sprintf("%q", before) {
				got += ", and the inbound headers are now " + after
			}
			return got
		},
		Want: want, Rule: rule,
	}
}

func TestContinues(t *testing.T) {
	runHops(t, readInject, []hopTest{
		{"sampled", []string{inward}, nil, `version 00, trace inbound, span new, flags 01, tracestate ""`,
			"the trace id is constant; each call has a span id of its own, whose parent is the inbound one"},
		{"not_sampled", []string{"00-" + trace + "-" + parent + "-00"}, nil, `version 00, trace inbound, span new, flags 00, tracestate ""`,
			"the decision was made at the root and travels on, also when it is no"},
		{"later_version", []string{"cc-" + trace + "-" + parent + "-01-new"}, nil, `version 00, trace inbound, span new, flags 01, tracestate ""`,
			"send the version that you speak, without what you did not understand"},
	})
}

func TestFlagsAreBits(t *testing.T) {
	runHops(t, readFlags, []hopTest{
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
	runHops(t, readExtract, []hopTest{
		{"no_headers", nil, nil, fresh, "without a traceparent the service is the root of a new trace, sampled and random"},
		{"invalid", []string{"00-" + trace + "-0000000000000000-01"}, nil, fresh, "an invalid traceparent is no traceparent"},
		{"two_headers", []string{inward, "00-" + strings.Repeat("1", 32) + "-" + parent + "-01"}, nil, fresh,
			"two traceparents may disagree, and neither can be trusted: start again"},
		{"two_headers_with_tracestate", []string{inward, "00-" + strings.Repeat("1", 32) + "-" + parent + "-01"}, state, fresh,
			"the tracestate belongs to one of the two traces, and you continue neither: drop it"},
		{"two_headers_one_valid", []string{"rubbish", inward}, nil, fresh, "exactly one traceparent continues a trace, and two are no better when one of them is valid"},
		{"a_dash_in_a_field", []string{"00-0af7651916cd43dd8448eb211c8031-c-" + parent + "-01"}, nil, fresh, "an invalid traceparent is no traceparent: Valid, which is given, looks at each field"},
		{"a_blank_at_the_end", []string{inward + " "}, nil, fresh, "a traceparent with a blank behind it is not valid, and is not mended"},
		{"two_equal_headers", []string{inward, inward}, nil, fresh, "exactly one traceparent continues a trace"},
		{"tracestate_alone", nil, state, fresh, "a tracestate without a valid traceparent belongs to a trace that you do not continue: drop it"},
		{"invalid_with_tracestate", []string{"rubbish"}, state, fresh, "a tracestate without a valid traceparent belongs to a trace that you do not continue: drop it"},
	})
}

func TestTracestate(t *testing.T) {
	runHops(t, readInject, []hopTest{
		{"one_header", []string{inward}, []string{"congo=1,rojo=2"}, `version 00, trace inbound, span new, flags 01, tracestate "congo=1,rojo=2"`,
			"other vendors' state goes on as it came, in its order"},
		{"not_sampled", []string{"00-" + trace + "-" + parent + "-00"}, []string{"congo=1"}, `version 00, trace inbound, span new, flags 00, tracestate "congo=1"`,
			"a trace that is not sampled keeps its tracestate: others may sample it by their own rules"},
		{"long", []string{inward}, []string{"congo=" + strings.Repeat("x", 600)}, `version 00, trace inbound, span new, flags 01, tracestate "congo=` + strings.Repeat("x", 600) + `"`,
			"here a tracestate goes on as it came, however long it is"},
		{"three_headers", []string{inward}, []string{"congo=1", "rojo=2", "azul=3"}, `version 00, trace inbound, span new, flags 01, tracestate "congo=1,rojo=2,azul=3"`,
			"header lines of one name are one list, joined by commas in order"},
		{"an_empty_one_first", []string{inward}, []string{"", "congo=1"}, `version 00, trace inbound, span new, flags 01, tracestate ",congo=1"`,
			"header lines of one name are one list: the first does not speak for the others"},
	})
}

func TestCalls(t *testing.T) {
	check.New(t, readInject).Run("three_calls_three_spans", check.Case{
		Call: "Next(headers with %q, random) three times", Args: []any{inward},
		Got: func() string {
			random, traces, spans := ids(), map[string]bool{}, map[string]bool{}
			for range 3 {
				out, _ := hop.Next(headers([]string{inward}, nil), random)
				if len(out) != 55 {
					return fmt.Sprintf("traceparent %q", out)
				}
				traces[out[3:35]], spans[out[36:52]] = true, true
			}
			return fmt.Sprintf("%d trace, %d spans", len(traces), len(spans))
		},
		Want: "1 trace, 3 spans", Rule: "each call onward is a span of its own, all in the one trace",
	})
}

func TestInboundHeadersStay(t *testing.T) {
	check.New(t, readInject).Run("after_a_call", nextCase(headers([]string{inward}, []string{"congo=1", "rojo=2"}),
		`version 00, trace inbound, span new, flags 01, tracestate "congo=1,rojo=2"`,
		"the handler, its log and the next call still read the inbound headers: do not write into them"))
}

// The day's Extract is right about what is valid: the specification's own test suite is run against it there.
func TestOracle(t *testing.T) {
	check.New(t, readExtract).Oracle(2500, func(d *oracle.Draw) check.Case {
		parents := oracle.List(d, oracle.Pick(d, 1, 1, 2), func() string { return drawParent(d) })
		states := oracle.List(d, 3, func() string {
			return oracle.Pick(d, "congo=1", "rojo=2,congo=3", "a==b", "long="+strings.Repeat("x", 600), "UPPER", " spaced=1 ")
		})
		in := headers(parents, states)
		want := `version 00, trace new, span new, flags 03, tracestate ""`
		if sc := tracecontext.Extract(in); sc.Valid() {
			name := strings.Replace(sc.TraceID.String(), trace, "inbound", 1)
			want = fmt.Sprintf("version 00, trace %s, span new, flags %02x, tracestate %q", name, byte(sc.Flags), strings.Join(states, ","))
		}
		return nextCase(in, want, "a trace goes on when day 143's Extract continues it, with the tracestate as it came")
	})
}

// drawParent draws a valid traceparent, or one with a byte or a field changed. White space around it is left out: net/http
// has trimmed it, and the day does.
func drawParent(d *oracle.Draw) string {
	text := oracle.Pick(d, "00", "cc", "ff") + "-" + oracle.Pick(d, trace, strings.Repeat("0", 32), "1"+strings.Repeat("0", 31)) + "-" +
		oracle.Pick(d, parent, strings.Repeat("0", 16)) + "-" + fmt.Sprintf("%02x", d.Intn(256)) + oracle.Pick(d, "", "", "-new", "x")
	switch d.Intn(4) {
	case 1:
		text = d.Mutate(text)
	case 2:
		at := d.Intn(len(text))
		text = text[:at] + "-" + text[at+1:]
	case 3:
		text = d.MixCase(text)
	}
	if strings.Trim(text, " \t") != text {
		return inward
	}
	return text
}
