package check

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// place returns what to read with the line where it stands, and reports a place that does not exist.
func (j *Judge) place(t *testing.T, read string) string {
	t.Helper()
	if found, ok := j.places[read]; ok {
		return found
	}
	file, name, _ := strings.Cut(read, " ")
	line, err := lineOf(filepath.Join(j.exercise.root, filepath.FromSlash(file)), name)
	if err != nil {
		t.Errorf("read %q: %v", read, err)
	}
	j.places[read] = fmt.Sprintf("%s:%d %s", file, line, name)
	return j.places[read]
}

// lineOf returns the line where a name is declared in a .go file, or where a heading stands in a .md file.
func lineOf(file, name string) (int, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return 0, err
	}
	if filepath.Ext(file) == ".md" {
		return lineOfHeading(string(src), name)
	}
	fset := token.NewFileSet()
	parsed, err := parser.ParseFile(fset, file, src, parser.SkipObjectResolution)
	if err != nil {
		return 0, err
	}
	for _, decl := range parsed.Decls {
		if pos := declares(decl, name); pos.IsValid() {
			return fset.Position(pos).Line, nil
		}
	}
	return 0, fmt.Errorf("%s declares no %q", filepath.Base(file), name)
}

// lineOfHeading also finds a paragraph that begins with the name in bold, as the exercises' READMEs have them.
func lineOfHeading(text, name string) (int, error) {
	number := 0
	for line := range strings.Lines(text) {
		number++
		heading := strings.TrimLeft(line, "#")
		if heading != line && strings.TrimSpace(heading) == name || strings.HasPrefix(line, "**"+name+".**") {
			return number, nil
		}
	}
	return 0, fmt.Errorf("no heading %q", name)
}

// declares returns where a declaration has the name: Func, Type, Type.Method, a variable or a constant.
func declares(decl ast.Decl, name string) token.Pos {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		if receiver(decl)+decl.Name.Name == name {
			return decl.Name.Pos()
		}
	case *ast.GenDecl:
		for _, spec := range decl.Specs {
			for _, ident := range idents(spec) {
				if ident.Name == name {
					return ident.Pos()
				}
			}
		}
	}
	return token.NoPos
}

func idents(spec ast.Spec) []*ast.Ident {
	switch spec := spec.(type) {
	case *ast.TypeSpec:
		return []*ast.Ident{spec.Name}
	case *ast.ValueSpec:
		return spec.Names
	}
	return nil
}

// receiver returns the type of a method with a dot behind it, or "" for a function.
func receiver(decl *ast.FuncDecl) string {
	if decl.Recv == nil {
		return ""
	}
	typ := decl.Recv.List[0].Type
	if star, ok := typ.(*ast.StarExpr); ok {
		typ = star.X
	}
	if index, ok := typ.(*ast.IndexExpr); ok { // a generic type
		typ = index.X
	}
	if ident, ok := typ.(*ast.Ident); ok {
		return ident.Name + "."
	}
	return ""
}
