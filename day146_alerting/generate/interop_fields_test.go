package generate

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/rules"
)

// mutation is one changed field of one rule.
type mutation struct {
	what   string
	change func(*rules.Rule)
}

// mutations changes each field that a rule has.
func mutations(r rules.Rule) []mutation {
	if r.Alert == watchdogName { // it always fires: its value says nothing, and it needs nothing that keeps it firing
		return []mutation{{"expr", func(r *rules.Rule) { r.Expr += " > 1" }}, {"severity", func(r *rules.Rule) { r.Labels["severity"] = "page" }},
			{"summary", func(r *rules.Rule) { r.Annotations["summary"] += "x" }}, {"for", func(r *rules.Rule) { r.For = time.Minute }}}
	}
	all := []mutation{{"expr", func(r *rules.Rule) { r.Expr = "(" + r.Expr + ") * 7" }}}
	if r.Record != "" {
		all = append(all,
			mutation{"record", func(r *rules.Rule) { r.Record += "x" }},
			mutation{"constant", func(r *rules.Rule) { r.Expr = "vector(7)" }})
	} else {
		all = append(all,
			mutation{"alert", func(r *rules.Rule) { r.Alert += "X" }},
			mutation{"for", func(r *rules.Rule) { r.For += 10 * time.Minute }},
			mutation{"keep_firing_for", func(r *rules.Rule) { r.KeepFiringFor = 9 * time.Hour }})
	}
	if r.For > 0 {
		all = append(all, mutation{"no for", func(r *rules.Rule) { r.For = 0 }})
	}
	if long, short, ok := strings.Cut(r.Expr, " and "); ok {
		limit := long[strings.Index(long, " > "):]
		all = append(all,
			mutation{"no short window", func(r *rules.Rule) { r.Expr = long }},
			mutation{"no long window", func(r *rules.Rule) { r.Expr = short }},
			mutation{"twice the limit", func(r *rules.Rule) { r.Expr = strings.ReplaceAll(r.Expr, limit, limit+" * 2") }},
			mutation{"half the limit", func(r *rules.Rule) { r.Expr = strings.ReplaceAll(r.Expr, limit, limit+" / 2") }})
	}
	if share, floor, ok := strings.Cut(r.Expr, " offset 7d > "); ok {
		all = append(all,
			mutation{"offset", func(r *rules.Rule) { r.Expr = strings.Replace(r.Expr, "offset 7d", "offset 1d", 1) }},
			mutation{"double share", func(r *rules.Rule) { r.Expr = strings.Replace(r.Expr, " < ", " < 2 * ", 1) }},
			mutation{"half share", func(r *rules.Rule) { r.Expr = strings.Replace(r.Expr, " < ", " < 0.5 * ", 1) }},
			mutation{"double floor", func(r *rules.Rule) { r.Expr = share + " offset 7d > 2 * " + floor }},
			mutation{"half floor", func(r *rules.Rule) { r.Expr = share + " offset 7d > 0.5 * " + floor }})
	}
	for name := range r.Labels {
		all = append(all, mutation{"label " + name, func(r *rules.Rule) { r.Labels[name] += "x" }})
	}
	for name := range r.Annotations {
		all = append(all, mutation{"annotation " + name, func(r *rules.Rule) { r.Annotations[name] += "x" }})
	}
	return append(all, mutation{"another label", func(r *rules.Rule) { r.Labels["team"] = "x" }})
}

// ruleFiles are the rule files of a policy, without their endings, and what is in them.
func ruleFiles(p alerting.Policy) map[string][]rules.Group {
	groups, _ := Groups(p)
	q := complete(p)
	return map[string][]rules.Group{
		p.Name: groups, p.Name + ".traffic": q.trafficGroups(), filepath.Join("alertmanager", "watchdog"): q.watchdogGroups(),
	}
}

// TestInteropEachFieldIsTested changes each field of each emitted rule, and wants the emitted
// unit tests to fail. The policy is a usual one in miniature, and all their files are tested
// in one call, so that promtool is quick.
func TestInteropEachFieldIsTested(t *testing.T) {
	path := program(t, "promtool")
	root := t.TempDir()
	want := map[string]string{} // by test file: what was changed, or nothing
	copies := 0
	p := mustPolicy(t, alerting.SLO{Target: .99, Period: 10 * time.Hour}, alerting.Tier{Spend: .1, Empties: time.Hour})
	p.Name, p.For = "api", time.Minute
	for file, groups := range ruleFiles(p) {
		// emit writes all files, with changed rules in one of them.
		emit := func(what string, changed []rules.Group) {
			t.Helper()
			copies++
			dir := filepath.Join(root, strconv.Itoa(copies))
			if _, err := Write(dir, p, Options{Webhook: "https://hooks.example"}); err != nil {
				t.Fatal(err)
			}
			var b bytes.Buffer
			if err := writeJSON(&b, ruleFile{changed}); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, file+".rules.json"), b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			want[filepath.Join(dir, file+".tests.json")] = what
		}
		emit("", groups)
		for i, r := range groups[0].Rules {
			for _, m := range mutations(r) {
				changed := r
				changed.Labels, changed.Annotations = maps.Clone(r.Labels), maps.Clone(r.Annotations)
				m.change(&changed)
				mutated := slices.Clone(groups[0].Rules)
				mutated[i] = changed
				emit("another "+m.what+" of "+r.Record+r.Alert, []rules.Group{{Name: groups[0].Name, Rules: mutated}})
			}
		}
	}
	passed := promtoolTests(t, path, slices.Sorted(maps.Keys(want)))
	for file, what := range want {
		switch {
		case what == "" && !passed[file]:
			t.Errorf("%s fails on the rules as they are", file)
		case what != "" && passed[file]:
			t.Errorf("the tests pass with %s", what)
		}
	}
	t.Logf("%d files, of which 3 are as emitted", len(want))
}

// promtoolTests runs test files in one call and says which passed.
func promtoolTests(t *testing.T, path string, files []string) map[string]bool {
	t.Helper()
	cmd := exec.Command(path, append([]string{"test", "rules"}, files...)...)
	cmd.Env = append(os.Environ(), "GOGC=400") // it opens a database for each test
	out, _ := cmd.CombinedOutput()             // it fails when one does
	passed := map[string]bool{}
	for _, part := range strings.Split(string(out), "Unit Testing:")[1:] {
		file, verdict, _ := strings.Cut(strings.TrimSpace(part), "\n")
		passed[file] = strings.HasPrefix(strings.TrimSpace(verdict), "SUCCESS")
	}
	if len(passed) != len(files) {
		t.Fatalf("promtool tells of %d files, want %d:\n%.3000s", len(passed), len(files), out)
	}
	return passed
}
