package lint

import (
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/rules"
)

// Options tell Rules what the rules are meant for.
type Options struct {
	SLO      alerting.SLO  // thresholds are judged against its budget; zero means not at all
	Scrape   time.Duration // the scrape interval; 0 means 15 s
	Runbooks fs.FS         // where runbooks are looked up by base name; nil means not at all
}

// Finding is one fault of one rule.
type Finding struct {
	Rule   string // its alert or record name
	Warn   bool   // worth a look; otherwise the rule should be refused
	Reason string
}

// String returns the finding on one line: refuse NAME: reason.
func (f Finding) String() string {
	level := "refuse"
	if f.Warn {
		level = "warn"
	}
	return level + " " + f.Rule + ": " + f.Reason
}

// Rules reads rules for faults that Prometheus accepts and a night shift pays
// for. It knows PromQL by its words and brackets, not its grammar: it can miss a
// fault in an unusual spelling, and promtool check rules is still needed.
func Rules(groups []rules.Group, o Options) []Finding {
	l := linter{Options: o, sums: map[string]bool{}, seen: map[string]bool{}}
	// First what is recorded, then the rules: a rate may stand above the sum that
	// it is taken of, in another group.
	for _, g := range groups {
		for _, r := range g.Rules {
			if ts, err := tokenize(r.Expr); err == nil && r.Record != "" && len(ts) > 0 && isAggregation(ts[0].text) {
				l.sums[r.Record] = true
			}
		}
	}
	for _, g := range groups {
		for _, r := range g.Rules {
			l.rule(r)
		}
	}
	return l.found
}

// linter collects findings for one run.
type linter struct {
	Options
	name  string          // of the rule at hand
	sums  map[string]bool // recorded names whose values are aggregations
	seen  map[string]bool // alerts by name and labels
	found []Finding
}

// refuse notes a fault with which the rule should not be loaded.
func (l *linter) refuse(format string, args ...any) {
	l.found = append(l.found, Finding{l.name, false, fmt.Sprintf(format, args...)})
}

// warn notes what may be meant, and often is not.
func (l *linter) warn(format string, args ...any) {
	l.found = append(l.found, Finding{l.name, true, fmt.Sprintf(format, args...)})
}

// rule checks one rule. An expression that cannot be read ends it: every further
// finding would be about something that is not there.
func (l *linter) rule(r rules.Rule) {
	l.name = r.Alert + r.Record
	if (r.Alert == "") == (r.Record == "") {
		l.refuse("want exactly one of alert and record")
	}
	ts, err := tokenize(r.Expr)
	if err != nil || len(ts) == 0 {
		l.refuse("expression %.64q: empty or broken: %v", r.Expr, err)
		return
	}
	l.expr(ts)
	if r.Alert != "" {
		l.alert(r, ts)
	}
}

// causes are metrics that say why, not whether, users suffer. A page for them
// wakes people for a busy machine, and stays silent for a broken idle one.
var causes = regexp.MustCompile(`cpu|memory|heap|disk|filesystem|goroutines|threads|load1|load5|load15|open_fds`)

// alert checks what only an alert needs: somebody will be told by it.
func (l *linter) alert(r rules.Rule, ts []token) {
	l.identity(r)
	l.texts(r)
	l.comparison(ts)
	l.threshold(ts)
	if hasWord(ts, "irate") {
		l.refuse("irate in an alert: it sees the last two scrapes only, so the alert flaps")
	}
	if r.Labels["severity"] == alerting.Page {
		for _, m := range metrics(ts) {
			if causes.MatchString(m) {
				l.refuse("a page on %s: page for what users feel (an SLI); show causes on the dashboard", m)
			}
		}
	}
}

// identity checks the labels. They are what an alert is known by, and they decide
// where it goes; whatever changes between evaluations belongs into annotations.
func (l *linter) identity(r rules.Rule) {
	switch s := r.Labels["severity"]; s {
	case alerting.Page, alerting.Ticket:
	case "":
		l.refuse("no severity label: nobody decided whether it wakes somebody")
	default:
		l.refuse("severity %.32q: want page or ticket", s)
	}
	key := r.Alert
	for _, name := range slices.Sorted(maps.Keys(r.Labels)) {
		if strings.Contains(r.Labels[name], "$value") || strings.Contains(r.Labels[name], ".Value") {
			l.refuse("$value in label %s: each new value is a new alert, so none lasts as long as for", name)
		}
		key += "\xff" + name + "\xff" + r.Labels[name]
	}
	if l.seen[key] {
		l.refuse("a second alert with this name and these labels: Alertmanager takes them for one")
	}
	l.seen[key] = true
}

// texts checks what the person reads who was woken: what, how bad, and then what.
func (l *linter) texts(r rules.Rule) {
	for _, name := range []string{"summary", "description", "runbook_url"} {
		if strings.TrimSpace(r.Annotations[name]) == "" {
			l.refuse("no %s annotation", name)
		}
	}
	if d := r.Annotations["description"]; d != "" && !strings.Contains(d, "$value") && !strings.Contains(d, ".Value") {
		l.warn("the description does not show $value: how bad is it?")
	}
	if url := r.Annotations["runbook_url"]; url != "" && l.Runbooks != nil {
		if err := checkRunbook(l.Runbooks, url); err != nil {
			l.refuse("runbook %.64q: %v", url, err)
		}
	}
}
