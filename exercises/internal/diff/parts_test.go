package diff_test

import (
	"strings"
	"testing"

	"workbook/exercises/internal/diff"
)

func TestPartsOfAFile(t *testing.T) {
	src := "package a\n\nimport \"fmt\"\n\n// A T is one.\n//\n// Mine.\ntype T struct{}\n\nconst (\n\ta = 1\n)\n\nvar b int\n\n" +
		"// String says so.\nfunc (t *T) String() string { return fmt.Sprint(a) }\n\nfunc (T) M() {}\n\nfunc f() {\n\t// TODO\n\tb++\n}\n"
	lines := func(text string) []string { return strings.SplitAfter(text, "\n") }
	list, err := diff.Parts(lines(src), lines("// A T is one.\n//\n// String says so.\n\t// TODO\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, p := range list {
		got += p.Name + ": " + strings.Join(p.Lines, "")
	}
	want := "type T: // Mine.\ntype T struct{}\nconst a: const (\n\ta = 1\n)\nvar b: var b int\n" +
		"T.String: func (t *T) String() string { return fmt.Sprint(a) }\nT.M: func (T) M() {}\nf: func f() {\n\tb++\n}\n"
	if got != want {
		t.Errorf("parts\n got:\n%s\nwant:\n%s", got, want)
	}
}
