package main

import (
	"context"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
)

// board judges every exercise and prints where the reader stands.
func (a *app) board(ctx context.Context, list []*exercise) error {
	a.printf("Red on a fresh clone is expected: an exercise fails until you solve it.\n")
	all, err := a.survey(ctx, list)
	if err != nil {
		return err
	}
	done := 0
	for i, s := range all {
		if i == 0 || s.day != all[i-1].day {
			a.printf("%s\n", strings.TrimRight("\n"+a.paint(bold, s.day), "\n"))
		}
		word, code := fmt.Sprintf("%-14s", s.verdict.Kind), red
		if s.verdict.Kind == solved {
			code = green
			done++
		} else if s.notStarted() {
			word, code = "not started   ", bold
		}
		a.printf("%s\n", strings.TrimRight(fmt.Sprintf("  %-18s%s  %s", path.Base(s.dir), a.paint(code, word), s.detail()), " "))
	}
	a.printf("\n%s %d of %d solved\n", meter(done, len(all)), done, len(all))
	open := func(s *standing) bool { return s.verdict.Kind != solved && s.verdict.Kind != malformed }
	if i := slices.IndexFunc(all, open); i >= 0 {
		a.printNext(all[i])
	}
	return nil
}

// detail is how far the exercise is, or what stops it, cut to what is left of 80 columns.
func (s *standing) detail() string {
	switch v := s.verdict; {
	case v.Kind == timedOut:
		return fmt.Sprintf("%.43s", v.Case)
	case v.Kind != failing && len(v.Text) > 0:
		return fmt.Sprintf("%.43s", strings.TrimPrefix(v.Text[0], s.dir+"/"))
	case s.staged():
		return s.stages()
	case v.Kind == failing && !s.notStarted():
		return fmt.Sprintf("%d of %d tests pass", s.passed(), len(s.judged()))
	}
	return ""
}

// stages counts the stages and those of which every test passes.
func (s *standing) stages() string {
	open := map[string]bool{}
	for _, t := range s.judged() {
		stage := t[:len("TestStage1")]
		open[stage] = open[stage] || !slices.Contains(s.verdict.Passed, t)
	}
	total := len(open)
	maps.DeleteFunc(open, func(_ string, o bool) bool { return !o })
	return fmt.Sprintf("%d of %d stages", total-len(open), total)
}

// printNext shows what to read, to edit and to type for an exercise.
func (a *app) printNext(s *standing) {
	a.printf("\nNext: %s\n", a.paint(bold, s.label()))
	if lesson := s.day + "/README.md"; s.day != "" && exists(a.path(lesson)) {
		a.printf("  lesson  %s\n", a.shown(lesson))
	}
	a.printf("  task    %s\n  edit    %s\n", a.shown(s.dir+"/README.md"), a.shown(s.file))
	a.printf("  test    go test %s\n", a.pkg(s.dir))
	a.printf("  watch   %s\n  stuck?  %s\n", a.self("watch "+s.label()), a.self("hint "+s.label()))
}
