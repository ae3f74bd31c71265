package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"
)

// An auditor checks the exercises themselves, for those who write them and for CI. It expects
// stubs: a solved exercise fails the audit.
type auditor struct {
	*app
	options
	tmp string // for overlays and test binaries
}

// An auditRow is what it found about one exercise.
type auditRow struct {
	*exercise
	red      int // tests that fail on the stub as they should
	green    bool
	caught   int // wrong solutions caught by the test they name
	problems []string
	took     time.Duration
}

func (r *auditRow) problem(format string, args ...any) {
	r.problems = append(r.problems, fmt.Sprintf(format, args...))
}

// audit prints a row for each exercise, or for those that a name means: here it may mean many.
func (a *app) audit(ctx context.Context, list []*exercise, o options, names []string) error {
	if o.fix {
		return os.WriteFile(a.path(solvedFile), solvedOverlay(list), 0o644)
	}
	chosen := list
	if len(names) > 0 {
		chosen = nil
	}
	for _, name := range names {
		found := a.find(list, name)
		if len(found) == 0 {
			_, err := a.findOne(list, name)
			return err
		}
		chosen = append(chosen, found...)
	}
	tmp, err := os.MkdirTemp("", "workbook-audit-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	failed := (&auditor{a, o, tmp}).table(ctx, chosen)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	passed := len(chosen) - failed
	if len(names) == 0 { // the file is about all exercises
		if lines, err := a.lines(solvedFile); err == nil && strings.Join(lines, "") == string(solvedOverlay(list)) {
			passed++
			a.printf("%-73s %s\n", solvedFile, a.paint(green, "ok"))
		} else {
			failed++
			a.printf("%-73s %s\n    it is not the list of exercises; write it anew: %s\n",
				solvedFile, a.paint(red, "FAILED"), a.self("audit -fix"))
		}
	}
	a.printf("\n%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		return errFailed
	}
	return nil
}

// table works on as many exercises at a time as there are cores and prints each row as soon as it and
// those before it are there. It returns how many failed.
func (u *auditor) table(ctx context.Context, list []*exercise) (failed int) {
	u.printf("%-36s %8s %10s %8s %7s %s\n", "exercise", "stub red", "reference", "caught", "time", "result")
	rows, slots := make([]chan *auditRow, len(list)), make(chan bool, runtime.GOMAXPROCS(0))
	for i := range rows {
		rows[i] = make(chan *auditRow, 1)
	}
	go func() {
		for i, e := range list {
			slots <- true
			go func() {
				rows[i] <- u.check(ctx, e)
				<-slots
			}()
		}
	}()
	for _, row := range rows {
		r := <-row
		if ctx.Err() != nil {
			continue // what an interrupted run says is no result
		}
		reference, result := "-", u.paint(green, "ok")
		if r.green {
			reference = fmt.Sprintf("%d green", u.count)
		}
		if len(r.problems) > 0 {
			result = u.paint(red, "FAILED")
			failed++
		}
		u.printf("%-36s %8s %10s %8s %6.1fs %s\n", r.label(), fmt.Sprintf("%d/%d", r.red, len(r.judged())), reference,
			fmt.Sprintf("%d/%d", r.caught, len(r.wrong)), r.took.Seconds(), result)
		for _, p := range r.problems {
			u.printf("    %s\n", p)
		}
	}
	return failed
}

// solvedFile is the checked-in overlay that puts every reference in place, with paths that count
// from the module root.
const solvedFile = "exercises/solved.json"

// solvedOverlay is what solvedFile must hold.
func solvedOverlay(list []*exercise) []byte {
	replace := map[string]string{}
	for _, e := range list {
		if e.solution != "" {
			replace[e.file] = e.solution
		}
	}
	return overlay(replace)
}

// overlay is the file of the go command's -overlay flag: which file to read in place of which.
func overlay(replace map[string]string) []byte {
	data, _ := json.MarshalIndent(map[string]any{"Replace": replace}, "", "  ") // strings always encode
	return append(data, '\n')
}
