package generate

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
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
	for name := range r.Labels {
		all = append(all, mutation{"label " + name, func(r *rules.Rule) { r.Labels[name] += "x" }})
	}
	for name := range r.Annotations {
		all = append(all, mutation{"annotation " + name, func(r *rules.Rule) { r.Annotations[name] += "x" }})
	}
	return append(all, mutation{"another label", func(r *rules.Rule) { r.Labels["team"] = "x" }})
}

// TestInteropEachFieldIsTested changes each field of each emitted rule, and wants the emitted unit tests
// to fail. The policy is a usual one in miniature, so that promtool is quick.
func TestInteropEachFieldIsTested(t *testing.T) {
	path := program(t, "promtool")
	p := mustPolicy(t, alerting.SLO{Target: .99, Period: 10 * time.Hour}, alerting.Tier{Spend: .1, Empties: time.Hour})
	p.Name, p.For = "api", time.Minute
	dir := t.TempDir()
	if err := Dir(dir, p); err != nil {
		t.Fatal(err)
	}
	fails := func(groups []rules.Group) bool {
		t.Helper()
		var b bytes.Buffer
		if err := json.NewEncoder(&b).Encode(ruleFile{groups}); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "api.rules.json"), b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(path, "test", "rules", "api.tests.json")
		cmd.Dir = dir
		out, err := cmd.CombinedOutput()
		if err == nil != strings.Contains(string(out), "SUCCESS") {
			t.Fatalf("promtool: %v\n%s", err, out)
		}
		return err != nil
	}
	groups, _ := Groups(p)
	if fails(groups) {
		t.Fatal("the tests fail on the rules as they are")
	}
	for i, r := range groups[0].Rules {
		for _, m := range mutations(r) {
			changed := r
			changed.Labels, changed.Annotations = maps.Clone(r.Labels), maps.Clone(r.Annotations)
			m.change(&changed)
			mutated := slices.Clone(groups[0].Rules)
			mutated[i] = changed
			if !fails([]rules.Group{{Name: groups[0].Name, Rules: mutated}}) {
				t.Errorf("the tests pass with another %s of %s", m.what, r.Record+r.Alert)
			}
		}
	}
}
