package main

import (
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"
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
		m.text, err = applyEdits(reference, readHunks(lines))
	}
	if text := strings.Join(m.text, ""); strings.Contains(text, "runtime.Gosched") || strings.Contains(text, "time.Sleep") {
		err = errors.New("it yields or sleeps in the critical place: people do not write that, so a test must catch it without")
	}
	return m, err
}

// readHunks reads the part of a .diff file that starts with its first "@@" line. Editors drop the blank at
// the end of a line, so an empty line stands for one in both texts.
func readHunks(lines []string) (hunks [][]edit) {
	for _, line := range lines {
		switch {
		case strings.HasPrefix(line, "@@"):
			hunks = append(hunks, nil)
		case len(hunks) > 0 && line == "\n":
			hunks[len(hunks)-1] = append(hunks[len(hunks)-1], edit{' ', line})
		case len(hunks) > 0:
			hunks[len(hunks)-1] = append(hunks[len(hunks)-1], edit{line[0], line[1:]})
		}
	}
	return hunks
}

// applyEdits returns reference with the old text of each hunk replaced by the new. An old text that stands
// there twice, or not at all any more, is an error: the mistake would be another one than was meant.
func applyEdits(reference []string, hunks [][]edit) (text []string, err error) {
	done := 0 // lines of the reference
	for n, edits := range hunks {
		var old, replacement []string
		for _, e := range edits {
			if e.op != '+' {
				old = append(old, e.line)
			}
			if e.op != '-' {
				replacement = append(replacement, e.line)
			}
			if !strings.ContainsRune(" -+", rune(e.op)) {
				return nil, fmt.Errorf("hunk %d: a line starts with a blank, - or +, not with %q", n+1, e.op)
			}
		}
		places := occurrences(reference, old)
		switch {
		case len(places) != 1:
			return nil, fmt.Errorf("hunk %d: its old text stands %d times in the reference, want once", n+1, len(places))
		case places[0] < done:
			return nil, fmt.Errorf("hunk %d: its old text does not stand below that of the hunk before it", n+1)
		case slices.Equal(old, replacement):
			return nil, fmt.Errorf("hunk %d: it changes nothing", n+1)
		}
		text = append(append(text, reference[done:places[0]]...), replacement...)
		done = places[0] + len(old)
	}
	if len(hunks) == 0 {
		return nil, fmt.Errorf(`no line starts with "@@": there is no edit`)
	}
	return append(text, reference[done:]...), nil
}

// occurrences are the places where part stands in text; an empty part stands nowhere.
func occurrences(text, part []string) (places []int) {
	for i := 0; len(part) > 0 && i+len(part) <= len(text); i++ {
		if slices.Equal(text[i:i+len(part)], part) {
			places = append(places, i)
		}
	}
	return places
}

// wrongs shows how people get an exercise wrong, once it is solved or to be spoiled.
func (a *app) wrongs(ctx context.Context, e *exercise) error {
	if err := a.mayShow(ctx, e, "wrong"); err != nil {
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
		a.printDiff(diffText(diffLines(reference, m.text)))
	}
	a.printf("\nWhich one was yours?\n")
	return nil
}
