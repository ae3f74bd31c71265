package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// An exercise is one folder the reader works in. Paths are slash paths below the root.
type exercise struct {
	dir      string   // exercises/day141_slog/02_redact
	day      string   // day141_slog; "" for one outside the days
	file     string   // the one file the reader edits: the one that has a reference, if just one has
	solution string   // that reference
	wrong    []string // solutions that the tests must catch
	tests    []string // Test functions, in source order
}

// catalogue reads the tree. A folder is an exercise when it has testdata/solution, or lies where one
// belongs, directly under a day: so one that lost its reference is reported, never skipped. What
// lies outside the days, the capstone, comes last: it builds on them.
func (a *app) catalogue() ([]*exercise, error) {
	var days, others []*exercise
	err := filepath.WalkDir(a.path("exercises"), func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		if d.Name() == "testdata" || d.Name()[0] == '.' {
			return fs.SkipDir
		}
		rel, err := filepath.Rel(a.root, p)
		e := &exercise{dir: filepath.ToSlash(rel)}
		if day := path.Base(path.Dir(e.dir)); strings.HasPrefix(day, "day") && isNumbered(day[len("day"):]) {
			e.day = day
			days = append(days, e)
		} else if exists(filepath.Join(p, "testdata", "solution")) {
			others = append(others, e)
		} else {
			return err
		}
		a.load(e)
		return fs.SkipDir // packages below an exercise belong to it
	})
	return append(days, others...), err
}

// load reads the folder. It never fails: the audit says what is missing.
func (a *app) load(e *exercise) {
	e.wrong = a.glob(e.dir + "/testdata/wrong/*.go")
	for _, file := range a.glob(e.dir + "/*_test.go") {
		e.tests = append(e.tests, testFuncs(a.path(file))...)
	}
	if refs := a.glob(e.dir + "/testdata/solution/*.go"); len(refs) == 1 {
		e.solution, e.file = refs[0], e.dir+"/"+path.Base(refs[0])
	}
}

// glob lists the files that a pattern below the root matches, sorted.
func (a *app) glob(pattern string) []string {
	files, _ := fs.Glob(os.DirFS(a.root), pattern) // an error is one of the pattern
	return files
}

// runnable reports whether there is something to test at all.
func (a *app) runnable(e *exercise) bool {
	return e.file != "" && len(e.judged()) > 0 && exists(a.path(e.file))
}

// label is the path below exercises, the NAME that always works.
func (e *exercise) label() string { return strings.TrimPrefix(e.dir, "exercises/") }

// isNumbered reports whether s is digits, an underscore and a name.
func isNumbered(s string) bool {
	number, name, _ := strings.Cut(s, "_")
	return name != "" && number != "" && strings.Trim(number, "0123456789") == ""
}

// judged are the tests that decide whether the exercise is solved, all red on the stub. Where
// there are stages only they count: other tests look after what is given. Interop tests need
// programs that a reader may not have.
func (e *exercise) judged() []string {
	staged := e.stages() > 0
	return slices.DeleteFunc(slices.Clone(e.tests), func(t string) bool {
		return staged != (stage(t) > 0) || strings.HasPrefix(t, "TestInterop")
	})
}

// stages is the highest stage number; 0 for an exercise without stages.
func (e *exercise) stages() (high int) {
	for _, t := range e.tests {
		high = max(high, stage(t))
	}
	return high
}

// testFuncs lists the Test functions of a file in source order. It reads lines instead of
// parsing: test files are gofmt'd, and one that does not parse still has names.
func testFuncs(file string) (names []string) {
	src, _ := os.ReadFile(file)
	for line := range strings.Lines(string(src)) {
		rest, ok := strings.CutPrefix(line, "func Test")
		name, params, _ := strings.Cut(rest, "(")
		if ok && strings.Contains(params, " *testing.T)") && (name == "" || name[0] < 'a' || name[0] > 'z') {
			names = append(names, "Test"+name)
		}
	}
	return names
}

// stage is the number in TestStage3Traces; 0 for a test of no stage.
func stage(test string) int {
	rest, _ := strings.CutPrefix(test, "TestStage")
	n, _ := strconv.Atoi(rest[:len(rest)-len(strings.TrimLeft(rest, "0123456789"))])
	return n
}
