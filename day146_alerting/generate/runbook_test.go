package generate

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
	for _, name := range []string{"api.rules.json", "api.tests.json", "runbooks/ApiSLIAbsent.md", "runbooks/ApiBudgetGoneIn120h.md"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Errorf("WriteDir wrote no %s: %v", name, err)
		}
	}
	gs, _ := Groups(p)
	for _, f := range lint.Rules(gs, lint.Options{SLO: p.SLO, Runbooks: os.DirFS(filepath.Join(dir, "runbooks"))}) {
		t.Errorf("Lint of what we emit: %v, want nothing", f)
	}
}
