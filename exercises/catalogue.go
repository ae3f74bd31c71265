package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// An exercise is one folder the reader works in. Paths are slash paths below the root.
type exercise struct {
	dir      string   // exercises/day141_slog/02_redact
	day      string   // day141_slog; "" for one outside the days
	file     string   // the one file the reader edits: the one that has a reference, if just one has
	solution string   // that reference
	wrong    []string // mistakes that the tests must catch
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

// label is the NAME that always works.
func (e *exercise) label() string { return strings.TrimPrefix(e.dir, "exercises/") }

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

// find returns the exercises that a NAME means: those with exactly this name, else those with
// neighbouring parts of their path like it.
func find(list []*exercise, name string) (found []*exercise) {
	name = strings.TrimPrefix(strings.Trim(strings.ReplaceAll(name, `\`, "/"), "./"), "exercises/")
	for _, matches := range []func(e *exercise) bool{
		func(e *exercise) bool { return strings.TrimLeft(path.Base(e.dir), "0123456789_") == name },
		func(e *exercise) bool {
			return name != "" && matchParts(strings.Split(name, "/"), strings.Split(e.label(), "/"))
		},
	} {
		found = slices.DeleteFunc(slices.Clone(list), func(e *exercise) bool { return !matches(e) })
		if len(found) > 0 {
			break
		}
	}
	return found
}

// matchParts reports whether parts match neighbours in path: 141/2 is day141_slog/02_redact.
// Digits are a number, so that 2 is not 12_rate; the rest is any piece of the text.
func matchParts(parts, path []string) bool {
	all := len(path) >= len(parts)
	for i := 0; all && i < len(parts); i++ {
		number, _, _ := strings.Cut(strings.TrimPrefix(path[i], "day"), "_")
		if all = strings.Contains(path[i], parts[i]); strings.Trim(parts[i], "0123456789") == "" {
			all = strings.TrimLeft(number, "0") == strings.TrimLeft(parts[i], "0")
		}
	}
	return all || len(path) > len(parts) && matchParts(parts, path[1:])
}

// findOne returns the one exercise that name means, or an error that lists the candidates.
func findOne(list []*exercise, name string) (*exercise, error) {
	found, message := find(list, name), "%.64q could be any of these:"
	if len(found) == 1 {
		return found[0], nil
	}
	if len(found) == 0 {
		message, found = "%.64q names no exercise. There are:", list
	}
	message = fmt.Sprintf(message, name)
	for _, e := range found {
		message += "\n  " + e.label()
	}
	return nil, errors.New(message)
}
