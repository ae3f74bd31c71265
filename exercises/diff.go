package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"slices"
	"strings"
)

// An edit is one line, with its newline: ' ' in both texts, '-' in the old one only, '+' in the new.
type edit struct {
	op   byte
	line string
}

// A trail leads through the two texts: how many old lines it has passed, and by which edits, the
// last one first. Trails share their beginnings.
type trail struct {
	passed int
	last   edit
	before *trail
}

// diffLines finds a shortest list of edits: the greedy algorithm of Myers, "An O(ND) Difference Algorithm
// and Its Variations", 1986. Diagonal k is where the old lines passed are k more than the new ones.
func diffLines(old, new []string) (edits []edit) {
	best := map[int]*trail{} // the furthest on each diagonal
	for d := 0; ; d++ {
		for k := -d; k <= d; k += 2 {
			var t *trail
			if right := best[k+1]; right != nil && right.passed-k-1 < len(new) {
				t = &trail{right.passed, edit{'+', new[right.passed-k-1]}, right}
			}
			if left := best[k-1]; left != nil && left.passed < len(old) && (t == nil || left.passed >= t.passed) {
				t = &trail{left.passed + 1, edit{'-', old[left.passed]}, left}
			}
			if d == 0 {
				t = &trail{}
			} else if t == nil {
				continue // off the end of both texts
			}
			for t.passed < len(old) && t.passed-k < len(new) && old[t.passed] == new[t.passed-k] {
				t = &trail{t.passed + 1, edit{' ', old[t.passed]}, t}
			}
			if best[k] = t; t.passed == len(old) && t.passed-k == len(new) {
				for ; t.before != nil; t = t.before {
					edits = append(edits, t.last)
				}
				slices.Reverse(edits)
				return edits
			}
		}
	}
}

// unified prints edits as diff -u does; "" for no change.
func unified(oldName, newName string, edits []edit) string {
	text := diffText(edits)
	if text != "" {
		text = fmt.Sprintf("--- %s\n+++ %s\n", oldName, newName) + text
	}
	return text
}

// diffText is unified without the names: each change with three lines around it.
func diffText(edits []edit) (text string) {
	const around = 3
	changed := func(e edit) bool { return e.op != ' ' }
	oldLine, newLine := 1, 1
	for last := slices.IndexFunc(edits, changed); last >= 0; last = slices.IndexFunc(edits, changed) {
		skip := max(0, last-around)
		for i := last; i < len(edits) && i <= last+2*around+1; i++ { // a longer gap ends the hunk
			if changed(edits[i]) {
				last = i
			}
		}
		end := min(len(edits), last+around+1)
		lines, olds, news := hunk(edits[skip:end])
		text += fmt.Sprintf("@@ -%s +%s @@\n%s", span(oldLine+skip, olds), span(newLine+skip, news), lines)
		oldLine, newLine, edits = oldLine+skip+olds, newLine+skip+news, edits[end:]
	}
	return text
}

// hunk prints the lines of one hunk and counts how many of each text it covers.
func hunk(edits []edit) (text string, olds, news int) {
	for _, e := range edits {
		if e.op != '+' {
			olds++
		}
		if e.op != '-' {
			news++
		}
		text += string(e.op) + e.line
		if !strings.HasSuffix(e.line, "\n") {
			text += "\n\\ No newline at end of file\n"
		}
	}
	return text, olds, news
}

// span is a place as diff -u writes it: one line has no count, an empty place the line before it.
func span(line, count int) string {
	if count == 1 {
		return fmt.Sprint(line)
	}
	return fmt.Sprintf("%d,%d", line-1+min(count, 1), count)
}

// compare prints how the reader's file differs from the reference, once it is solved or to be spoiled.
func (a *app) compare(ctx context.Context, e *exercise) error {
	if err := a.mayShow(ctx, e, "compare"); err != nil {
		return err
	}
	mine, err := a.lines(e.file)
	reference, refErr := a.lines(e.solution)
	if err = errors.Join(err, refErr); err != nil {
		return err
	}
	text := unified(a.shown(e.file), a.shown(e.solution), diffLines(mine, reference))
	if text == "" {
		text = path.Base(e.file) + " is the reference, line for line\n"
	}
	a.printDiff(text)
	return nil
}

// mayShow refuses a command that shows the reference before the exercise is solved, unless it is to be spoiled.
func (a *app) mayShow(ctx context.Context, e *exercise, command string) error {
	if a.spoil {
		return nil
	}
	all, err := a.survey(ctx, []*exercise{e})
	if err == nil && all[0].verdict.Kind != solved {
		err = fmt.Errorf("%s is not solved yet (%s).\nThis would show the reference.\n  hint     %s\n  show it  %s",
			e.label(), all[0].verdict.Kind, a.self("hint "+e.label()), a.self(command+" -spoil "+e.label()))
	}
	return err
}

func (a *app) printDiff(text string) {
	for line := range strings.Lines(text) {
		a.printf("%s\n", a.paint(map[byte]string{'-': red, '+': green, '@': bold}[line[0]], strings.TrimSuffix(line, "\n")))
	}
}

// lines reads a file as lines that end in \n, whatever the editor wrote.
func (a *app) lines(file string) ([]string, error) {
	text, err := os.ReadFile(a.path(file))
	return slices.Collect(strings.Lines(strings.ReplaceAll(string(text), "\r\n", "\n"))), err
}
