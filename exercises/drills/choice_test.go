package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"
)

// Every choice that a drill offers is either the one that stands or has evidence against it. One that the tests forget would be
// called none of the choices.
func TestEveryChoiceIsJudged(t *testing.T) {
	stubs, err := fs.Glob(os.DirFS("."), "[0-9]*/testdata/stub/findings.go")
	if err != nil || len(stubs) != len(drills()) {
		t.Fatalf("%d stubs, want %d (%v)", len(stubs), len(drills()), err)
	}
	for _, stub := range stubs {
		folder := strings.Split(stub, "/")[0]
		tests, err := os.ReadFile(path.Join(folder, "findings_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		file, err := parser.ParseFile(token.NewFileSet(), stub, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		choices := 0
		for _, decl := range file.Decls {
			group, ok := decl.(*ast.GenDecl)
			if !ok || group.Tok != token.CONST {
				continue
			}
			for _, spec := range group.Specs {
				choices++
				name := spec.(*ast.ValueSpec).Names[0].Name
				if got := strings.Count(string(tests), "drill."+name+":") + strings.Count(string(tests), ", drill."+name+","); got != 1 {
					t.Errorf("%s: the tests judge the choice %s %d times, want once", folder, name, got)
				}
			}
		}
		if choices < 5 {
			t.Errorf("%s: %d choices were found, want more", folder, choices)
		}
	}
}
