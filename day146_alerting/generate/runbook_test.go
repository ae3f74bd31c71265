package generate

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"workbook/day146_alerting/lint"
)

func TestRunbook(t *testing.T) {
	p := apiPolicy(t)
	var b bytes.Buffer
	if err := Runbook(&b, p, "ApiBudgetGoneIn50h"); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# ApiBudgetGoneIn50h\n", "## Meaning\n", "## Impact\n", "## Diagnosis\n", "## Mitigation\n",
		"Severity: **page**", "**2d1h**", "1.44%", `slo:error_ratio:rate5m{slo="api"}`, "[5m]", "false alarm", "verify recovery", "within 50h", `topk(5, sum by (route, code) (rate(http_requests_total{code=~"5.."}[5m])))`} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("runbook lacks %q", want)
		}
	}
	if strings.Contains(b.String(), "<no value>") {
		t.Errorf("runbook has a hole:\n%s", b.String())
	}
}

func TestRunbookUnknown(t *testing.T) {
	if err, want := Runbook(new(bytes.Buffer), apiPolicy(t), "Nope"), `"Nope"`; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("Runbook(Nope) = %v, want ...%s...", err, want)
	}
}

// TestWriteDir: all that is written passes our own lint, runbooks included.
func TestWriteDir(t *testing.T) {
	dir, p := t.TempDir(), apiPolicy(t)
	if err := Dir(dir, p); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"api.rules.json", "api.tests.json", "api.traffic.rules.json", "api.traffic.tests.json",
		"runbooks/ApiSLIAbsent.md", "runbooks/ApiTrafficDropped.md", "runbooks/ApiBudgetGoneIn120h.md"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("WriteDir wrote no %s: %v", name, err)
		}
	}
	gs, _ := Groups(p)
	gs = append(gs, complete(p).trafficGroups()...)
	for _, f := range lint.Rules(gs, lint.Options{SLO: p.SLO, Runbooks: os.DirFS(filepath.Join(dir, "runbooks"))}) {
		t.Errorf("Lint of what we emit: %v, want nothing", f)
	}
}

// TestEditedRunbooksStay: what somebody has learned at night must not be lost by a new policy.
func TestEditedRunbooksStay(t *testing.T) {
	dir, p := t.TempDir(), apiPolicy(t)
	book := filepath.Join(dir, "runbooks", "ApiSLIAbsent.md")
	other := filepath.Join(dir, "runbooks", "ApiBudgetGoneIn50h.md")
	write := func(force bool, want ...string) {
		t.Helper()
		if kept, err := Write(dir, p, Options{Force: force}); err != nil || !slices.Equal(kept, want) {
			t.Errorf("Write(force %v) = %v, %v, want %v kept", force, kept, err, want)
		}
	}
	read := func(name string) string {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Error(err)
		}
		return string(b)
	}
	write(false)
	fresh := read(book)
	if err := os.WriteFile(book, []byte(strings.Replace(fresh, "## Impact", "Ask Kim first.\n\n## Impact", 1)), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(other, []byte(strings.ReplaceAll(read(other), "\n", "\r\n")), 0o644); err != nil { // as a checkout on Windows
		t.Fatal(err)
	}
	p.For = time.Minute
	p.SLO.Target = .999
	write(false, book)
	if !strings.Contains(read(book), "Ask Kim first.") || read(book+".new") != fresh {
		t.Errorf("the edited runbook is gone, or the new text does not stand beside it")
	}
	write(true)
	if read(book) != fresh {
		t.Errorf("the runbook with -force = %q, want the generated one", read(book))
	}
	if err := os.WriteFile(book, []byte("my own"), 0o644); err != nil {
		t.Fatal(err)
	}
	write(false, book)
}

// TestRunbookURLs: a prefix without its slash still gives a URL, and no template gets into an annotation.
func TestRunbookURLs(t *testing.T) {
	for prefix, want := range map[string]string{
		"": "runbooks/ApiSLIAbsent.md", "https://wiki/runbooks": "https://wiki/runbooks/ApiSLIAbsent.md",
		"https://wiki/?page=": "https://wiki/?page=ApiSLIAbsent.md", "https://wiki/{{ $value }}": "",
	} {
		p := apiPolicy(t)
		p.Runbooks = prefix
		groups, err := Groups(p)
		if want == "" {
			if err == nil {
				t.Errorf("Groups with runbooks under %q = nil, want an error", prefix)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		all := groups[0].Rules
		if got := all[len(all)-1].Annotations["runbook_url"]; got != want {
			t.Errorf("runbooks under %q: %q, want %q", prefix, got, want)
		}
	}
}

// TestNamesStayApart: two services must not end up with one alert and one runbook.
func TestNamesStayApart(t *testing.T) {
	seen := map[string]string{}
	for _, name := range []string{"ab", "a-b", "a_b", "a-b-c", "a-b_c", "a1", "a-1"} {
		p := apiPolicy(t)
		p.Name = name
		if _, err := Groups(p); err != nil {
			t.Errorf("name %q: %v, want no error", name, err)
		}
		alert := AlertName(p, 0)
		if other, taken := seen[alert]; taken {
			t.Errorf("%q and %q both give %s", name, other, alert)
		}
		seen[alert] = name
	}
	for _, name := range []string{"-", "--", "a-", "_a", "a__b", "a_1", "1a", "A", "a b", "ä"} {
		p := apiPolicy(t)
		p.Name = name
		if _, err := Groups(p); err == nil {
			t.Errorf("name %q = nil, want an error", name)
		}
	}
}
