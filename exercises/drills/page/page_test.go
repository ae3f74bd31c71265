package page_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"workbook/exercises/drills/page"
	"workbook/exercises/drills/recording"
)

const (
	trace = "4bf92f3577b34da6a3ce929d0e0e4736"
	logs  = `{"time":"2026-11-24T03:00:30Z","level":"ERROR","msg":"<script>one","service":"orders-1","request_id":"R1","trace_id":"` + trace + `"}
{"time":"2026-11-24T03:01:30Z","level":"INFO","msg":"two","service":"orders-2","request_id":"R1"}
`
	events = `{"kind":"alert","text":"Slow pending","time":"2026-11-24T03:01:00Z"}
{"kind":"alert","text":"Slow firing","time":"2026-11-24T03:02:00Z"}
`
	spans = `{"resourceSpans":[{"resource":{"attributes":[{"key":"service.instance.id","value":{"stringValue":"orders-1"}}]},"scopeSpans":[{"spans":[` +
		`{"traceId":"` + trace + `","spanId":"00f067aa0ba902b7","name":"POST /orders","kind":2,"startTimeUnixNano":"1795489230000000000","endTimeUnixNano":"1795489231000000000","status":{}}]}]}]}
`
)

// scrapes are three minutes of one process: a request a second, half of them within a tenth of a second.
const scrapes = `# SCRAPE 2026-11-24T03:00:00Z orders-1
orders_requests_total{route="/orders",class="2xx"} 0
orders_request_duration_seconds_bucket{route="/orders",le="0.1"} 0
orders_request_duration_seconds_bucket{route="/orders",le="+Inf"} 0
orders_requests_in_flight 1
orders_queue 7
# SCRAPE 2026-11-24T03:01:00Z orders-1
orders_requests_total{route="/orders",class="2xx"} 60
orders_request_duration_seconds_bucket{route="/orders",le="0.1"} 30
orders_request_duration_seconds_bucket{route="/orders",le="+Inf"} 60
orders_requests_in_flight 2
orders_queue 8
# SCRAPE 2026-11-24T03:02:00Z orders-1
orders_requests_total{route="/orders",class="2xx"} 120
orders_request_duration_seconds_bucket{route="/orders",le="0.1"} 60
orders_request_duration_seconds_bucket{route="/orders",le="+Inf"} 120
orders_requests_in_flight 3
orders_queue 9
`

func handler(t *testing.T) http.Handler {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range map[string]string{"logs.jsonl": logs, "events.jsonl": events, "spans.jsonl": spans, "scrapes.txt": scrapes} {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	recorded, err := recording.Open(files)
	if err != nil {
		t.Fatal(err)
	}
	return page.Handler("Drill 00", recorded, logs)
}

func get(t *testing.T, h http.Handler, target string) (status int, body string) {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, target, nil))
	if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("GET %s: Content-Security-Policy %q, want one that allows nothing else", target, policy)
	}
	return w.Code, w.Body.String()
}

func TestPage(t *testing.T) {
	h := handler(t)
	tests := []struct {
		target     string
		want, lack []string
	}{
		{"/", []string{"<h1>Drill 00</h1>", `<output id="clock">03:02</output>`, "Slow firing</b>", "&lt;script&gt;one", "</b> two ", "2 log lines until 03:02",
			"<td>orders-1</td><td>/orders</td><td>0.4</td><td>0%</td>", "<td>60</td><td>120</td>", "orders_requests_total{class=&#34;2xx&#34;,instance=&#34;orders-1&#34;,route=&#34;/orders&#34;}</code></td><td>-</td><td>120</td>", "orders_queue{instance=&#34;orders-1&#34;}</code></td><td>-</td><td>9</td>",
			`<line class="mark"`, "/trace?id=" + trace}, []string{"<script>one"}},
		{"/?at=1", []string{`<output id="clock">03:01</output>`, "Slow pending</b>", "1 log lines until 03:01", "<td>30</td><td>60</td>"}, []string{"</b> two "}},
		{"/?at=0", []string{"no alert", "0 log lines", `<td colspan="6">none</td>`}, []string{"Slow pending</b>"}},
		{"/?at=99&service=none&route=none&q=TWO", []string{`<output id="clock">03:02</output>`, "1 log lines until 03:02 with “TWO”"}, []string{"script&gt;one"}},
		{"/trace?id=" + trace, []string{`/waterfall.svg?id=` + trace, "ERROR", "<td>orders-1</td><td>POST /orders</td><td>0s</td><td>1s</td>"}, []string{"</b> two "}},
		{"/trace?id=R1", []string{`/waterfall.svg?id=` + trace, "ERROR", "two"}, nil},
		{"/trace?id=%3Cscript%3E", []string{"No span was kept", "No line has this id"}, []string{"<script>"}},
		{"/waterfall.svg?id=" + trace, []string{"POST /orders"}, nil},
	}
	for _, tt := range tests {
		status, body := get(t, h, tt.target)
		if status != http.StatusOK {
			t.Errorf("GET %s: %d, want 200", tt.target, status)
		}
		for _, want := range tt.want {
			if !strings.Contains(body, want) {
				t.Errorf("GET %s has no %q:\n%s", tt.target, want, body)
			}
		}
		for _, lack := range tt.lack {
			if strings.Contains(body, lack) {
				t.Errorf("GET %s has %q", tt.target, lack)
			}
		}
	}
	for _, target := range []string{"/waterfall.svg?id=x", "/elsewhere"} {
		if status, _ := get(t, h, target); status != http.StatusNotFound {
			t.Errorf("GET %s: %d, want 404", target, status)
		}
	}
}
