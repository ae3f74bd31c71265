package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func call(args ...string) (code int, out, errs string) {
	var stdout, stderr bytes.Buffer
	code = run(args, &stdout, &stderr)
	return code, stdout.String(), stderr.String()
}

func TestRun(t *testing.T) {
	tests := []struct {
		name string
		args []string
		code int
		want string // in what it prints on either side
	}{
		{"defaults", []string{"-runs", "2"}, 0, "page 1h    2%:50h    14.4  0.0144"},
		{"own tiers", []string{"-runs", "2", "-tier", "3%:60h", "-tier", "10%:300h:page"}, 0, "page 1d6h"},
		{"another period", []string{"-runs", "2", "-period", "28d", "-tier", "2%:50h"}, 0, "13.44"},
		{"a week by default", []string{"-runs", "2", "-period", "7d"}, 0, "page 1h        2%:50h    3.36"},
		{"target 100", []string{"-slo", "100"}, 1, "the budget is 0"},
		{"tiers that would work", []string{"-slo", "50"}, 1, "These would work: -tier 2%:450h:page -tier 10%:720h"},
		{"bad selector", []string{"-selector", "job=api"}, 2, "character 5"},
		{"no values", []string{"-errors", "code="}, 2, "LABEL=REGEX"},
		{"no label", []string{"-errors", "=5.."}, 2, "empty"},
		{"bad label", []string{"-errors", "co de=5.."}, 2, "character 3"},
		{"bad counter", []string{"-runs", "2", "-requests", `foo{job="x"}`, "-rules", t.TempDir()}, 1, "character 4"},
		{"too much traffic", []string{"-rps", "1e12"}, 2, "at most 1e9"},
		{"a year", []string{"-runs", "2", "-period", "1y", "-tier", "10%:1y"}, 0, "over 365d"},
		{"1/b limit", []string{"-slo", "90"}, 1, "1/budget = 10"},
		{"inside the SLO", []string{"-period", "7d", "-tier", "10%:720h"}, 1, "below 1"},
		{"too little traffic", []string{"-rps", "0.0027778", "-runs", "2"}, 1, "REFUSE: page 1h: too little traffic"},
		{"bad target", []string{"-slo", "x"}, 1, `percentage "x"`},
		{"bad tier", []string{"-tier", "2%"}, 2, "SPEND%:EMPTIES"},
		{"no traffic", []string{"-rps", "0"}, 2, "-rps above 0"},
		{"NaN traffic", []string{"-rps", "NaN"}, 2, "-rps above 0"},
		{"stray argument", []string{"x"}, 2, `"x"`},
		{"bad name", []string{"-runs", "2", "-name", "A B", "-rules", t.TempDir()}, 1, `policy name "A B"`},
		{"alertmanager alone", []string{"-alertmanager", "https://hooks.example"}, 2, "want -rules too"},
		{"bad webhook", []string{"-runs", "2", "-rules", t.TempDir(), "-alertmanager", "hooks"}, 1, `webhook "hooks"`},
		{"bad errors", []string{"-errors", "5.."}, 2, "LABEL=REGEX"},
		{"help", []string{"-h"}, 0, "-period"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			code, out, errs := call(tt.args...)
			if code != tt.code || !strings.Contains(out+errs, tt.want) {
				t.Errorf("burnrate %q = %d, want %d and ...%s...\n%s%s", tt.args, code, tt.code, tt.want, out, errs)
			}
		})
	}
}

func TestRunWrites(t *testing.T) {
	dir := t.TempDir()
	svg := filepath.Join(dir, "burn.svg")
	code, out, errs := call("-runs", "2", "-rules", filepath.Join(dir, "new"), "-svg", svg,
		"-requests", "app_total", "-errors", "class=5xx", "-runbooks", "https://books.example/", "-alertmanager", "https://hooks.example")
	if code != 0 {
		t.Fatalf("burnrate = %d, want 0\n%s%s", code, out, errs)
	}
	for _, name := range []string{svg, filepath.Join(dir, "new", "service.rules.json"), filepath.Join(dir, "new", "runbooks", "ServiceBudgetGoneIn50h.md"),
		filepath.Join(dir, "new", "alertmanager", "alertmanager.yml"), filepath.Join(dir, "new", "alertmanager", "watchdog.rules.json")} {
		if _, err := os.Stat(name); err != nil {
			t.Errorf("not written: %v", err)
		}
	}
}

func TestFlagsReachTheRules(t *testing.T) {
	dir := t.TempDir()
	if code, out, errs := call("-runs", "2", "-rules", dir, "-name", "pay", "-for", "1m", "-requests", "app_total", "-errors", "class=5xx", "-runbooks", "https://books.example/"); code != 0 {
		t.Fatalf("burnrate = %d, want 0\n%s%s", code, out, errs)
	}
	b, err := os.ReadFile(filepath.Join(dir, "pay.rules.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`sum(rate(app_total{class=~\"5xx\"}[5m]))`, `"https://books.example/PayBudgetGoneIn50h.md"`, `"for": "1m"`} {
		if !strings.Contains(string(b), want) {
			t.Errorf("rules lack %s", want)
		}
	}
}

// TestLatencyAndSelectorReachTheRules: one objective on the time to answer, of one job.
func TestLatencyAndSelectorReachTheRules(t *testing.T) {
	dir := t.TempDir()
	if code, out, errs := call("-runs", "2", "-rules", dir, "-latency", "300ms", "-selector", `job="api"`); code != 0 {
		t.Fatalf("burnrate = %d, want 0\n%s%s", code, out, errs)
	}
	b, err := os.ReadFile(filepath.Join(dir, "service.rules.json"))
	if want := `http_request_duration_seconds_bucket{le=\"0.3\",job=\"api\"}`; err != nil || !strings.Contains(string(b), want) {
		t.Errorf("rules lack %s (%v)", want, err)
	}
}

// TestEditedRunbooksAreKept, and it says so.
func TestEditedRunbooksAreKept(t *testing.T) {
	dir := t.TempDir()
	book := filepath.Join(dir, "runbooks", "ServiceSLIAbsent.md")
	call("-runs", "2", "-rules", dir)
	if err := os.WriteFile(book, []byte("my own"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, out, _ := call("-runs", "2", "-rules", dir); !strings.Contains(out, "Kept "+book+", which was edited; the new text is in "+book+".new (-force") {
		t.Errorf("burnrate does not say what it kept:\n%s", out)
	}
	call("-runs", "2", "-rules", dir, "-force")
	if b, err := os.ReadFile(book); err != nil || string(b) == "my own" {
		t.Errorf("burnrate -force left %q, %v", b, err)
	}
}

// TestRefusedWritesNothing: a refused policy must not reach Prometheus by mistake.
func TestRefusedWritesNothing(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rules")
	if code, _, _ := call("-rps", "0.001", "-runs", "2", "-rules", dir); code != 1 {
		t.Errorf("burnrate = %d, want 1", code)
	}
	if _, err := os.Stat(dir); err == nil {
		t.Errorf("%s was written, want nothing", dir)
	}
}

// TestSameSeedSameOutput: the README quotes the output.
func TestSameSeedSameOutput(t *testing.T) {
	_, one, _ := call("-rps", "0.0027778", "-runs", "20")
	if _, again, _ := call("-rps", "0.0027778", "-runs", "20"); one != again {
		t.Errorf("two runs with one seed differ:\n%s\n%s", one, again)
	}
}
