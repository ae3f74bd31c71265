package dashboard

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	alerting "workbook/day146_alerting"
)

const evilLabel = `<img src=x onerror="document.title='owned'">`

// livePage serves the dashboard of a live service that has a hostile label and
// fails for some of its requests.
func livePage(t *testing.T) string {
	t.Helper()
	var n atomic.Int64
	svc := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		i := n.Add(1)
		w.Header().Set("Content-Type", textType)
		fmt.Fprintf(w, "http_requests_total{code=\"200\",route=%q} %d\nhttp_requests_total{code=\"503\",route=\"/orders\"} %d\nhttp_requests_in_flight %d\nprocess_resident_memory_bytes 34e6\n",
			evilLabel, 100*i, 3*i, i%7)
		for b, le := range []string{"0.05", "0.1", "0.5", "+Inf"} {
			fmt.Fprintf(w, "http_request_duration_seconds_bucket{route=%q,le=%q} %d\n", evilLabel, le, int64(60+12*b)*i)
		}
	}))
	t.Cleanup(svc.Close)
	p := mustPolicy(t, alerting.SLO{Target: .999, Period: 30 * day})
	p.Name = "orders"
	m, err := NewMonitor(p, svc.URL+"/metrics")
	if err != nil {
		t.Fatal(err)
	}
	m.Scraper.Interval = 500 * time.Millisecond
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); m.Run(ctx) }()
	t.Cleanup(func() { cancel(); <-done })
	page := httptest.NewServer(Handler(m))
	t.Cleanup(page.Close)
	eventually(t, 20*time.Second, "a few scrapes", func() bool { return n.Load() > 6 })
	return page.URL
}

func TestInteropChromium(t *testing.T) {
	b := openBrowser(t)
	page := livePage(t)
	b.open(page, 1280, "light")

	t.Run("updates_by_itself", func(t *testing.T) {
		b.eval("window.mark = 1; document.querySelector('details').open = true; document.getElementById('pause').focus()")
		before := b.eval("document.getElementById('class-rows').textContent")
		eventually(t, 15*time.Second, "the numbers change", func() bool {
			return b.eval("document.getElementById('class-rows').textContent") != before
		})
		for what, expr := range map[string]string{
			"the page was not loaded again": "window.mark === 1",
			"the open table stayed open":    "document.querySelector('details').open",
			"the focus stayed":              "document.activeElement.id === 'pause'",
		} {
			if got := b.eval(expr); got != true {
				t.Errorf("after an update: %s is %v, want true", what, got)
			}
		}
	})
	t.Run("label_stays_text", func(t *testing.T) {
		if got, want := b.eval("document.querySelectorAll('img').length"), 0.0; got != want {
			t.Errorf("%v img elements, want %v", got, want)
		}
		if got := b.eval("document.getElementById('route-rows').textContent"); !strings.Contains(fmt.Sprint(got), evilLabel) {
			t.Errorf("routes are %q, want the label %q as text", got, evilLabel)
		}
		if got, want := b.eval("document.title"), "orders: golden signals"; got != want {
			t.Errorf("title = %q, want %q", got, want)
		}
	})
	t.Run("policy_is_enforced", func(t *testing.T) {
		csp := fmt.Sprint(b.eval("fetch(location.href).then(r => r.headers.get('content-security-policy'))"))
		if want := "default-src 'none'"; !strings.Contains(csp, want) {
			t.Errorf("Content-Security-Policy = %q, want ...%s...", csp, want)
		}
		if got := len(b.errors); got > 0 {
			t.Errorf("console: %q, want nothing", b.errors)
		}
		// Prove that the policy bites, and that this test would see it: this one is an error.
		b.eval("var s = document.createElement('script'); s.textContent = 'window.owned = 1'; document.body.append(s)")
		if got := b.eval("window.owned === 1"); got != false || len(b.errors) == 0 {
			t.Errorf("a foreign inline script ran: %v, console %q, want it refused and reported", got, b.errors)
		}
		b.errors = nil
	})
	for _, scheme := range []string{"light", "dark"} {
		for _, width := range []int{390, 1280} {
			t.Run(fmt.Sprintf("%s_%d", scheme, width), func(t *testing.T) { looks(t, b, page, width, scheme) })
		}
	}
	t.Run("light_840", func(t *testing.T) { looks(t, b, page, 840, "light") }) // one wide column of plots
	if len(b.errors) > 0 {
		t.Errorf("console: %q, want nothing", b.errors)
	}
}

// looks checks what can be checked of the looks without eyes.
func looks(t *testing.T, b *browser, page string, width int, scheme string) {
	b.open(page, width, scheme)
	b.eval("document.querySelectorAll('details').forEach(d => d.open = true)")
	b.shot(fmt.Sprintf("page-%s-%d", scheme, width))
	if got := b.eval("document.documentElement.scrollWidth"); got.(float64) > float64(width) {
		t.Errorf("page is %v pixels wide, want at most %d: it scrolls sideways", got, width)
	}
	background := b.eval("getComputedStyle(document.body).backgroundColor")
	if want := map[string]string{"light": "rgb(255, 255, 255)", "dark": "rgb(19, 21, 25)"}[scheme]; background != want {
		t.Errorf("background = %v, want %s", background, want)
	}
	for what, expr := range map[string]string{
		"four plots with a title":           "document.querySelectorAll('figure svg > title').length === 4",
		"a table row for each alert":        "document.querySelectorAll('#alert-rows tr').length === 4",
		"runbook links work":                "fetch(document.querySelector('#alert-rows a').href).then(r => r.text()).then(s => s.includes('## Mitigation'))",
		"each table can be scrolled":        "[...document.querySelectorAll('table')].every(t => t.parentElement.tabIndex === 0)",
		"every plot drew a line":            "[...document.querySelectorAll('figure svg')].every(s => s.querySelector('path.line[d]:not([d=\"\"])'))",
		"lines have colours":                "getComputedStyle(document.querySelector('.line-1')).stroke !== 'none'",
		"axis text is smaller than a title": "[...document.querySelectorAll('figure')].every(f => parseFloat(getComputedStyle(f.querySelector('svg text')).fontSize) * f.querySelector('svg').clientWidth / 360 < parseFloat(getComputedStyle(f.querySelector('h2')).fontSize))",
		"texts do not cross the edge":       "[...document.querySelectorAll('svg text')].every(e => { const r = e.getBoundingClientRect(), s = e.ownerSVGElement.getBoundingClientRect(); return r.left >= s.left - 1 && r.right <= s.right + 1 })",
	} {
		if got := b.eval(expr); got != true {
			t.Errorf("%s: %v, want true", what, got)
		}
	}
}
