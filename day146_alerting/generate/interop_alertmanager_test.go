package generate

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	alerting "workbook/day146_alerting"
)

// message is what Alertmanager posts to a webhook.
type message struct {
	path     string
	Status   string
	GroupKey string
	Alerts   []struct {
		Status string
		Labels map[string]string
	}
}

// tiers says which tiers a message speaks of, and how they are: 1 firing.
func (m message) tiers() string {
	var all []string
	for _, a := range m.Alerts {
		all = append(all, a.Labels["tier"]+" "+a.Status)
	}
	slices.Sort(all)
	return strings.Join(all, ", ")
}

// mailbox keeps the messages that reach the webhook.
type mailbox struct {
	sync.Mutex
	all []message
}

func (b *mailbox) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	m := message{path: r.URL.Path}
	_ = json.NewDecoder(r.Body).Decode(&m) // a message that cannot be read has no status, and is missed
	b.Lock()
	defer b.Unlock()
	b.all = append(b.all, m)
}

// at returns the messages to one receiver.
func (b *mailbox) at(path string) []message {
	b.Lock()
	defer b.Unlock()
	return slices.DeleteFunc(slices.Clone(b.all), func(m message) bool { return m.path != path })
}

// startAlertmanager runs it with the emitted configuration, on a faster clock.
func startAlertmanager(t *testing.T, dir string) (address string) {
	t.Helper()
	config, err := os.ReadFile(filepath.Join(dir, "alertmanager", "alertmanager.yml"))
	if err != nil {
		t.Fatal(err)
	}
	file, address := filepath.Join(t.TempDir(), "alertmanager.yml"), freeAddress(t)
	faster := strings.NewReplacer("group_interval: 5m", "group_interval: 2s", "group_interval: 1m", "group_interval: 1s",
		"repeat_interval: 50s", "repeat_interval: 500ms")
	if err := os.WriteFile(file, []byte(faster.Replace(string(config))), 0o644); err != nil {
		t.Fatal(err)
	}
	startProgram(t, program(t, "prometheus-alertmanager"), "--config.file="+file, "--web.listen-address="+address,
		"--storage.path="+t.TempDir(), "--cluster.listen-address=")
	eventually(t, 30*time.Second, "Alertmanager is ready", func() bool { return ready(address) })
	return address
}

// TestInteropAlertmanager breaks one of two jobs under a real Prometheus and a real
// Alertmanager, both with what was emitted: one page reaches the webhook, the slower
// tiers are inhibited, the end of the outage is told, and the Watchdog is heard all along.
// The other job fails from its first request on; the rules are limited to the first.
func TestInteropAlertmanager(t *testing.T) {
	program(t, "prometheus-alertmanager")
	p := mustPolicy(t, alerting.SLO{Target: .99, Period: 10 * time.Minute},
		alerting.Tier{Spend: .2, Empties: time.Minute}, alerting.Tier{Spend: .2, Empties: 2 * time.Minute},
		alerting.Tier{Spend: .2, Empties: 4 * time.Minute, Severity: alerting.Ticket})
	p.Name, p.SLI.Selector, p.Pipeline.GroupWait = "live", map[string]string{"job": "live"}, time.Second
	box := &mailbox{}
	hook := httptest.NewServer(box)
	t.Cleanup(hook.Close)
	dir := t.TempDir()
	if _, err := Write(dir, p, Options{Webhook: hook.URL}); err != nil {
		t.Fatal(err)
	}
	manager := startAlertmanager(t, dir)
	live, target := startService(t, 0)
	_, other := startService(t, 1)
	prom := startPrometheus(t, fmt.Sprintf(`
global: {scrape_interval: 200ms, scrape_timeout: 200ms, evaluation_interval: 200ms}
rule_files: [%q, %q]
alerting: {alertmanagers: [{static_configs: [{targets: [%q]}]}]}
scrape_configs:
- {job_name: live, static_configs: [{targets: [%q]}]}
- {job_name: other, static_configs: [{targets: [%q]}]}
`, filepath.Join(dir, "live.rules.json"), filepath.Join(dir, "alertmanager", "watchdog.rules.json"), manager, target, other),
		"--rules.alert.resend-delay=2s")
	eventually(t, time.Minute, "the other job burns, and the Watchdog is heard", func() bool {
		return hasData(t, prom, `rate(http_requests_total{job="other",code="500"}[2s]) > 0`) && len(box.at("/watchdog")) > 0 &&
			hasData(t, prom, `slo:requests:rate1s > 0`)
	})

	live.fail(1)
	eventually(t, time.Minute, "a page reaches the webhook", func() bool { return len(box.at("/page")) > 0 })
	eventually(t, time.Minute, "tiers 2 and 3 are inhibited by tier 1", func() bool {
		return slices.Equal(inhibited(t, manager), []string{"2", "3"})
	})
	heard := len(box.at("/watchdog"))
	eventually(t, time.Minute, "the Watchdog goes on", func() bool { return len(box.at("/watchdog")) > heard+1 })
	pages := box.at("/page")
	if got, want := pages[0].tiers(), "1 firing"; len(pages) != 1 || got != want || len(box.at("/ticket")) > 0 {
		t.Errorf("in the outage: pages %v, tickets %v, want one page that says %s", pages, box.at("/ticket"), want)
	}

	live.fail(0)
	eventually(t, time.Minute, "the end of the outage is told", func() bool {
		pages = box.at("/page")
		return pages[len(pages)-1].Status == "resolved"
	})
	for _, m := range pages {
		if m.GroupKey != pages[0].GroupKey {
			t.Errorf("pages belong to two incidents: %v", pages)
		}
	}
	heard = len(box.at("/watchdog"))
	eventually(t, time.Minute, "the Watchdog goes on after the outage", func() bool { return len(box.at("/watchdog")) > heard })
	rulesAreHealthy(t, prom, 25)
}

// inhibited returns the tiers that Alertmanager keeps quiet because of another alert.
func inhibited(t *testing.T, manager string) (tiers []string) {
	t.Helper()
	var all []struct {
		Labels map[string]string
		Status struct{ InhibitedBy []string }
	}
	query(t, "http://"+manager+"/api/v2/alerts", &all)
	for _, a := range all {
		if len(a.Status.InhibitedBy) > 0 {
			tiers = append(tiers, a.Labels["tier"])
		}
	}
	slices.Sort(tiers)
	return tiers
}
