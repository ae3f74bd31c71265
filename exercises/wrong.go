package main

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"

	"workbook/exercises/internal/diff"
)

// A mistake is a wrong solution: what somebody believed, and the reference as this belief would have it.
// A .diff file holds edits of the reference; a .go file is all of it, for a mistake that is another design.
type mistake struct {
	belief  []string // lines
	catcher string   // the test or the case that must fail, as go test prints its name
	text    []string // what stands in place of the reader's file
}

// The labels of a mistake's first lines, which are comments in a .go file.
const beliefLabel, catcherLabel = "wrong: ", "caught by: "

// mistake reads one of testdata/wrong. README.md has the format.
func (a *app) mistake(e *exercise, file string) (m mistake, err error) {
	lines, err := a.lines(file)
	if err != nil {
		return m, err
	}
	for len(lines) > 0 && m.catcher == "" {
		line := strings.TrimSpace(strings.TrimPrefix(lines[0], "//"))
		if test, ok := strings.CutPrefix(line, catcherLabel); ok {
			m.catcher = test
		} else {
			m.belief = append(m.belief, line)
		}
		lines = lines[1:]
	}
	if !strings.HasPrefix(m.catcher, "Test") || !strings.HasPrefix(strings.Join(m.belief, ""), beliefLabel) {
		return m, fmt.Errorf("want %q and the misconception first, then %q and a test", beliefLabel, catcherLabel)
	}
	m.belief[0] = strings.TrimPrefix(m.belief[0], beliefLabel)
	if len(lines) > 0 && lines[0] == "\n" {
		lines = lines[1:] // it only sets the labels apart
	}
	m.text = lines
	if path.Ext(file) == ".diff" {
		reference, _ := a.lines(e.solution) // without one, no edit applies
		m.text, err = diff.Apply(reference, diff.ReadEdits(lines))
	}
	if text := strings.Join(m.text, ""); strings.Contains(text, "runtime.Gosched") || strings.Contains(text, "time.Sleep") {
		err = errors.New("it yields or sleeps in the critical place: people do not write that, so a test must catch it without")
	}
	return m, err
}

// wrongs shows how people get an exercise wrong, once it is solved or to be spoiled.
func (a *app) wrongs(ctx context.Context, e *exercise) error {
	if _, err := a.mayShow(ctx, e, "wrong"); err != nil {
		return err
	}
	reference, err := a.lines(e.solution)
	if err != nil {
		return err
	}
	a.printf("%s: how people get it wrong. - is the reference, + the mistake.\n", e.label())
	for n, file := range e.wrong {
		m, err := a.mistake(e, file)
		if err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(file), err)
		}
		a.printf("\n%s\ncaught by %s\n", a.paint(bold, fmt.Sprintf("%d. %s", n+1, strings.Join(m.belief, "\n   "))), m.catcher)
		a.printDiff(diff.Text(diff.Lines(reference, m.text)))
	}
	a.printf("\nWhich one was yours?\n")
	return nil
}
