package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"
)

// An auditor checks exercises. It is for those who write them and for CI: it expects the
// stubs in place, so in a checkout with solved exercises it fails, and says so.
type auditor struct {
	*app
	tmp     string        // overlays and test binaries
	count   int           // runs of each reference in a row
	timeout time.Duration // of each test binary, for one run
	race    bool          // references under the race detector
}

// An auditRow is the result for one exercise.
type auditRow struct {
	exercise *exercise
	red      int // tests that fail on the stub, alone
	green    bool
	caught   int // wrong solutions caught by the test they name
	problems []string
	took     time.Duration
}

func (r *auditRow) problem(format string, args ...any) {
	r.problems = append(r.problems, fmt.Sprintf(format, args...))
}

func (a *app) audit(ctx context.Context, args []string) error {
	fs := flag.NewFlagSet("audit", flag.ContinueOnError)
	fs.SetOutput(a.log)
	count := fs.Int("count", 3, "runs of each reference in a row")
	timeout := fs.Duration("timeout", time.Minute, "limit for one run of a test binary")
	race := fs.Bool("race", false, "run the references under the race detector")
	fix := fs.Bool("fix", false, "write "+solvedFile+" anew from the tree, and audit nothing")
	names, err := parse(fs, args)
	if err != nil {
		return err
	}
	list, err := a.catalogue()
	if err != nil {
		return err
	}
	if *fix {
		return os.WriteFile(a.path(solvedFile), solvedOverlay(list), 0o644)
	}
	chosen, err := a.chosen(list, names)
	if err != nil {
		return err
	}
	tmp, err := os.MkdirTemp("", "workbook-audit-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	u := &auditor{app: a, tmp: tmp, count: *count, timeout: *timeout, race: *race}
	passed, failed := u.table(ctx, chosen)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if len(names) == 0 { // the file is about all exercises, so it is judged with all of them
		if problem := a.solvedProblem(list); problem == "" {
			passed++
			a.printf("%-71s  %s\n", solvedFile, a.paint(green, "ok"))
		} else {
			failed++
			a.printf("%-71s  %s\n    %s\n", solvedFile, a.paint(red, "FAILED"), problem)
		}
	}
	a.printf("\n%d passed, %d failed\n", passed, failed)
	if failed > 0 {
		return errSilent
	}
	return nil
}

// chosen are the exercises that any of the names means; for an audit a name may mean a whole day.
func (a *app) chosen(list []*exercise, names []string) ([]*exercise, error) {
	if len(names) == 0 {
		return list, nil
	}
	var chosen []*exercise
	for _, name := range names {
		found := a.find(list, name)
		if len(found) == 0 {
			_, err := a.findOne(list, name)
			return nil, err
		}
		chosen = append(chosen, found...)
	}
	return chosen, nil
}

// solvedProblem says what is wrong with the checked-in overlay, or returns "".
func (a *app) solvedProblem(list []*exercise) string {
	data, err := os.ReadFile(a.path(solvedFile))
	if err != nil {
		return err.Error()
	}
	if !bytes.Equal(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), solvedOverlay(list)) {
		return "it is not the list of exercises; " + a.self("audit -fix") + " writes it anew"
	}
	return ""
}

// table audits on as many workers as there are cores and prints the rows in order, each as
// soon as it and those before it are there.
func (u *auditor) table(ctx context.Context, list []*exercise) (passed, failed int) {
	u.printf("%-36s %8s %10s %8s %7s  %s\n", "exercise", "stub red", "reference", "caught", "time", "result")
	rows := make([]chan *auditRow, len(list))
	for i := range rows {
		rows[i] = make(chan *auditRow, 1)
	}
	next := make(chan int, len(list))
	for i := range list {
		next <- i
	}
	close(next)
	for range min(runtime.GOMAXPROCS(0), len(list)) {
		go func() {
			for i := range next {
				rows[i] <- u.check(ctx, list[i])
			}
		}()
	}
	for _, row := range rows {
		r := <-row
		if ctx.Err() != nil {
			continue // wait for the workers, but what an interrupted run says is not a result
		}
		u.print(r)
		if len(r.problems) == 0 {
			passed++
		} else {
			failed++
		}
	}
	return passed, failed
}

func (u *auditor) print(r *auditRow) {
	e, reference, result := r.exercise, "-", u.paint(green, "ok")
	if r.green {
		reference = fmt.Sprintf("%d green", u.count)
	}
	if len(r.problems) > 0 {
		result = u.paint(red, "FAILED")
	}
	u.printf("%-36s %8s %10s %8s %6.1fs  %s\n", e.label(), fmt.Sprintf("%d/%d", r.red, len(e.judged())), reference,
		fmt.Sprintf("%d/%d", r.caught, len(e.wrong)), r.took.Seconds(), result)
	for _, p := range r.problems {
		u.printf("    %s\n", p)
	}
}
