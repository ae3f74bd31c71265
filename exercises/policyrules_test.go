package main

import (
	"fmt"
	"go/ast"
	"go/build"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"io"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
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
		line = strings.TrimSpace(line)
		if !slices.Contains([]string{"", "module workbook", "go 1.26"}, line) {
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
	if !strings.HasSuffix(name, "_test.go") {
		for _, pos := range openServers(file) {
			problem(pos, "an http.Server that lacks one of %s", strings.Join(serverLimits, ", "))
		}
	}
	for _, header := range changingHeaders(file) {
		problem(header.Pos(), "a header that changes something: give the change a line of its own")
	}
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if expr, err := constraint.Parse(comment.Text); err == nil {
				problem(comment.Pos(), "build tag %q: one build is for everybody; ask at run time", expr)
			}
		}
	}
	problems = append(problems, longLines(name, src)...)
	if !everywhere(path.Base(name)) {
		problem(file.Pos(), "the file name ends in a system or an architecture, which is a build tag")
	}
	if n := strings.Count(src, "\n"); n > 200 && !strings.HasSuffix(name, "_test.go") && !strings.Contains(name, "/testdata/") {
		problem(file.End(), "%d lines, at most 200", n)
	}
	return problems
}

// sameFilesProblems compares the test files that packages have copies of, so that a reader who takes a day
// along takes all of it. They agree byte for byte but for the package line.
func sameFilesProblems(sources map[string]string) (problems []string) {
	for _, name := range []string{"rounds_test.go", "race_test.go", "program_test.go"} {
		first, firstText := "", ""
		for _, file := range slices.Sorted(maps.Keys(sources)) {
			if path.Base(file) != name {
				continue
			}
			_, text, _ := strings.Cut(sources[file], "\n")
			if first == "" {
				first, firstText = file, text
			} else if text != firstText {
				problems = append(problems, fmt.Sprintf("%s and %s differ, and not in the package line alone", file, first))
			}
		}
	}
	return problems
}

// longLines finds the lines of over 130 columns, a tab being 4. In a test a line with a text in quotes may be longer:
// an input or a rule that is torn apart is harder to read.
func longLines(name, src string) (problems []string) {
	for i, line := range strings.Split(src, "\n") {
		columns := utf8.RuneCountInString(strings.ReplaceAll(line, "\t", "    "))
		if columns > 130 && !(strings.HasSuffix(name, "_test.go") && strings.ContainsAny(line, "\"`")) {
			problems = append(problems, fmt.Sprintf("line %d: %d columns, at most 130", i+1, columns))
		}
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
	case supportsDrills(file) && (strings.HasPrefix(day, "day") || target == "workbook/exercises/check" || strings.HasPrefix(target, "workbook/exercises/drills/")):
		return ""
	case strings.HasPrefix(target, "workbook/exercises/internal/") && (path.Dir(file) == "exercises" || strings.HasPrefix(file, "exercises/internal/")):
		return "" // parts of the runner
	case top == "exercises":
		return "exercises and the runner import the standard library only"
	case top == "journal" && day == top:
		return ""
	}
	return "the journal imports the standard library only"
}

// supportsDrills reports whether a file is one of the drills' tools or tests, which meet all days as the capstone does. What a
// reader writes, and a reference, is plain Go.
func supportsDrills(file string) bool {
	below, ok := strings.CutPrefix(file, "exercises/drills/")
	return ok && (!isNumbered(strings.Split(below, "/")[0]) || strings.HasSuffix(below, "_test.go"))
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

// serverLimits are what net/http leaves without a limit.
var serverLimits = []string{"ReadHeaderTimeout", "ReadTimeout", "WriteTimeout", "IdleTimeout", "MaxHeaderBytes"}

// openServers finds each http.Server that is made without all of its limits.
func openServers(file *ast.File) (found []token.Pos) {
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.CompositeLit)
		if !ok {
			return true
		}
		sel, ok := lit.Type.(*ast.SelectorExpr)
		if !ok || sel.Sel.Name != "Server" || fmt.Sprint(sel.X) != "http" {
			return true
		}
		missing := slices.Clone(serverLimits)
		for _, elt := range lit.Elts {
			if kv, ok := elt.(*ast.KeyValueExpr); ok {
				missing = slices.DeleteFunc(missing, func(limit string) bool { return limit == fmt.Sprint(kv.Key) })
			}
		}
		if len(missing) > 0 {
			found = append(found, lit.Pos())
		}
		return true
	})
	return found
}

// sleeps finds the uses of time.Sleep, whatever the file calls package time.
func sleeps(file *ast.File) (found []token.Pos) {
	name := ""
	for _, spec := range file.Imports {
		if spec.Path.Value == `"time"` {
			name = "time"
			if spec.Name != nil {
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

// changingHeaders finds the headers that do more than look: an if, a switch, a case or a loop that assigns to a
// variable of an outer scope. A loop may count one up or down.
func changingHeaders(file *ast.File) (found []ast.Node) {
	ast.Inspect(file, func(n ast.Node) bool {
		var init, post ast.Stmt
		switch n := n.(type) {
		case *ast.IfStmt:
			init = n.Init
		case *ast.SwitchStmt:
			init = n.Init
		case *ast.TypeSwitchStmt:
			init = n.Init
		case *ast.ForStmt:
			init, post = n.Init, n.Post
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				found = append(found, n)
			}
		}
		if init != nil && isChange(init) || post != nil && isChange(post) && !countsOn(post, init) {
			found = append(found, n)
		}
		return true
	})
	return found
}

// isChange reports whether a statement changes a variable that was there before it.
func isChange(s ast.Stmt) bool {
	assign, ok := s.(*ast.AssignStmt)
	_, isCount := s.(*ast.IncDecStmt)
	return isCount || ok && assign.Tok != token.DEFINE
}

// countsOn reports whether the last part of a loop's header only moves the loop on: it counts a variable, or sets
// those that the first part has declared.
func countsOn(post, init ast.Stmt) bool {
	assign, ok := post.(*ast.AssignStmt)
	if !ok {
		return isName(post.(*ast.IncDecStmt).X)
	}
	if assign.Tok != token.ASSIGN { // += and its like
		return isName(assign.Lhs[0])
	}
	var own []string
	if d, ok := init.(*ast.AssignStmt); ok {
		for _, x := range d.Lhs {
			own = append(own, fmt.Sprint(x))
		}
	}
	return !slices.ContainsFunc(assign.Lhs, func(x ast.Expr) bool { return !isName(x) || !slices.Contains(own, fmt.Sprint(x)) })
}

func isName(x ast.Expr) bool {
	_, ok := x.(*ast.Ident)
	return ok
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
