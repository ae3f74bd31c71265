package dashboard // inside: the tests of this package look at the view behind the page

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/promql"
)

// pageOf returns the page after two scrapes of the samples, the second of which
// has counted 15 more of each.
func pageOf(t testing.TB, samples ...promql.Sample) (string, *Monitor) {
	t.Helper()
	p, err := alerting.NewPolicy(alerting.SLO{Target: .999, Period: 30 * day})
	if err != nil {
		t.Fatal(err)
	}
	m, err := NewMonitor(p, "http://a:1/metrics")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 2 {
		var ss []promql.Sample
		for _, s := range samples {
			ss = append(ss, promql.Sample{Name: s.Name, Labels: s.Labels, Value: s.Value + float64(15*i)})
		}
		m.Scraper.Store.Append("a:1", at(int64(15*i)), ss)
		m.Observe(at(int64(15*i)), nil)
	}
	return get(t, m, "GET", "/").Body.String(), m
}

func get(t testing.TB, m *Monitor, method, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	Handler(m).ServeHTTP(w, httptest.NewRequest(method, path, nil))
	return w
}

func TestPageShowsTheNumbers(t *testing.T) {
	page, _ := pageOf(t, sample("http_requests_total", 985, "code", "200"), sample("http_requests_total", 5, "code", "503"),
		sample("http_requests_in_flight", 3))
	for _, want := range []string{
		`<th scope="row">2xx</th><td>0.375/s</td><td>1000</td>`, `<th scope="row">5xx</th><td>0.333/s</td><td>20</td>`,
		"15 of 30 requests bad", "service: golden signals", "SLO 99.9% over 30d", "ServiceBudget", "requests in flight", "<title id=\"latency-t\">Latency</title>",
		`Read from <span data-live id="reads">http_requests_total (requests), http_requests_in_flight (saturation), code=~5.. (failures), route (routes)</span>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("page lacks %q", want)
		}
	}
}

// TestPageWithoutAnAnswer: a service that says nothing is neither well nor free of
// errors, and the head of the page must not say so.
func TestPageWithoutAnAnswer(t *testing.T) {
	m := monitorOf(t, apiPolicy(t), nil)
	for _, tt := range []struct {
		seconds int64
		tile    string
	}{{0, "pending"}, {int64((10 * time.Minute).Seconds()), "firing"}} {
		m.Scraper.Store.Fail("a:1", at(tt.seconds))
		m.Observe(at(tt.seconds), nil)
		page := get(t, m, "GET", "/").Body.String()
		for _, want := range []string{`id="alert-count"><span class="state ` + tt.tile + `">` + tt.tile + `</span>`,
			`id="alert-names">Api<wbr>S<wbr>L<wbr>I<wbr>Absent </p>`, `id="now-errors">–</span>`, `id="now-traffic">–</span>`} {
			if !strings.Contains(page, want) {
				t.Errorf("after %d s without an answer the page lacks %q", tt.seconds, want)
			}
		}
	}
	page, _ := pageOf(t, sample("http_requests_total", 1, "code", "200"))
	for _, want := range []string{`<span class="state inactive">quiet</span>`, `id="now-errors">0/s</span>`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page of a service that is well lacks %q", want)
		}
	}
}

// TestPageEscapes: names and labels come from scraped services.
func TestPageEscapes(t *testing.T) {
	evil := `<img src=x onerror=alert(1)>"'</style></script>`
	page, m := pageOf(t, sample("http_requests_total", 1, "code", evil, "route", evil),
		sample("http_request_duration_seconds_bucket", 1, "le", evil, "route", evil))
	m.Observe(at(30), fmt.Errorf("scraping: %s", evil))
	page += get(t, m, "GET", "/?x="+"%3Cimg%20src%3E").Body.String()
	if strings.Contains(page, "<img") || strings.Count(page, "</script>") != 2 || strings.Count(page, "</style>") != 2 {
		t.Errorf("a label became markup:\n%.2000s", page[strings.Index(page, "img")-200:])
	}
	if want := "&lt;img src=x onerror=alert(1)&gt;"; !strings.Contains(page, want) {
		t.Errorf("page lacks the label as text, %q", want)
	}
}

func TestPageHeaders(t *testing.T) {
	_, m := pageOf(t)
	h := get(t, m, "GET", "/").Header()
	csp := h.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "script-src 'sha256-", "style-src 'sha256-", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'"} {
		if !strings.Contains(csp, want) {
			t.Errorf("Content-Security-Policy %q lacks %q", csp, want)
		}
	}
	if strings.Contains(csp, "unsafe") {
		t.Errorf("Content-Security-Policy %q allows something unsafe", csp)
	}
	if got, want := h.Get("X-Content-Type-Options"), "nosniff"; got != want {
		t.Errorf("X-Content-Type-Options = %q, want %q", got, want)
	}
}

// TestPageKeepsItsOwnPolicy: no inline style or handler, which the policy forbids.
func TestPageKeepsItsOwnPolicy(t *testing.T) {
	page, _ := pageOf(t, sample("http_requests_total", 1, "code", "500"))
	for _, bad := range []string{" style=", " onclick", " onload", "javascript:", "http://www.w3.org/1999/xlink", "@import", "url("} {
		if strings.Contains(page, bad) {
			t.Errorf("page holds %q", bad)
		}
	}
}

func TestPageMethodsAndRunbooks(t *testing.T) {
	_, m := pageOf(t)
	tests := []struct {
		method, path string
		code         int
		body         string
	}{
		{"GET", "/any/path", 200, "<!doctype html>"}, {"HEAD", "/", 200, ""}, {"POST", "/", 405, "method not allowed"},
		{"GET", "/?runbook=ServiceBudgetGoneIn50h", 200, "## Mitigation"}, {"GET", "/?runbook=../../etc/passwd", 404, "no such runbook"},
	}
	for _, tt := range tests {
		w := get(t, m, tt.method, tt.path)
		if w.Code != tt.code || !strings.Contains(w.Body.String(), tt.body) {
			t.Errorf("%s %s = %d %.60q, want %d ...%s...", tt.method, tt.path, w.Code, w.Body, tt.code, tt.body)
		}
	}
}

func TestRunbookLinks(t *testing.T) {
	page, m := pageOf(t)
	if want := `href="?runbook=ServiceBudgetGoneIn50h"`; !strings.Contains(page, want) {
		t.Errorf("page lacks %s", want)
	}
	for prefix, want := range map[string]string{
		"https://books.example/": `href="https://books.example/ServiceBudgetGoneIn50h.md"`,
		"javascript:alert(1)//":  `href="#ZgotmplZ"`, // html/template refuses the scheme
	} {
		p := m.policy
		p.Runbooks = prefix
		elsewhere, err := NewMonitor(p, "http://a:1/metrics")
		if err != nil {
			t.Fatal(err)
		}
		elsewhere.Observe(at(0), nil)
		if page := get(t, elsewhere, "GET", "/").Body.String(); !strings.Contains(page, want) {
			t.Errorf("page with runbooks under %s lacks %s", prefix, want)
		}
	}
}

func TestPageBeforeTheFirstScrape(t *testing.T) {
	m, err := NewMonitor(apiPolicy(t), "http://a:1/metrics")
	if err != nil {
		t.Fatal(err)
	}
	w := get(t, m, "GET", "/")
	for _, want := range []string{"No scrape yet.", `Read from <span data-live id="reads">nothing yet</span>`} {
		if w.Code != 200 || !strings.Contains(w.Body.String(), want) {
			t.Errorf("page before any scrape = %d, want 200 and %q:\n%s", w.Code, want, w.Body)
		}
	}
}

// TestPageOfNaN: a service that answers NaN everywhere shows gaps, not numbers.
func TestPageOfNaN(t *testing.T) {
	page, _ := pageOf(t, sample("http_requests_total", nan, "code", "200"), sample("process_resident_memory_bytes", nan),
		sample("h_duration_seconds_bucket", nan, "le", "+Inf"))
	if strings.Contains(page, "NaN") {
		t.Errorf("page shows NaN")
	}
}

func twelve() []promql.Bucket {
	bounds := []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, inf}
	bs := make([]promql.Bucket, len(bounds))
	for i, le := range bounds {
		bs[i] = promql.Bucket{UpperBound: le, Count: float64(i * i)}
	}
	return bs
}

// fifty is a service of 50 series: 4 routes with 12 buckets each, and 2 classes.
func fifty() []promql.Sample {
	var ss []promql.Sample
	for r := range 4 {
		for _, b := range twelve() {
			ss = append(ss, sample("http_request_duration_seconds_bucket", b.Count, "le", fmt.Sprint(b.UpperBound), "route", fmt.Sprint(r)))
		}
	}
	return append(ss, sample("http_requests_total", 1, "code", "200"), sample("http_requests_total", 1, "code", "500"))
}

func BenchmarkPage50Series(b *testing.B) {
	_, m := pageOf(b, fifty()...)
	for i := range historyPoints {
		m.Scraper.Store.Append("a:1", at(int64(100+15*i)), fifty())
		m.Observe(at(int64(100+15*i)), nil)
	}
	h := Handler(m)
	for b.Loop() {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "/", nil))
	}
}

func BenchmarkObserve50Series(b *testing.B) {
	_, m := pageOf(b, fifty()...)
	now := at(1000)
	for b.Loop() {
		now = now.Add(15 * time.Second)
		m.Scraper.Store.Append("a:1", now, fifty())
		m.Observe(now, nil)
	}
}
