package main

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"workbook/exercises/internal/gotest"
)

// An exercise is one folder the reader works in. Paths are slash paths below the root.
type exercise struct {
	dir      string   // exercises/day141_slog/02_redact
	day      string   // day141_slog; "" for one outside the days
	file     string   // the one file the reader edits: the one that has a reference, if just one has
	solution string   // that reference
	stub     string   // a copy of the file as it was published
	wrong    []string // mistakes that the tests must catch
	tests    []string // Test functions, in source order
}

// catalogue reads the tree. A folder is an exercise when it has testdata/solution, or lies where one
// belongs, directly under a day: so one that lost its reference is reported, never skipped. What
// lies outside the days, the capstone and then the drills, comes last: it builds on them.
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
		switch day := path.Base(path.Dir(e.dir)); {
		case strings.HasPrefix(day, "day") && isNumbered(day[len("day"):]):
			e.day = day
			days = append(days, e)
		case exists(filepath.Join(p, "testdata", "solution")):
			others = append(others, e)
		default:
			return err
		}
		a.load(e)
		return fs.SkipDir // packages below an exercise belong to it
	})
	return append(days, others...), err
}

// load reads the folder. It never fails: the audit says what is missing.
func (a *app) load(e *exercise) {
	e.wrong = append(a.glob(e.dir+"/testdata/wrong/*.diff"), a.glob(e.dir+"/testdata/wrong/*.go")...)
	for _, file := range a.glob(e.dir + "/*_test.go") {
		e.tests = append(e.tests, gotest.Funcs(a.path(file))...)
	}
	if refs := a.glob(e.dir + "/testdata/solution/*.go"); len(refs) == 1 {
		name := path.Base(refs[0])
		e.solution, e.file, e.stub = refs[0], e.dir+"/"+name, e.dir+"/testdata/stub/"+name
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

// label is the NAME that always works.
func (e *exercise) label() string { return strings.TrimPrefix(e.dir, "exercises/") }

// group is the heading under which the board shows it: its day, drills, or none for the capstone.
func (e *exercise) group() string { return strings.TrimPrefix(path.Dir(e.label()), ".") }

// name is a shorter one: 141/redact. Within a day no two exercises are called alike.
func (e *exercise) name() string {
	day, _, _ := strings.Cut(strings.TrimPrefix(e.day, "day"), "_")
	return strings.TrimPrefix(day+"/"+bareName(path.Base(e.dir)), "/")
}

// bareName is what a folder is called without its number: redact for 02_redact.
func bareName(folder string) string { return strings.TrimLeft(folder, "0123456789_") }

// untouched reports whether the reader's file is still the stub.
func (a *app) untouched(e *exercise) bool {
	mine, err := a.lines(e.file)
	stub, stubErr := a.lines(e.stub)
	return err == nil && stubErr == nil && slices.Equal(mine, stub)
}

// isNumbered reports whether s is digits, an underscore and a name.
func isNumbered(s string) bool {
	number, name, _ := strings.Cut(s, "_")
	return name != "" && number != "" && strings.Trim(number, "0123456789") == ""
}

// judged are the tests that decide whether the exercise is solved, all red on the stub. Where there are
// stages only they count. Interop tests need programs that a reader may not have.
func (e *exercise) judged() []string {
	return slices.DeleteFunc(slices.Clone(e.tests), func(t string) bool {
		return e.staged() != isStage(t) || strings.HasPrefix(t, "TestInterop")
	})
}

func (e *exercise) staged() bool { return slices.ContainsFunc(e.tests, isStage) }

// isStage reports whether a test belongs to one of up to nine stages: TestStage3Traces.
func isStage(test string) bool {
	rest, ok := strings.CutPrefix(test, "TestStage")
	return ok && rest != "" && rest[0] >= '1' && rest[0] <= '9'
}
