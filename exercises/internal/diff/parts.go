package diff

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// A Part is one declaration at the top of a Go file.
type Part struct {
	Name  string // Attrs, Secret.Format, type Secret
	Lines []string
}

// Parts cuts a file into its declarations; imports are none. Comments that stub has too are left out.
func Parts(src, stub []string) (list []Part, err error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", strings.Join(src, ""), parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	for _, decl := range file.Decls {
		name, doc := declared(decl)
		from, to := fset.Position(decl.Pos()).Line, fset.Position(decl.End()).Line
		if name == "" {
			continue
		}
		p := Part{Name: name}
		if doc != nil {
			from = fset.Position(doc.Pos()).Line
		}
		for _, line := range src[from-1 : to] {
			if comment := strings.HasPrefix(strings.TrimSpace(line), "//"); !comment || !slices.Contains(stub, line) {
				p.Lines = append(p.Lines, line)
			}
		}
		list = append(list, p)
	}
	return list, nil
}

// declared names a declaration, and returns its comment.
func declared(decl ast.Decl) (name string, doc *ast.CommentGroup) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		name = d.Name.Name
		if d.Recv != nil {
			receiver := d.Recv.List[0].Type
			if star, ok := receiver.(*ast.StarExpr); ok {
				receiver = star.X
			}
			name = fmt.Sprint(receiver) + "." + name
		}
		return name, d.Doc
	case *ast.GenDecl:
		if len(d.Specs) == 0 {
			return "", nil
		}
		switch s := d.Specs[0].(type) {
		case *ast.TypeSpec:
			name = "type " + s.Name.Name
		case *ast.ValueSpec:
			name = d.Tok.String() + " " + s.Names[0].Name
		}
		return name, d.Doc
	}
	return "", nil
}
