package interop

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

const evil = `<script>document.title="owned"</script>`

// The page in a real browser, wide and narrow: no errors, the service's own
// numbers, updates by itself, and what the service says stays text.
func TestInteropPageInABrowser(t *testing.T) {
	bin := build(t)
	for _, width := range []int{1280, 390} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			s := launch(t, bin)
			c := &http.Client{Timeout: 10 * time.Second}
			s.order(c, "tea") // the first scrape may see this one
			await(t, "the page watches", 10*time.Second, func() bool { _, p := get(s.page + "/dashboard/"); return strings.Contains(p, "requests bad") })
			for range 6 {
				s.order(c, "tea")
			}
			b := open(t, width, s.page+"/")
			dashboard := `document.querySelector("iframe").contentDocument.body.textContent`
			want := fmt.Sprintf("of %d requests", counted(s))
			await(t, "the dashboard has the number of /metrics: "+want, 15*time.Second, func() bool {
				return strings.Contains(b.eval(dashboard), want)
			})
			if got := b.eval(`document.querySelectorAll("li.lit").length`); got != "6" {
				t.Errorf("%s stages are lit, want 6: %s", got, b.eval(`document.querySelector(".stages").innerText`))
			}
			s.order(c, evil)
			await(t, "a new log line comes by itself, as text", 15*time.Second, func() bool {
				return strings.Contains(b.eval(`document.querySelector("ol.lines").textContent`), "document.title")
			})
			if got, want := b.eval("document.title"), "Orders: the laboratory"; got != want {
				t.Errorf("the title is %q, want %q: a log line became a script", got, want)
			}
			if got := b.eval(`document.documentElement.scrollWidth - document.documentElement.clientWidth`); got != "0" {
				t.Errorf("at %d pixels the page is %s pixels too wide, want 0", width, got)
			}
			await(t, "the frame is as high as the dashboard in it", 10*time.Second, func() bool {
				return b.eval(`(f => f.contentDocument.documentElement.scrollHeight == f.clientHeight)(document.querySelector("iframe"))`) == "true"
			})
			if got, want := b.eval(`document.querySelectorAll("nav li").length`), "6"; got != want {
				t.Errorf("%s steps of an incident, want %s", got, want)
			}
			if got := b.complaints(); len(got) > 0 {
				t.Errorf("the console has %d errors, want none: %.1000q", len(got), got)
			}
		})
	}
}

// counted is the number of requests to the orders service, by /metrics.
func counted(s *service) (total int) {
	_, page := get(s.admin + "/metrics")
	for line := range strings.Lines(page) {
		var n int
		i := strings.LastIndexByte(line, ' ')
		if strings.HasPrefix(line, "orders_requests_total{") {
			fmt.Sscan(line[i+1:], &n)
			total += n
		}
	}
	return total
}

// From a log line to its trace, and from the trace to the bucket it is in: two
// clicks.
func TestInteropPageFollowsOneID(t *testing.T) {
	s := launch(t, build(t))
	s.order(&http.Client{Timeout: 10 * time.Second}, "tea")
	b := open(t, 1280, s.page+"/")
	await(t, "a line has a trace", 15*time.Second, func() bool { return b.eval(`!!document.querySelector("ol.lines a")`) == "true" })
	id := b.eval(`document.querySelector("ol.lines a").textContent`)
	b.eval(`document.querySelector("ol.lines a").click()`)
	await(t, "the first click shows spans, lines and buckets of "+id, 15*time.Second, func() bool {
		return b.eval(`document.readyState + (document.querySelector("h1") || {}).textContent`) == "completeTrace "+id &&
			b.eval(`document.querySelector("img").naturalWidth > 0`) == "true" &&
			strings.Contains(b.eval(`document.querySelector("ol.lines").textContent`), "order accepted") &&
			strings.Contains(b.eval(`(document.querySelector("table") || {}).textContent`), "orders_request_duration_seconds_bucket")
	})
	b.eval(`[...document.querySelectorAll("a")].find(a => a.getAttribute("href") == "/trace/" + "` + id + `").click()`)
	await(t, "the exemplar leads to the trace", 15*time.Second, func() bool {
		return b.eval(`document.readyState + location.pathname`) == "complete/trace/"+id
	})
	if got := b.complaints(); len(got) > 0 {
		t.Errorf("the console has %d errors, want none: %.1000q", len(got), got)
	}
}
