package otlp_test

import (
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/otlp"
)

// strictCollector is an OTLP/HTTP receiver that checks every field against the
// protocol, where real ones are lenient, and names what it rejects. It answers
// 400 then, and keeps the reason.
type strictCollector struct {
	*httptest.Server
	mu       sync.Mutex
	problems []string
	spans    []map[string]any
	requests int
}

func newStrictCollector(t *testing.T) *strictCollector {
	c := &strictCollector{}
	c.Server = httptest.NewServer(http.HandlerFunc(c.serve))
	t.Cleanup(c.Close)
	return c
}

func (c *strictCollector) serve(w http.ResponseWriter, r *http.Request) {
	spans, err := readOTLP(r)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.requests++
	if err != nil {
		c.problems = append(c.problems, err.Error())
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	c.spans = append(c.spans, spans...)
	w.Header().Set("Content-Type", "application/json")
	io.WriteString(w, "{}")
}

func readOTLP(r *http.Request) ([]map[string]any, error) {
	for _, want := range [][2]string{{r.Method, "POST"}, {r.URL.Path, "/v1/traces"},
		{r.Header.Get("Content-Type"), "application/json"}, {r.Header.Get("Content-Encoding"), "gzip"}} {
		if want[0] != want[1] {
			return nil, fmt.Errorf("request has %q, want %q", want[0], want[1])
		}
	}
	z, err := gzip.NewReader(r.Body)
	if err != nil {
		return nil, err
	}
	body, err := io.ReadAll(z)
	if err != nil {
		return nil, err
	}
	return strictTraces(body)
}

// strictTraces returns the spans of a message in which nothing is wrong.
func strictTraces(body []byte) (spans []map[string]any, err error) {
	var m any
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	if err := d.Decode(&m); err != nil {
		return nil, err
	}
	if err := check("", m, traces); err != nil {
		return nil, err
	}
	for _, rs := range m.(map[string]any)["resourceSpans"].([]any) {
		for _, ss := range rs.(map[string]any)["scopeSpans"].([]any) {
			for _, s := range ss.(map[string]any)["spans"].([]any) {
				spans = append(spans, s.(map[string]any))
			}
		}
	}
	return spans, nil
}

// TestStrictCollectorIsStrict breaks a good message once for each mistake that
// real exporters made, and expects the collector to name it.
func TestStrictCollectorIsStrict(t *testing.T) {
	body, err := otlp.Encode([]*tracecontext.SpanData{fullSpan(t)})
	if err != nil {
		t.Fatal(err)
	}
	good := string(body)
	if _, err := strictTraces(body); err != nil {
		t.Fatalf("the good message is rejected: %v\n%s", err, good)
	}
	for name, edit := range map[string][3]string{
		"base64 trace id":      {`"traceId":"12345678901234567890123456789012"`, `"traceId":"EjRWeJASNFZ4kBI0VniQEg=="`, "traceId"},
		"upper case id":        {`"spanId":"1234567890123456"`, `"spanId":"ABCDEF7890123456"`, "spanId"},
		"zero parent":          {`"parentSpanId":"1234567890123457"`, `"parentSpanId":"0000000000000000"`, "parentSpanId"},
		"snake case":           {`"traceState"`, `"trace_state"`, "trace_state is not in the protocol"},
		"unknown key":          {`"kind":2`, `"kind":2,"durationMs":5`, "durationMs is not in the protocol"},
		"enum as name":         {`"kind":2`, `"kind":"SPAN_KIND_SERVER"`, "kind"},
		"kind of protobuf + 1": {`"kind":2`, `"kind":6`, "kind"},
		"number for 64 bits":   {`"intValue":"9007199254740993"`, `"intValue":9007199254740993`, "intValue"},
		"time as number":       {`"startTimeUnixNano":"1000000000"`, `"startTimeUnixNano":1000000000`, "startTimeUnixNano"},
		"swapped status":       {`"code":2`, `"code":1`, "only an error"},
		"NaN as null":          {`"doubleValue":"NaN"`, `"doubleValue":null`, "doubleValue"},
		"no end":               {`,"endTimeUnixNano":"2000000000"`, ``, "endTimeUnixNano is missing"},
	} {
		bad := strings.Replace(good, edit[0], edit[1], 1)
		if _, err := strictTraces([]byte(bad)); bad == good || err == nil || !strings.Contains(err.Error(), edit[2]) {
			t.Errorf("%s: strictTraces(good with %s)\n got: %v\nwant: an error with %q", name, edit[1], err, edit[2])
		}
	}
}
