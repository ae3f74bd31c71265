package generate

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	alerting "workbook/day146_alerting"
)

// configOf returns the alertmanager.yml of a policy.
func configOf(t *testing.T, dir string, p alerting.Policy, webhook string) string {
	t.Helper()
	if _, err := Write(dir, p, Options{Webhook: webhook}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, "alertmanager", "alertmanager.yml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestInhibition: each tier is silenced by every faster one of its SLO, and by no other.
func TestInhibition(t *testing.T) {
	tiers := []alerting.Tier{{Spend: .02, Empties: 50 * time.Hour}, {Spend: .05, Empties: 120 * time.Hour},
		{Spend: .1, Empties: 300 * time.Hour}, {Spend: .1, Empties: 720 * time.Hour}}
	for n, want := range [][]string{nil, {"1<2"}, {"1<2|3", "2<3"}, {"1<2|3|4", "2<3|4", "3<4"}} {
		p := mustPolicy(t, alerting.SLO{Target: .999, Period: 30 * day}, tiers[:n+1]...)
		var got []string
		rules := strings.Split(configOf(t, t.TempDir(), p, "https://hooks.example"), "source_matchers: ['tier=\"")[1:]
		for _, r := range rules {
			faster, rest, _ := strings.Cut(r, "\"']\n    target_matchers: ['tier=~\"")
			slower, rest, _ := strings.Cut(rest, "\"']\n")
			if !strings.HasPrefix(rest, "    equal: [slo]\n") {
				t.Errorf("%d tiers: inhibition %q does not ask for the same slo", n+1, r)
			}
			got = append(got, faster+"<"+slower)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%d tiers: inhibitions %q, want %q", n+1, got, want)
		}
	}
}

func TestWebhook(t *testing.T) {
	for webhook, want := range map[string]string{
		"https://hooks.example":         `"https://hooks.example/page"`,
		"https://hooks.example/a/":      `"https://hooks.example/a/page"`,
		"http://hooks.example:9/a?k=\"": `"http://hooks.example:9/a/page?k=\""`,
	} {
		if got := configOf(t, t.TempDir(), apiPolicy(t), webhook); !strings.Contains(got, "{url: "+want+"}") {
			t.Errorf("webhook %q: want %s in\n%s", webhook, want, got)
		}
	}
	for _, webhook := range []string{"hooks.example", "ftp://hooks.example", "http://", "http://a b/", "slack"} {
		dir := filepath.Join(t.TempDir(), "new")
		if _, err := Write(dir, apiPolicy(t), Options{Webhook: webhook}); err == nil {
			t.Errorf("webhook %q = nil, want an error", webhook)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("webhook %q: files were written, want none", webhook)
		}
	}
}

// TestEditedConfigurationStays: the receivers that people put in must outlive the next policy.
func TestEditedConfigurationStays(t *testing.T) {
	dir, p := t.TempDir(), apiPolicy(t)
	fresh := configOf(t, dir, p, "https://hooks.example")
	name := filepath.Join(dir, "alertmanager", "alertmanager.yml")
	own := strings.Replace(fresh, "webhook_configs", "slack_configs", 1)
	if err := os.WriteFile(name, []byte(own), 0o644); err != nil {
		t.Fatal(err)
	}
	kept, err := Write(dir, p, Options{Webhook: "https://hooks.example"})
	if err != nil || !slices.Equal(kept, []string{name}) {
		t.Errorf("Write = %v, %v, want %s kept", kept, err, name)
	}
	for file, want := range map[string]string{name: own, name + ".new": fresh} {
		if b, err := os.ReadFile(file); err != nil || string(b) != want {
			t.Errorf("%s: %v, is not what it should be:\n%s", file, err, b)
		}
	}
}

// TestWithoutWebhook: who does not ask for Alertmanager gets no file about it.
func TestWithoutWebhook(t *testing.T) {
	dir := t.TempDir()
	if err := Dir(dir, apiPolicy(t)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"alertmanager", "runbooks/Watchdog.md"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			t.Errorf("Dir wrote %s", name)
		}
	}
}
