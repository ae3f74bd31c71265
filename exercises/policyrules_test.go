package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// strangers returns a problem for each name that does not belong at the top of the module.
func strangers(names []string) (problems []string) {
	top := []string{"go.mod", "README.md", "day141_slog", "day142_metrics", "day143_tracecontext",
		"day144_healthcheck", "day145_correlation", "day146_alerting", "exercises", "journal"}
	for _, name := range slices.Compact(slices.Sorted(slices.Values(names))) {
		if !slices.Contains(top, name) && name[0] != '.' {
			problems = append(problems, name+" does not belong at the top level")
		}
	}
	return problems
}

// modProblems checks go.mod: the module, the version of Go, and nothing that brings in other code.
func modProblems(mod string) (problems []string) {
	for i, line := range strings.Split(strings.ReplaceAll(mod, "\r\n", "\n"), "\n") {
		line, _, _ = strings.Cut(line, "//")
		if line = strings.TrimSpace(line); !slices.Contains([]string{"", "module workbook", "go 1.26"}, line) {
			problems = append(problems, fmt.Sprintf("go.mod:%d: %q: there is only the module line and the go line", i+1, line))
		}
	}
	return problems
}

// fileProblems checks one Go file. name is its slash path in the module.
func fileProblems(name, src string) (problems []string) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, src, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return []string{err.Error()}
	}
	problem := func(pos token.Pos, format string, args ...any) {
		problems = append(problems, fmt.Sprintf("line %d: ", fset.Position(pos).Line)+fmt.Sprintf(format, args...))
	}
	for _, spec := range file.Imports {
		target, _ := strconv.Unquote(spec.Path.Value) // the parser has checked it
		if rule := importRule(name, target); rule != "" {
			problem(spec.Pos(), "imports %q: %s", target, rule)
		}
	}
	for _, decl := range file.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
			problem(fn.Pos(), "an init function: construct and pass instead")
		}
	}
	for _, pos := range sleeps(file) {
		problem(pos, "time.Sleep: wait for the event itself, and let testing/synctest be the clock")
	}
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if expr, err := constraint.Parse(comment.Text); err == nil && !slices.Contains([]string{"race", "!race"}, expr.String()) {
				problem(comment.Pos(), "build tag %q: only race and !race", expr)
			}
		}
	}
	if !everywhere(path.Base(name)) {
		problem(file.Pos(), "the file name ends in a system or an architecture, which is a build tag")
	}
	if n := strings.Count(src, "\n"); n > 200 && !strings.HasSuffix(name, "_test.go") && !strings.Contains(name, "/testdata/") {
		problem(file.End(), "%d lines, at most 200", n)
	}
	return problems
}

// importRule returns the rule that an import breaks, or "".
func importRule(file, target string) string {
	first, rest, _ := strings.Cut(target, "/")
	top, _, _ := strings.Cut(file, "/")
	day, _, _ := strings.Cut(rest, "/")
	switch {
	case target == "C":
		return "no cgo"
	case first != "workbook" && !strings.Contains(first, "."):
		return "" // the standard library
	case first != "workbook":
		return "the standard library is all there is"
	case target == "workbook/day141_slog/handlertest" && strings.HasSuffix(file, "_test.go"):
		return ""
	case strings.HasPrefix(file, "exercises/") && testMayImport(file, target):
		return ""
	case strings.HasPrefix(top, "day") && day == top:
		return "" // its own parts
	case strings.HasPrefix(top, "day"):
		return "days meet in the capstone alone"
	case strings.HasPrefix(file, "exercises/capstone/") && (strings.HasPrefix(day, "day") || strings.HasPrefix(target, "workbook/exercises/capstone/")):
		return ""
	case top == "exercises":
		return "exercises and the runner import the standard library only"
	case top == "journal" && day == top:
		return ""
	}
	return "the journal imports the standard library only"
}

// testMayImport reports whether a file of an exercise's tests, or of what supports them, may import a package of the
// workbook: what supports all tests, the exercise itself, and its own day, which is the oracle.
func testMayImport(file, target string) bool {
	dir := path.Dir(file)
	if !strings.HasSuffix(file, "_test.go") && dir != "exercises/check" {
		return false
	}
	own := "workbook/" + path.Base(path.Dir(dir))
	return target == "workbook/exercises/check" || target == "workbook/exercises/oracle" || target == "workbook/"+dir ||
		strings.HasPrefix(own, "workbook/day") && (target == own || strings.HasPrefix(target, own+"/"))
}

// sleeps finds the uses of time.Sleep, whatever the file calls package time.
func sleeps(file *ast.File) (found []token.Pos) {
	name := ""
	for _, spec := range file.Imports {
		if spec.Path.Value == `"time"` {
			if name = "time"; spec.Name != nil {
				name = spec.Name.Name
			}
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Sleep" {
			if x, ok := sel.X.(*ast.Ident); ok && x.Name == name {
				found = append(found, n.Pos())
			}
		}
		return true
	})
	return found
}

// everywhere reports whether a file of this name is built on every system: it is if two systems that
// have nothing in common both take it.
func everywhere(name string) bool {
	for _, system := range [][2]string{{"linux", "amd64"}, {"windows", "arm64"}} {
		context := build.Context{GOOS: system[0], GOARCH: system[1], Compiler: "gc",
			OpenFile: func(string) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader("package p\n")), nil }}
		if ok, err := context.MatchFile(".", name); err != nil || !ok {
			return false
		}
	}
	return true
}
