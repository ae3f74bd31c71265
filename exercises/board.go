package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"workbook/exercises/internal/gotest"
)

// shortPath is one exercise a day, for who has a week.
func shortPath() []string {
	return []string{"day141_slog/02_redact", "day142_metrics/01_counter", "day143_tracecontext/01_traceparent",
		"day144_healthcheck/01_health", "day145_correlation/03_handler", "day146_alerting/03_burnrate"}
}

// board judges every exercise and prints where the reader stands, each row as soon as it and those before it are known.
func (a *app) board(ctx context.Context, list []*exercise) error {
	if !slices.ContainsFunc(list, func(e *exercise) bool { return a.runnable(e) && !a.untouched(e) }) {
		a.printf("Red on a fresh clone is expected: an exercise fails until you solve it.\n")
	}
	known, printed := map[*exercise]*standing{}, 0
	all, err := a.survey(ctx, list, func(s *standing) {
		known[s.exercise] = s
		for printed < len(list) && known[list[printed]] != nil {
			if printed == 0 || list[printed].group() != list[printed-1].group() {
				a.printf("%s\n", strings.TrimRight("\n"+a.paint(bold, list[printed].group()), "\n"))
			}
			a.printRow(known[list[printed]])
			printed++
		}
	})
	if err != nil {
		return err
	}
	done, short := 0, 0
	for _, s := range all {
		if s.verdict.Kind == gotest.Solved {
			done++
			if s.short() {
				short++
			}
		}
	}
	a.printf("\n%s %d of %d solved\n", meter(done, len(all)), done, len(all))
	if i := slices.IndexFunc(all, (*standing).short); i >= 0 {
		a.printf("* the short path, one exercise a day: %d of %d solved\n", short, len(shortPath()))
	}
	a.printJournal()
	current, err := a.current(list)
	if err != nil {
		return nil // nothing that one could work on
	}
	open := func(s *standing) bool { return s.verdict.Kind != gotest.Solved && s.verdict.Kind != gotest.Malformed }
	i := slices.IndexFunc(all, func(s *standing) bool { return open(s) && s.exercise == current })
	if i < 0 {
		i = slices.IndexFunc(all, open)
	}
	if i >= 0 {
		a.printNext(all[i].exercise)
	}
	return nil
}

func (s *standing) short() bool { return slices.Contains(shortPath(), s.label()) }

func (a *app) printRow(s *standing) {
	name, code := path.Base(s.dir), red
	if s.short() {
		name += " *"
	}
	switch s.verdict.Kind {
	case gotest.Solved:
		code = green
	case gotest.Untouched:
		code = bold
	}
	kind := a.paint(code, fmt.Sprintf("%-15s", s.verdict.Kind))
	row := fmt.Sprintf("  %-18s%s  %.*s", name, kind, max(min(a.width, 80)-38, 10), s.detail())
	a.printf("%s\n", strings.TrimRight(row, " "))
}

// detail is how far the exercise is, or what stops it.
func (s *standing) detail() string {
	switch v := s.verdict; {
	case v.Kind == gotest.TimedOut || v.Kind == gotest.Runaway || v.Kind == gotest.Racy:
		return v.Case
	case v.Kind != gotest.Failing && len(v.Text) > 0:
		return strings.TrimPrefix(v.Text[0], s.dir+"/")
	case s.staged():
		return s.stages()
	case v.Kind == gotest.Failing:
		return fmt.Sprintf("%d of %d tests pass", s.passed(), len(s.judged()))
	}
	return ""
}

// stages counts the stages and those of which every test passes.
func (s *standing) stages() string {
	open := map[string]bool{}
	for _, t := range s.judged() {
		stage := t[:len("TestStage1")]
		open[stage] = open[stage] || s.verdict.Kind != gotest.Solved && !slices.Contains(s.verdict.Passed, t)
	}
	total := len(open)
	maps.DeleteFunc(open, func(_ string, o bool) bool { return !o })
	return fmt.Sprintf("%d of %d stages", total-len(open), total)
}

// printNext shows what to read, to edit and to type for an exercise.
func (a *app) printNext(e *exercise) {
	a.printf("\nNext: %s%s\n", a.paint(bold, e.label()), a.takes(e))
	if lesson := e.day + "/README.md"; e.day != "" && exists(a.path(lesson)) {
		a.printf("  lesson  %s\n", a.shown(lesson))
	}
	a.printf("  folder  %s\n  task    README.md in it\n  edit    %s in it\n", a.shown(e.dir), path.Base(e.file))
	a.printf("  watch   %s\n  stuck?  %s\n", a.how("watch", e), a.how("hint", e))
}

// takes is the time that the title of an exercise's README gives: " (30 minutes)".
func (a *app) takes(e *exercise) string {
	text, _ := os.ReadFile(a.path(e.dir + "/README.md"))
	title, _, _ := strings.Cut(string(text), "\n")
	return regexp.MustCompile(` \(\d+ (minutes|hours)\)`).FindString(title)
}

// printJournal says in one line what waits in the journal, for a reader who keeps one.
func (a *app) printJournal() {
	var record struct {
		Cards   map[string]struct{ Due string }
		Answers []struct{ Day string }
	}
	text, err := os.ReadFile(a.path("journal/progress.json"))
	if err != nil || json.Unmarshal(text, &record) != nil {
		return
	}
	today, due, streak, days := time.Now(), 0, 0, map[string]bool{}
	for _, card := range record.Cards {
		if card.Due <= today.Format(time.DateOnly) {
			due++
		}
	}
	for _, answer := range record.Answers {
		days[answer.Day] = true
	}
	if !days[today.Format(time.DateOnly)] {
		today = today.AddDate(0, 0, -1) // today may still come
	}
	for days[today.Format(time.DateOnly)] {
		today = today.AddDate(0, 0, -1)
		streak++
	}
	a.printf("journal: %d cards due, %d days in a row: go run ./journal\n", due, streak)
}
