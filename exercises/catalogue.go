package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// An exercise is one folder the reader works in. All paths are slash paths below the root.
type exercise struct {
	dir      string   // exercises/day141_slog/02_redact
	file     string   // the one file the reader edits; "" when the folder does not say which
	solution string   // the reference for file
	wrong    []string // wrong solutions that the tests must catch
	tests    []string // Test functions, in source order
	problems []string // what is missing or odd about the folder, for the audit
}

// catalogue reads the tree below exercises. A folder is an exercise when it has a reference in
// testdata/solution, or when it lies where one belongs, directly under a day. So a folder that
// lost its reference is reported, never skipped.
func (a *app) catalogue() ([]*exercise, error) {
	var list []*exercise
	err := filepath.WalkDir(a.path("exercises"), func(p string, d fs.DirEntry, err error) error {
		if err != nil || !d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(a.root, p)
		if err != nil {
			return err
		}
		dir := filepath.ToSlash(rel)
		if d.Name() == "testdata" || d.Name()[0] == '.' {
			return fs.SkipDir
		}
		if isDay(path.Base(path.Dir(dir))) || isDir(filepath.Join(p, "testdata", "solution")) {
			list = append(list, a.load(dir))
			return fs.SkipDir // packages below an exercise belong to it
		}
		return nil
	})
	slices.SortFunc(list, func(x, y *exercise) int { return strings.Compare(x.order(), y.order()) })
	return list, err
}

// load reads one folder. It never fails: what it can't find is a problem of the exercise.
func (a *app) load(dir string) *exercise {
	e := &exercise{dir: dir}
	problem := func(format string, args ...any) { e.problems = append(e.problems, fmt.Sprintf(format, args...)) }

	switch refs := a.goFiles(dir + "/testdata/solution"); len(refs) {
	case 0:
		problem("testdata/solution has no .go file: the reference is missing")
	case 1:
		e.solution, e.file = refs[0], dir+"/"+path.Base(refs[0])
		if !isFile(a.path(e.file)) {
			problem("%s is missing: testdata/solution says it is the file to edit", path.Base(e.file))
		}
	default:
		problem("testdata/solution has %d .go files: the reader edits exactly one", len(refs))
	}
	if e.day() != "" && (!isNumbered(path.Base(dir)) || e.file != "" && path.Base(e.file) != e.name()+".go") {
		problem("the folder should be NN_name and its file name.go")
	}
	if !isFile(a.path(dir + "/README.md")) {
		problem("README.md is missing")
	}
	for _, file := range a.goFiles(dir) {
		if strings.HasSuffix(file, "_test.go") {
			e.tests = append(e.tests, testFuncs(a.path(file))...)
		}
	}
	if len(e.judged()) == 0 {
		problem("no Test function: a _test.go file is missing or empty")
	}
	e.wrong = a.goFiles(dir + "/testdata/wrong")
	return e
}

// goFiles lists the .go files directly in dir, sorted.
func (a *app) goFiles(dir string) []string {
	entries, _ := os.ReadDir(a.path(dir)) // a folder that is not there has no files
	var files []string
	for _, entry := range entries {
		if !entry.IsDir() && path.Ext(entry.Name()) == ".go" {
			files = append(files, dir+"/"+entry.Name())
		}
	}
	return files
}

// runnable reports whether there is something to test at all.
func (a *app) runnable(e *exercise) bool {
	return e.file != "" && len(e.judged()) > 0 && isFile(a.path(e.file))
}

// day is the folder of the day, such as day141_slog, or "" for an exercise outside the days.
func (e *exercise) day() string {
	if day := path.Base(path.Dir(e.dir)); isDay(day) {
		return day
	}
	return ""
}

// name is the folder's name without its number: redact.
func (e *exercise) name() string {
	base := path.Base(e.dir)
	if isNumbered(base) {
		return base[strings.IndexByte(base, '_')+1:]
	}
	return base
}

// label is the path below exercises, the longest NAME that is of use.
func (e *exercise) label() string { return strings.TrimPrefix(e.dir, "exercises/") }

// order sorts the days first: what lies outside them, the capstone, builds on all of them.
func (e *exercise) order() string {
	if e.day() == "" {
		return "1" + e.dir
	}
	return "0" + e.dir
}

func isDay(s string) bool { return strings.HasPrefix(s, "day") && isNumbered(s[len("day"):]) }

// isNumbered reports whether s is digits, an underscore and a name.
func isNumbered(s string) bool {
	number, name, ok := strings.Cut(s, "_")
	return ok && name != "" && number != "" && strings.Trim(number, "0123456789") == ""
}
