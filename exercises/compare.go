package main

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"workbook/exercises/internal/diff"
	"workbook/exercises/internal/gotest"
)

// A comparison is how the reader's file and the reference differ, declaration by declaration.
type comparison struct {
	both      [][2]diff.Part // of one name: the reader's, the reference's
	mine, its []diff.Part    // those that only one has
}

// comparison reads both files.
func (a *app) comparison(e *exercise) (c comparison, err error) {
	stub, _ := a.lines(e.stub) // without one no comment is left out
	mine, err := a.lines(e.file)
	reference, refErr := a.lines(e.solution)
	err = errors.Join(err, refErr)
	if err != nil {
		return c, err
	}
	own, err := diff.Parts(mine, stub)
	its, refErr := diff.Parts(reference, stub)
	err = errors.Join(err, refErr)
	if err != nil {
		return c, err
	}
	for _, p := range its {
		i := slices.IndexFunc(own, func(q diff.Part) bool { return q.Name == p.Name })
		switch {
		case i < 0:
			c.its = append(c.its, p)
			continue
		case !slices.Equal(own[i].Lines, p.Lines):
			c.both = append(c.both, [2]diff.Part{own[i], p})
		}
		own = slices.Delete(own, i, i+1)
	}
	c.mine = own
	return c, nil
}

// compare shows the reader's file beside the reference, once it is solved or to be spoiled.
func (a *app) compare(ctx context.Context, e *exercise) error {
	isSolved, err := a.mayShow(ctx, e, "compare")
	if err != nil {
		return err
	}
	c, err := a.comparison(e)
	if err != nil {
		return err
	}
	for _, pair := range c.both {
		a.printf("%s\n", a.paint(bold, pair[1].Name))
		a.printSides(diff.Lines(pair[0].Lines, pair[1].Lines))
	}
	if len(c.both)+len(c.its)+len(c.mine) == 0 {
		a.printf("%s is the reference, but for comments at most.\n", path.Base(e.file))
		return nil
	}
	for _, p := range c.its {
		a.printf("%s\n", a.paint(bold, p.Name+", only in the reference"))
		a.printDiff("+" + strings.Join(p.Lines, "+") + "\n")
	}
	if len(c.mine) > 0 {
		a.printf("Only in yours: %s\n\n", names(c.mine))
	}
	if isSolved {
		a.printf("Your version is fine too: every test passes.\n")
	}
	a.printf("The whole reference: %s\n", a.shown(e.solution))
	return nil
}

func names(list []diff.Part) string {
	var all []string
	for _, p := range list {
		all = append(all, p.Name)
	}
	return strings.Join(all, ", ")
}

// printSides prints one function: the reader's on the left and the reference on the right where there is room, else
// one below the other.
func (a *app) printSides(edits []diff.Edit) {
	const room = 100
	if a.width < room {
		a.printf("%s  %s\n", a.paint(red, "- yours"), a.paint(green, "+ reference"))
		for _, e := range edits {
			a.printDiff(string(e.Op) + e.Line)
		}
		a.printf("\n")
		return
	}
	column := (a.width - 3) / 2
	a.printf("%s\n", a.paint(bold, fmt.Sprintf("%-*s   reference", column, "yours")))
	for _, row := range diff.Sides(edits, column) {
		left, right := "", ""
		if row.Differ {
			left, right = red, green
		}
		line := a.paint(left, row.Old) + "   " + a.paint(right, strings.TrimRight(row.New, " "))
		a.printf("%s\n", strings.TrimRight(line, " "))
	}
	a.printf("\n")
}

// mayShow refuses a command that shows the reference before the exercise is solved, unless it is to be spoiled.
func (a *app) mayShow(ctx context.Context, e *exercise, command string) (isSolved bool, err error) {
	all, err := a.survey(ctx, []*exercise{e}, func(*standing) {})
	if err != nil {
		return false, err
	}
	isSolved = all[0].verdict.Kind == gotest.Solved
	if !isSolved && !a.spoil {
		err = fmt.Errorf("%s is not solved yet (%s).\nThis would show the reference.\n  hint     %s\n  show it  %s",
			e.label(), all[0].verdict.Kind, a.how("hint", e), a.how(command+" -spoil", e))
	}
	return isSolved, err
}
