package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// A standing is where the reader is with one exercise.
type standing struct {
	*exercise
	verdict verdict
}

// What is remembered about an exercise.
type remembered struct {
	Key     string // sums up what the verdict depends on
	Verdict verdict
	Stub    string // the file before it was started, for a workbook without git
}

// testTimeout is for loops without end: the tests have shorter deadlines of their own.
const testTimeout = "-timeout=60s"

// survey judges exercises. It runs go test once, over those of which no verdict is remembered: go test
// itself caches passes only, and a fresh clone is all failures. What is solved or not started is
// remembered; what the reader works on always runs.
func (a *app) survey(ctx context.Context, list []*exercise) (all []*standing, err error) {
	memory, todo, keys := map[string]remembered{}, map[string]*standing{}, map[string]string{}
	a.recall("results.json", &memory)
	args := []string{testTimeout}
	for _, e := range list {
		s := &standing{exercise: e}
		all = append(all, s)
		if !a.runnable(e) {
			s.verdict = verdict{Kind: malformed, Text: a.inspect(e)}
			continue
		}
		keys[e.dir] = a.inputs(e) // before the run, so that a save in its middle makes it stale
		if m := memory[e.dir]; m.Key == keys[e.dir] {
			s.verdict = m.Verdict
		} else {
			todo[e.dir] = s
			args = append(args, "./"+e.dir)
		}
	}
	if len(todo) == 0 {
		return all, nil
	}
	step, end := a.progress(len(todo))
	runs, err := a.goTest(ctx, step, args...)
	end()
	if err != nil {
		return nil, err
	}
	for dir, s := range todo {
		s.verdict = runs[dir].judge()
		memory[dir] = a.keep(s, keys[dir], memory[dir].Stub)
	}
	_ = a.remember("results.json", memory) // without it the next run takes longer, no more
	return all, nil
}

// keep picks what to remember after a run. The first stub that was seen stays.
func (a *app) keep(s *standing, key, stub string) (m remembered) {
	if s.verdict.Kind == solved || s.notStarted() {
		m.Key, m.Verdict = key, s.verdict
	}
	if m.Stub = stub; stub == "" && s.notStarted() {
		text, _ := os.ReadFile(a.path(s.file))
		m.Stub = string(text)
	}
	return m
}

// passed counts the judged tests that pass.
func (s *standing) passed() int {
	return len(slices.DeleteFunc(s.judged(), func(t string) bool { return !slices.Contains(s.verdict.Passed, t) }))
}

// notStarted reports whether every test fails, as all do on the stub.
func (s *standing) notStarted() bool {
	return s.verdict.Case != "" && s.verdict.Kind == failing && s.passed() == 0
}

// inputs sums up what the verdict on e depends on: Go, the environment, and by size and time the
// files of e and of the days, which a test may import.
func (a *app) inputs(e *exercise) string {
	sum := fnv.New128a()
	fmt.Fprintln(sum, runtime.Version(), os.Getenv("GOFLAGS"), os.Getenv("WORKBOOK_ROUNDS"), os.Getenv("WORKBOOK_INTEROP"))
	for _, dir := range []string{a.root, a.path(e.dir)} {
		_ = filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && (p == a.path("exercises") || p != dir && d.Name()[0] == '.') {
				return fs.SkipDir
			}
			if info, err := os.Stat(p); err == nil && !info.IsDir() {
				fmt.Fprintln(sum, p, info.Size(), info.ModTime().UnixNano())
			}
			return nil // a file that vanishes meanwhile is a change for the next run
		})
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// progress shows how far a run is: a bar on a terminal, a line now and then elsewhere, the first at
// once, since a cold build is quiet for long.
func (a *app) progress(total int) (step func(dir string), end func()) {
	done, format, clear := -1, "%s %d of %d  %.40s\n", ""
	if a.bar {
		format, clear = "\r%s %d of %d  %.40s\x1b[K", "\r\x1b[K"
	}
	step = func(dir string) {
		if done++; a.bar || done*5/total > (done-1)*5/total || done == 0 {
			fmt.Fprintf(a.log, format, meter(done, total), done, total, path.Base(dir))
		}
	}
	step("building; the first time takes longest")
	return step, func() { fmt.Fprint(a.log, clear) }
}

// meter draws done of total.
func meter(done, total int) string {
	filled := 20 * done / max(total, 1)
	return "[" + strings.Repeat("#", filled) + strings.Repeat(".", 20-filled) + "]"
}

// openStore returns a folder outside the workbook for what can be lost without harm: results and how
// many hints were given. It lies in the user's cache, else among temporary files; its name comes
// from the root, so that two checkouts never share one.
func openStore(root string) (dir string) {
	key := fnv.New64a()
	key.Write([]byte(root))
	cache, _ := os.UserCacheDir()
	for _, base := range []string{cache, os.TempDir()} {
		dir = filepath.Join(base, "observability-workbook", fmt.Sprintf("%x", key.Sum(nil)))
		if base != "" && os.MkdirAll(dir, 0o700) == nil && os.WriteFile(filepath.Join(dir, "root"), []byte(root), 0o600) == nil {
			break
		}
	}
	return dir
}

// recall reads what remember wrote; a file that is missing or broken leaves v as it is.
func (a *app) recall(name string, v any) {
	data, _ := os.ReadFile(filepath.Join(a.store, name))
	_ = json.Unmarshal(data, v)
}

func (a *app) remember(name string, v any) error {
	data, err := json.Marshal(v)
	return errors.Join(err, os.WriteFile(filepath.Join(a.store, name), data, 0o600))
}
