package tracecontext_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/otelhttp"
)

// hop sends one request with these header lines through a server that calls
// onward n times, as the working group's own test suite does: Middleware on the
// way in, Transport on the way out. It returns the headers of the calls.
func hop(t *testing.T, n int, o tracecontext.Options, header http.Header) []http.Header {
	t.Helper()
	tracer, _ := newSink(o)
	var sent []http.Header
	client := &http.Client{Transport: otelhttp.Transport(roundTrip(func(r *http.Request) (*http.Response, error) {
		sent = append(sent, r.Header)
		return &http.Response{StatusCode: 200, Body: http.NoBody, Request: r}, nil
	}), otelhttp.Options{Tracer: tracer})}
	server := otelhttp.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for range n {
			req, err := http.NewRequestWithContext(r.Context(), http.MethodPost, "http://next.example/", nil)
			if err != nil {
				t.Error(err)
				return
			}
			resp, err := client.Do(req)
			if err != nil {
				t.Error(err)
				return
			}
			resp.Body.Close()
		}
	}), otelhttp.Options{Tracer: tracer})
	req := httptest.NewRequest(http.MethodPost, "/test", strings.NewReader("[]"))
	for name, values := range header {
		req.Header[name] = values
	}
	server.ServeHTTP(httptest.NewRecorder(), req)
	if len(sent) != n {
		t.Fatalf("%d calls went out, want %d", len(sent), n)
	}
	return sent
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// sentContext reads what went out with code of its own: exactly one valid
// traceparent of version 00, at most one tracestate.
func sentContext(t *testing.T, h http.Header) (traceID, spanID, flags, state string) {
	t.Helper()
	parent := h["Traceparent"]
	if len(parent) != 1 || len(parent[0]) != 55 || parent[0][:3] != "00-" || len(h["Tracestate"]) > 1 {
		t.Fatalf("sent traceparent %q, tracestate %q: want one of the first, at most one of the second", parent, h["Tracestate"])
	}
	part := strings.Split(parent[0], "-")
	if len(part) != 4 || part[1] == strings.Repeat("0", 32) || part[2] == strings.Repeat("0", 16) {
		t.Fatalf("sent traceparent %q is not valid", parent[0])
	}
	return part[1], part[2], part[3], h.Get("Tracestate")
}

func TestHopTraceparent(t *testing.T) {
	for _, tt := range traceparentRules {
		t.Run(tt.section+" "+tt.name, func(t *testing.T) {
			h := http.Header{"Traceparent": {tt.in}, "Tracestate": {"foo=1"}}
			traceID, spanID, flags, state := sentContext(t, hop(t, 1, tracecontext.Options{}, h)[0])
			if tt.out == "" { // 3.3, 3.4: a new trace, and no tracestate
				if strings.Contains(tt.in, traceID) || flags != "03" || state != "" {
					t.Errorf("after traceparent %q\nsent: %s flags %s tracestate %q\nwant: a new trace, flags 03, no tracestate", tt.in, traceID, flags, state)
				}
				return
			}
			if traceID != tt.in[3:35] || spanID == tt.in[36:52] || flags != tt.out || state != "foo=1" {
				t.Errorf("after traceparent %q\nsent: %s-%s-%s tracestate %q\nwant: the same trace, a new parent id, flags %s, foo=1", tt.in, traceID, spanID, flags, state, tt.out)
			}
		})
	}
}

func TestHopHeaders(t *testing.T) {
	valid, other := "00-"+tid+"-"+pid+"-01", "00-"+tid[:31]+"1-"+pid+"-01"
	for _, tt := range []struct {
		section, name string
		header        http.Header
		same          bool // the trace goes on
		state         string
	}{
		{"3.4", "nothing received", http.Header{}, false, ""},
		{"3.4", "traceparent alone", http.Header{"Traceparent": {valid}}, true, ""},
		{"3.3", "tracestate alone", http.Header{"Tracestate": {"foo=1"}}, false, ""},
		{"3.3", "both", http.Header{"Traceparent": {valid}, "Tracestate": {"foo=1,bar=2"}}, true, "foo=1,bar=2"},
		{"3.2.1", "traceparent twice", http.Header{"Traceparent": {valid, other}, "Tracestate": {"foo=1"}}, false, ""},
		{"3.2.1", "traceparent twice the same", http.Header{"Traceparent": {valid, valid}}, false, ""},
		{"3.2.1", "traceparent twice, joined", http.Header{"Traceparent": {valid + "," + other}}, false, ""},
		{"3.2.1", "no value", http.Header{"Traceparent": {}}, false, ""},
		{"3.2.1", "wrong name trace-parent", http.Header{"Trace-Parent": {valid}}, false, ""},
		{"3.2.1", "wrong name trace.parent", http.Header{"Trace.parent": {valid}}, false, ""},
		{"3.2.1", "lower case", http.Header{"traceparent": {valid}}, true, ""},
		{"3.2.1", "TraceParent", http.Header{"TraceParent": {valid}}, true, ""},
		{"3.2.1", "TrAcEpArEnT", http.Header{"TrAcEpArEnT": {valid}}, true, ""},
		{"3.2.1", "upper case", http.Header{"TRACEPARENT": {valid}}, true, ""},
		{"3.2.1", "two spellings", http.Header{"TRACEPARENT": {valid}, "traceparent": {other}}, false, ""},
		{"3.2.2", "space before", http.Header{"Traceparent": {" " + valid}}, true, ""},
		{"3.2.2", "tab before", http.Header{"Traceparent": {"\t" + valid}}, true, ""},
		{"3.2.2", "space after", http.Header{"Traceparent": {valid + " "}}, true, ""},
		{"3.2.2", "tab after", http.Header{"Traceparent": {valid + "\t"}}, true, ""},
		{"3.2.2", "white space on both ends", http.Header{"Traceparent": {"\t " + valid + " \t"}}, true, ""},
		{"3.3.1", "wrong name trace-state", http.Header{"Traceparent": {valid}, "Trace-State": {"foo=1"}}, true, ""},
		{"3.3.1", "wrong name trace.state", http.Header{"Traceparent": {valid}, "Trace.state": {"foo=1"}}, true, ""},
		{"3.3.1", "lower case tracestate", http.Header{"traceparent": {valid}, "tracestate": {"foo=1"}}, true, "foo=1"},
		{"3.3.1", "TraceState", http.Header{"TraceParent": {valid}, "TraceState": {"foo=1"}}, true, "foo=1"},
		{"3.3.1", "upper case tracestate", http.Header{"TRACEPARENT": {valid}, "TRACESTATE": {"foo=1"}}, true, "foo=1"},
		{"3.3.3.1", "cut to 512 by whole members, long ones first", http.Header{"Traceparent": {valid},
			"Tracestate": {"long=" + rep("x", 200) + "," + exactly512()}}, true, exactly512()},
		{"3.3.5", "tracestate of a later version", http.Header{"Traceparent": {"cc" + valid[2:] + "-new"}, "Tracestate": {"foo=1"}}, true, "foo=1"},
	} {
		t.Run(tt.section+" "+tt.name, func(t *testing.T) {
			traceID, spanID, _, state := sentContext(t, hop(t, 1, tracecontext.Options{}, tt.header)[0])
			if (traceID == tid) != tt.same || traceID == other[3:35] || spanID == pid || state != tt.state {
				t.Errorf("after %q\nsent: %s-%s, tracestate %q\nwant: same trace %v, a new parent id, tracestate %q", tt.header, traceID, spanID, state, tt.same, tt.state)
			}
		})
	}
}

// TestHopMutation covers 3.4: what a hop may and may not change.
func TestHopMutation(t *testing.T) {
	t.Run("3.4 three calls, one trace, three parent ids", func(t *testing.T) {
		for _, header := range []http.Header{
			{"Traceparent": {"00-" + tid + "-" + pid + "-01"}}, {}, {"Traceparent": {"00-" + rep("0", 32) + "-" + pid + "-01"}},
		} {
			traces, spans := map[string]bool{}, map[string]bool{}
			for _, h := range hop(t, 3, tracecontext.Options{}, header) {
				traceID, spanID, _, _ := sentContext(t, h)
				traces[traceID], spans[spanID] = true, true
			}
			if len(traces) != 1 || len(spans) != 3 {
				t.Errorf("after %q: %d trace ids and %d parent ids, want 1 and 3", header, len(traces), len(spans))
			}
		}
	})
	t.Run("3.4 sampled may change with the parent id, random may not", func(t *testing.T) {
		for in, want := range map[string]string{"03": "02", "01": "00", "02": "02", "00": "00"} {
			h := http.Header{"Traceparent": {"00-" + tid + "-" + pid + "-" + in}}
			_, spanID, got, _ := sentContext(t, hop(t, 1, tracecontext.Options{Sampler: tracecontext.AlwaysOff}, h)[0])
			if got != want || spanID == pid {
				t.Errorf("flags %s through AlwaysOff: sent %s with parent id %s, want %s and a new id", in, got, spanID, want)
			}
		}
	})
	t.Run("3.5 own entry in front, others in order", func(t *testing.T) {
		h := http.Header{"Traceparent": {"00-" + tid + "-" + pid + "-03"}, "Tracestate": {"foo=1,ot=rv:1;th:0,bar=2"}}
		_, _, _, got := sentContext(t, hop(t, 1, tracecontext.Options{Sampler: tracecontext.Ratio(1)}, h)[0])
		if want := "ot=th:0;rv:1,foo=1,bar=2"; got != want {
			t.Errorf("tracestate after Ratio(1)\n got: %q\nwant: %q", got, want)
		}
	})
	t.Run("3.4 an inbound header copied by the caller does not go out", func(t *testing.T) {
		tracer, _ := newSink(tracecontext.Options{})
		var sent http.Header
		rt := otelhttp.Transport(roundTrip(func(r *http.Request) (*http.Response, error) {
			sent = r.Header.Clone()
			r.Header["X"][0] = "changed by the base"
			return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(""))}, nil
		}), otelhttp.Options{Tracer: tracer})
		req := httptest.NewRequest("GET", "http://next.example/", nil)
		req.Header = http.Header{"Traceparent": {"00-" + tid + "-" + pid + "-01"}, "tracestate": {"foo=1"}, "X": {"y"}}
		if _, err := rt.RoundTrip(req); err != nil {
			t.Fatal(err)
		}
		traceID, _, _, state := sentContext(t, sent)
		if traceID == tid || state != "" || len(sent) != 2 || sent.Get("X") != "y" {
			t.Errorf("sent %q, want a trace of its own, no tracestate, and X", sent)
		}
		if len(req.Header) != 3 || req.Header.Get("Traceparent")[3:35] != tid || req.Header.Get("X") != "y" {
			t.Errorf("Transport changed the caller's header to %q", req.Header)
		}
	})
}

func rep(s string, n int) string { return strings.Repeat(s, n) }

// numbered is "bar01=01,bar02=02,…".
func numbered(from, to int) string {
	var members []string
	for i := from; i <= to; i++ {
		members = append(members, fmt.Sprintf("bar%02d=%02d", i, i))
	}
	return strings.Join(members, ",")
}

func exactly512() string {
	return "a=" + rep("x", 126) + ",b=" + rep("x", 126) + ",c=" + rep("x", 126) + ",d=" + rep("x", 123)
}
