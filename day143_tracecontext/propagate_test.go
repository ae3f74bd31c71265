package tracecontext_test

import (
	"maps"
	"net/http"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
)

func TestExtractMarksRemote(t *testing.T) {
	h := http.Header{"Traceparent": {"00-" + tid + "-" + pid + "-01"}}
	if got := tracecontext.Extract(h); !got.Remote || !got.Sampled() || !got.Valid() {
		t.Errorf("Extract(%q) = %+v, want remote, sampled and valid", h, got)
	}
	for name, parents := range map[string][]string{"none": nil, "bad": {"rubbish"}, "two": {h.Get("Traceparent"), h.Get("Traceparent")}} {
		in := http.Header{"Traceparent": parents, "Tracestate": {"foo=1"}}
		if got := tracecontext.Extract(in); got != (tracecontext.SpanContext{}) {
			t.Errorf("%s: Extract(%q) = %+v, want the zero value, without the tracestate", name, in, got)
		}
	}
	if got := tracecontext.Extract(nil); got != (tracecontext.SpanContext{}) {
		t.Errorf("Extract(nil) = %+v, want the zero value", got)
	}
}

func TestInjectReplaces(t *testing.T) {
	sc := mustParent(t, "00-"+tid+"-"+pid+"-01")
	old := []string{"00-old", "00-older"}
	h := http.Header{"Traceparent": old, "Tracestate": {"a=1", "b=2"}, "Other": {"z"}}
	tracecontext.Inject(sc, h)
	if len(h) != 2 || h.Get("Traceparent") != string(sc.AppendTraceparent(nil)) || h.Get("Other") != "z" {
		t.Errorf("Inject left %q, want one traceparent, no tracestate, and Other", h)
	}
	if old[0] != "00-old" {
		t.Errorf("Inject wrote into the caller's old values: %q", old)
	}
	sc.State = mustState(t, "foo=1")
	tracecontext.Inject(sc, h)
	h.Add("Traceparent", "second") // what a caller adds must not reach the neighbour
	if h.Get("Tracestate") != "foo=1" {
		t.Errorf("tracestate %q after an Add to traceparent, want foo=1", h["Tracestate"])
	}
}

func TestInjectInvalidWritesNothing(t *testing.T) {
	h := http.Header{"Traceparent": {"x"}}
	m := map[string]string{"traceparent": "x"}
	tracecontext.Inject(tracecontext.SpanContext{}, h)
	tracecontext.InjectMap(tracecontext.SpanContext{}, m)
	tracecontext.InjectMap(mustParent(t, "00-"+tid+"-"+pid+"-01"), nil)
	if h.Get("Traceparent") != "x" || m["traceparent"] != "x" {
		t.Errorf("an invalid SpanContext was written: %q, %q", h, m)
	}
}

func TestExtractMap(t *testing.T) {
	valid := "00-" + tid + "-" + pid + "-01"
	for _, tt := range []struct {
		name  string
		in    map[string]string
		valid bool
		state string
	}{
		{"nil", nil, false, ""},
		{"lower case", map[string]string{"traceparent": valid, "tracestate": "foo=1"}, true, "foo=1"},
		{"any case", map[string]string{"TraceParent": valid, "TRACESTATE": "foo=1"}, true, "foo=1"},
		{"white space", map[string]string{"traceparent": " \t" + valid + " ", "tracestate": " foo=1 "}, true, "foo=1"},
		{"two spellings", map[string]string{"traceparent": valid, "Traceparent": valid}, false, ""},
		{"two spellings of tracestate", map[string]string{"traceparent": valid, "tracestate": "a=1", "Tracestate": "b=2"}, true, ""},
		{"bad traceparent", map[string]string{"traceparent": valid + "-", "tracestate": "foo=1"}, false, ""},
		{"bad tracestate", map[string]string{"traceparent": valid, "tracestate": "foo"}, true, ""},
		{"tracestate alone", map[string]string{"tracestate": "foo=1"}, false, ""},
	} {
		got := tracecontext.ExtractMap(tt.in)
		if got.Valid() != tt.valid || got.Remote != tt.valid || got.State.String() != tt.state {
			t.Errorf("%s: ExtractMap(%q)\n got: %+v\nwant: valid and remote %v, tracestate %q", tt.name, tt.in, got, tt.valid, tt.state)
		}
	}
}

func TestInjectMap(t *testing.T) {
	sc := mustParent(t, "00-"+tid+"-"+pid+"-01")
	m := map[string]string{"TraceParent": "old", "TRACESTATE": "old=1", "other": "z"}
	tracecontext.InjectMap(sc, m)
	want := map[string]string{"traceparent": "00-" + tid + "-" + pid + "-01", "other": "z"}
	if !maps.Equal(m, want) {
		t.Errorf("InjectMap\n got: %q\nwant: %q", m, want)
	}
	sc.State, sc.Remote = mustState(t, "foo=1"), true
	tracecontext.InjectMap(sc, m)
	if got := tracecontext.ExtractMap(m); got != sc {
		t.Errorf("ExtractMap(InjectMap)\n got: %+v\nwant: %+v", got, sc)
	}
}

// benchHeader is a request of ordinary size.
func benchHeader(state string) http.Header {
	h := http.Header{
		"Accept": {"*/*"}, "Accept-Encoding": {"gzip"}, "User-Agent": {"curl/8.5"}, "Content-Type": {"application/json"},
		"Content-Length": {"120"}, "Authorization": {"Bearer x"}, "X-Request-Id": {"1"}, "X-Forwarded-For": {"10.0.0.1"},
		"Traceparent": {"00-" + tid + "-" + pid + "-01"},
	}
	if state != "" {
		h["Tracestate"] = []string{state}
	}
	return h
}

func TestPropagatorAllocs(t *testing.T) {
	var sc tracecontext.SpanContext
	for _, state := range []string{"", "foo=1,bar=2", numbered(1, 32)} {
		h := benchHeader(state)
		maxAllocs(t, "Extract with tracestate "+state, 0, func() { sc = tracecontext.Extract(h) })
		maxAllocs(t, "Inject with tracestate "+state, 1, func() { tracecontext.Inject(sc, h) })
	}
	h := benchHeader(strings.ReplaceAll(numbered(1, 32), "=", "=0123456789abcdef"))
	sc = tracecontext.Extract(h)
	maxAllocs(t, "Inject of a tracestate that has to be cut", 2, func() { tracecontext.Inject(sc, h) })
	if cut := len(h.Get("Tracestate")); cut > 512 || sc.State.Len() != 32 {
		t.Errorf("Inject sent %d bytes of a list of %d members, want 512 at most of one with 32", cut, sc.State.Len())
	}
}

func BenchmarkExtract(b *testing.B) {
	for name, state := range map[string]string{"none": "", "two": "foo=1,bar=2", "32": numbered(1, 32)} {
		b.Run("tracestate="+name, func(b *testing.B) {
			h := benchHeader(state)
			b.ReportAllocs()
			for b.Loop() {
				if sc := tracecontext.Extract(h); !sc.Valid() {
					b.Fatal("not valid")
				}
			}
		})
	}
}

func BenchmarkInject(b *testing.B) {
	for name, state := range map[string]string{
		"two": "foo=1,bar=2", "cut": strings.ReplaceAll(numbered(1, 32), "=", "=0123456789abcdef"),
	} {
		b.Run("tracestate="+name, func(b *testing.B) {
			sc := tracecontext.Extract(benchHeader(state))
			h := benchHeader("")
			b.ReportAllocs()
			for b.Loop() {
				tracecontext.Inject(sc, h)
			}
		})
	}
}

// FuzzHop takes whatever headers there are through Extract and Inject: what
// goes out is valid, within the limits, and the same again on the next hop.
func FuzzHop(f *testing.F) {
	f.Add("00-"+tid+"-"+pid+"-01", "foo=1", "bar=2")
	f.Add("cc-"+tid+"-"+pid+"-ff-x", numbered(1, 32), "")
	f.Add("00-"+tid+"-"+pid+"-01", "a="+rep("x", 256)+",b="+rep("x", 256), "c=3")
	f.Fuzz(func(t *testing.T, parent, state1, state2 string) {
		sc := tracecontext.Extract(http.Header{"Traceparent": {parent}, "Tracestate": {state1, state2}})
		h := http.Header{}
		tracecontext.Inject(sc, h)
		m := map[string]string{}
		tracecontext.InjectMap(sc, m)
		if !sc.Valid() {
			if sc != (tracecontext.SpanContext{}) || len(h)+len(m) != 0 {
				t.Fatalf("Extract(%q): %+v, sent on as %q and %q", parent, sc, h, m)
			}
			return
		}
		next := tracecontext.Extract(h)
		sc.State = sc.State.Truncate(512)
		if next != sc || tracecontext.ExtractMap(m) != sc || len(h.Get("Tracestate")) > 512 {
			t.Fatalf("Extract(%q, %q, %q)\n was: %+v\nnext: %+v", parent, state1, state2, sc, next)
		}
	})
}
