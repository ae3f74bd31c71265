package lab // inside: these tests know the limits of a form and of the tail

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	tracecontext "workbook/day143_tracecontext"
	alerting "workbook/day146_alerting"
)

const someTrace = "4bf92f3577b34da6a3ce929d0e0e4736"

// bench is a Lab and the admin listener that it looks at.
func bench(t *testing.T, admin http.HandlerFunc) *Lab {
	srv := httptest.NewServer(admin)
	t.Cleanup(srv.Close)
	return New(Options{API: "http://127.0.0.1:1", Admin: srv.URL, Recent: tracecontext.NewRing(100)})
}

// get returns what the lab's page answers.
func get(l *Lab, path string) (int, string) {
	w := httptest.NewRecorder()
	l.Handler().ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return w.Code, w.Body.String()
}

func TestBareServiceIsDark(t *testing.T) {
	l := bench(t, http.NotFound)
	fmt.Fprintln(l.Tail, `time=2026-11-25T01:00:00Z level=INFO msg=started`)
	for _, s := range l.Stages(t.Context()) {
		if s.Lit {
			t.Errorf("stage %d, %s, of a bare service is lit (%s), want dark", s.Number, s.Name, s.Why)
		}
	}
	code, page := get(l, "/")
	for _, want := range []string{"logs: dark", "metrics: dark", "traces: dark", "probes: dark", "alert: dark", "one id: dark", "wireMetrics", "go test -run TestStage6 ./exercises/capstone"} {
		if code != 200 || !strings.Contains(page, want) {
			t.Errorf("GET / of a bare service = %d without %q", code, want)
		}
	}
}

func TestWiredServiceIsLit(t *testing.T) {
	l := bench(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, "# TYPE orders_requests_total counter\norders_requests_total{route=\"/orders\",class=\"2xx\"} 1")
	})
	sc, err := tracecontext.ParseTraceparent("00-" + someTrace + "-00f067aa0ba902b7-01")
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Recent.Export(t.Context(), []*tracecontext.SpanData{{Name: "POST /orders", Kind: tracecontext.KindServer, Context: sc, Start: time.Now(), End: time.Now()}}); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(l.Tail, `{"level":"INFO","msg":"order accepted","request_id":"r1","trace_id":%q}`+"\n", someTrace)
	fmt.Fprintf(l.Tail, `{"level":"INFO","msg":"order packed","request_id":"r1","trace_id":%q}`+"\n", someTrace)
	p, err := alerting.NewPolicy(alerting.SLO{Target: .99, Period: 2 * time.Hour},
		alerting.Tier{Spend: .1, Empties: 10 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Watch(&p); err != nil {
		t.Fatalf("Watch() = %v", err)
	}
	for _, s := range l.Stages(t.Context()) {
		if !s.Lit {
			t.Errorf("stage %d, %s, of a wired service is dark (%s), want lit", s.Number, s.Name, s.Why)
		}
	}
	for path, want := range map[string]string{
		"/": "1 span, 1 hop<", "/dashboard/": "Budget", "/trace/" + someTrace: "order packed", "/trace/" + someTrace + "/waterfall.svg": "<svg",
	} {
		if code, page := get(l, path); code != 200 || !strings.Contains(page, want) {
			t.Errorf("GET %s = %d %.200q, want 200 with %q", path, code, page, want)
		}
	}
}

// What the service says is text, whatever it looks like.
func TestPageEscapes(t *testing.T) {
	const evil = `<script>alert(1)</script>`
	l := bench(t, func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "x_bucket{le=\"1\",path=\"%s\"} 1 # {trace_id=\"abc\"} 0.5\n", evil)
	})
	fmt.Fprintln(l.Tail, evil)
	fmt.Fprintf(l.Tail, `{"level":"<b>","msg":%q,"trace_id":"\"><script>"}`+"\n", evil)
	for _, path := range []string{"/", "/exemplars", "/trace/" + url.PathEscape(evil)} {
		code, page := get(l, path)
		if code != 200 || strings.Contains(page, evil) || strings.Contains(page, `"><script>`) {
			t.Errorf("GET %s = %d, and the page has a script that the service made up", path, code)
		}
		if !strings.Contains(page, "&lt;script&gt;") {
			t.Errorf("GET %s does not show %q as text", path, evil)
		}
	}
}

func TestFollowFindsTheTraceOfARequest(t *testing.T) {
	l := bench(t, http.NotFound)
	fmt.Fprintf(l.Tail, `{"msg":"a","request_id":"visitor-42","trace_id":%q}`+"\n", someTrace)
	for id, want := range map[string]string{"visitor-42": "/trace/" + someTrace, someTrace: "/trace/" + someTrace, "no/such": "/trace/no%2Fsuch"} {
		w := httptest.NewRecorder()
		l.Handler().ServeHTTP(w, httptest.NewRequest("GET", "/follow?id="+url.QueryEscape(id), nil))
		if got := w.Header().Get("Location"); got != want {
			t.Errorf("GET /follow?id=%s leads to %q, want %q", id, got, want)
		}
	}
}

// What is no small form is not read, and a name from elsewhere is not answered.
func TestPageAsksWho(t *testing.T) {
	l := bench(t, http.NotFound)
	srv := httptest.NewServer(l.Handler())
	defer srv.Close()
	files := "--x\r\nContent-Disposition: form-data; name=\"fail\"; filename=\"f\"\r\n\r\n" + strings.Repeat("5", 1<<20) + "\r\n--x--\r\n"
	for _, tt := range []struct {
		name, host, kind, body string
		want                   int
	}{
		{"a form", "localhost:8146", "application/x-www-form-urlencoded", "fail=5", 303},
		{"an address", "[::1]", "application/x-www-form-urlencoded", "fail=5", 303},
		{"another name", "evil.example:8146", "application/x-www-form-urlencoded", "fail=6", 421},
		{"no name", "127.0.0.1.evil.example", "application/x-www-form-urlencoded", "fail=6", 421},
		{"a long form", "localhost", "application/x-www-form-urlencoded", "fail=" + strings.Repeat("6", maxForm), 400},
		{"files", "localhost", "multipart/form-data; boundary=x", files, 303}, // not read: changes nothing
	} {
		req, err := http.NewRequestWithContext(t.Context(), "POST", srv.URL+"/faults", strings.NewReader(tt.body))
		if err != nil {
			t.Fatal(err)
		}
		req.Host = tt.host
		req.Header.Set("Content-Type", tt.kind)
		res, err := http.DefaultTransport.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if fail, _ := l.Faults.Get(); res.StatusCode != tt.want || fail != .05 {
			t.Errorf("%s: POST /faults with Host %s = %d, fail %v, want %d, 0.05", tt.name, tt.host, res.StatusCode, fail, tt.want)
		}
	}
}

func TestButtons(t *testing.T) {
	l := bench(t, http.NotFound)
	press := func(form, site string) int {
		w := httptest.NewRecorder()
		r := httptest.NewRequest("POST", "/faults", strings.NewReader(form))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", site)
		l.Handler().ServeHTTP(w, r)
		return w.Code
	}
	for _, tt := range []struct {
		form, site string
		code       int
		fail       float64
		slow       time.Duration
	}{
		{"fail=30", "same-origin", 303, .3, 0},
		{"slow=300ms", "same-origin", 303, .3, 300 * time.Millisecond},
		{"fail=101", "same-origin", 400, .3, 300 * time.Millisecond},
		{"slow=2h", "same-origin", 400, .3, 300 * time.Millisecond},
		{"fail=0", "cross-site", 403, .3, 300 * time.Millisecond},
		{"fail=0&slow=0s", "same-origin", 303, 0, 0},
	} {
		code := press(tt.form, tt.site)
		fail, slow := l.Faults.Get()
		if code != tt.code || fail != tt.fail || slow != tt.slow {
			t.Errorf("POST /faults %s (%s) = %d, then fail %v slow %v, want %d, %v, %v", tt.form, tt.site, code, fail, slow, tt.code, tt.fail, tt.slow)
		}
	}
}
