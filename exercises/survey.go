package main

import (
	"context"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"workbook/exercises/internal/gotest"
)

// A standing is where the reader is with one exercise.
type standing struct {
	*exercise
	verdict gotest.Verdict
	key     string // sums up what the verdict depends on
}

// survey judges exercises and tells ready of each as soon as it is known. An untouched one needs no run: the audit
// has shown that the stub is red. What is solved is remembered, and what the reader works on always runs.
func (a *app) survey(ctx context.Context, list []*exercise, ready func(s *standing)) (all []*standing, err error) {
	memory := map[string]string{}
	a.store.Recall("solved.json", &memory)
	days := a.inputs(a.root)
	var todo []*standing
	for _, e := range list {
		s := &standing{exercise: e}
		all = append(all, s)
		switch {
		case !a.runnable(e):
			s.verdict = gotest.Verdict{Kind: gotest.Malformed, Text: a.inspect(e)}
		case a.untouched(e):
			s.verdict = gotest.Verdict{Kind: gotest.Untouched}
		default:
			s.key = days + a.inputs(a.path(e.dir)) // before the run, so that a save in its middle makes it stale
			if memory[e.dir] != s.key {
				todo = append(todo, s)
				continue
			}
			s.verdict = gotest.Verdict{Kind: gotest.Solved}
		}
		ready(s)
	}
	if len(todo) == 0 {
		return all, nil
	}
	step := a.progress(len(todo))
	done := func(s *standing) {
		a.remember(s)
		a.clear()
		ready(s)
		step(s.dir)
	}
	// The first one alone: where nothing is built yet, its verdict should not wait for the other binaries.
	for _, some := range [][]*standing{todo[:1], todo[1:]} {
		if err == nil && len(some) > 0 {
			err = a.test(ctx, some, "60s", func() {}, done)
		}
	}
	a.clear()
	return all, err
}

// remember keeps what is solved, with its key. Without it the next run takes longer, no more.
func (a *app) remember(s *standing) {
	memory := map[string]string{}
	a.store.Recall("solved.json", &memory)
	delete(memory, s.dir)
	if s.verdict.Kind == gotest.Solved {
		memory[s.dir] = s.key
	}
	_ = a.store.Remember("solved.json", memory)
}

// test runs exercises and tells done of each. What is green runs once more with the race detector, where it works,
// before it is called solved; green is told of that.
func (a *app) test(ctx context.Context, some []*standing, timeout string, green func(), done func(s *standing)) error {
	by := map[string]*standing{}
	args := []string{"-timeout=" + timeout}
	for _, s := range some {
		by[s.dir] = s
		s.verdict = (*gotest.Run)(nil).Judge() // until go says something about it
		args = append(args, "./"+s.dir)
	}
	again := []string{"-race", "-timeout=60s"}
	_, err := a.goCommand().Test(ctx, func(dir string, run *gotest.Run) {
		s := by[dir]
		s.verdict = run.Judge()
		if s.verdict.Kind == gotest.Solved {
			again = append(again, "./"+dir)
			return
		}
		delete(by, dir)
		done(s)
	}, args...)
	if err == nil && len(again) > 2 && a.goCommand().HasRace(ctx) {
		green()
		_, err = a.goCommand().Test(ctx, func(dir string, run *gotest.Run) {
			if v := run.Judge(); v.Kind != gotest.Solved {
				by[dir].verdict = v
			}
		}, again...)
	}
	if err != nil {
		return err
	}
	for _, s := range some {
		if by[s.dir] != nil {
			done(s)
		}
	}
	return nil
}

// passed counts the judged tests that pass.
func (s *standing) passed() int {
	return len(slices.DeleteFunc(s.judged(), func(t string) bool { return !slices.Contains(s.verdict.Passed, t) }))
}

// inputs sums up what verdicts depend on below a folder, by size and time: its files, and for the root Go, the
// environment, the days and the packages that tests share.
func (a *app) inputs(dir string) string {
	sum := fnv.New128a()
	fmt.Fprintln(sum, runtime.Version(), os.Getenv("GOFLAGS"), os.Getenv("WORKBOOK_ROUNDS"), os.Getenv("WORKBOOK_INTEROP"))
	_ = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && p != dir && (d.Name()[0] == '.' || dir == a.root && a.holdsExercises(p)) {
			return fs.SkipDir
		}
		if info, err := os.Stat(p); err == nil && !info.IsDir() {
			fmt.Fprintln(sum, p, info.Size(), info.ModTime().UnixNano())
		}
		return nil // a file that vanishes meanwhile is a change for the next run
	})
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// holdsExercises reports whether a folder is an exercise or a day of exercises: each has inputs of its own.
func (a *app) holdsExercises(dir string) bool {
	below, inside := strings.CutPrefix(dir, a.path("exercises")+string(filepath.Separator))
	return inside && (strings.HasPrefix(below, "day") || exists(filepath.Join(dir, "testdata", "solution")))
}
