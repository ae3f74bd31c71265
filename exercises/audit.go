package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"

	"workbook/exercises/internal/gotest"
)

// An auditor checks the exercises themselves. It expects stubs: a solved exercise fails the audit.
type auditor struct {
	*app
	tmp  string // for overlays and test binaries
	race bool   // there is a C compiler, which the race detector needs
}

// An auditRow is what it found about one exercise.
type auditRow struct {
	*exercise
	problems
	red, green, caught int // tests red on the stub, green runs of the reference, wrong ones caught
}

// audit prints a row for each exercise, or for those that a name means: here it may mean many.
func (a *app) audit(ctx context.Context, list []*exercise, words []string) error {
	if a.fix {
		return os.WriteFile(a.path(solvedFile), solvedOverlay(list), 0o644)
	}
	var chosen []*exercise
	for _, name := range words {
		found := find(list, name)
		if len(found) == 0 {
			_, err := findOne(list, name)
			return err
		}
		chosen = append(chosen, found...)
	}
	if len(words) == 0 {
		chosen = list
	}
	// A compiler that lives for a third of a second need not collect its garbage.
	os.Setenv("GOGC", "off")
	os.Setenv("GOMEMLIMIT", "1GiB")
	tmp, err := os.MkdirTemp("", "workbook-audit-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	passed, failed := (&auditor{a, tmp, a.goCommand().HasRace(ctx)}).table(ctx, chosen)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if len(words) == 0 { // the file is about all exercises
		lines, _ := a.lines(solvedFile)
		result := a.paint(green, "ok")
		if strings.Join(lines, "") == string(solvedOverlay(list)) {
			passed++
		} else {
			failed++
			result = a.paint(red, "FAILED") + "\n    it is not the list of exercises; write it anew: " + a.line("audit -fix")
		}
		a.printf("%-73s%s\n", solvedFile, result)
	}
	a.printf("\n%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		return errFailed
	}
	return nil
}

// table works on as many exercises at a time as there are cores, those with most tests first since they
// take longest. It prints each row as soon as it and those before it are there.
func (u *auditor) table(ctx context.Context, list []*exercise) (passed, failed int) {
	const row = "%-40s %9s %10s %9s  %s\n"
	u.printf(row, "exercise", "stub red", "reference", "caught", "result")
	rows, slots := map[*exercise]chan *auditRow{}, make(chan bool, runtime.GOMAXPROCS(0))
	for _, e := range list {
		rows[e] = make(chan *auditRow, 1)
	}
	go func() {
		for _, e := range slices.SortedStableFunc(slices.Values(list), mostTests) {
			slots <- true
			go func() {
				rows[e] <- u.check(ctx, e)
				<-slots
			}()
		}
	}()
	for _, e := range list {
		r, result := <-rows[e], u.paint(green, "ok")
		if ctx.Err() != nil {
			continue // what an interrupted run says is no result
		}
		if len(r.problems) == 0 {
			passed++
		} else {
			failed++
			result = u.paint(red, "FAILED")
		}
		u.printf(row, e.label(), of(r.red, len(e.judged())), of(r.green, u.count), of(r.caught, len(e.wrong)), result)
		for _, p := range r.problems {
			u.printf("    %s\n", p)
		}
	}
	return passed, failed
}

func of(n, all int) string { return fmt.Sprintf("%d/%d", n, all) }

func mostTests(x, y *exercise) int { return len(y.tests) - len(x.tests) }

// solvedFile is the checked-in overlay with every reference in place; paths count from the root.
const solvedFile = "exercises/solved.json"

// solvedOverlay is what solvedFile must hold.
func solvedOverlay(list []*exercise) []byte {
	replace := map[string]string{}
	for _, e := range list {
		if e.solution != "" {
			replace[e.file] = e.solution
		}
	}
	return gotest.Overlay(replace)
}
