package main

import (
	"bytes"
	"context"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"workbook/exercises/internal/guard"
	"workbook/exercises/internal/store"
)

// TestMain lets this test binary guard the test binaries that it starts, as the runner does.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == guard.Word {
		os.Exit(guard.Run(os.Args[2:]))
	}
	os.Exit(m.Run())
}

// A workbook is a small one in a temporary folder: the tests of the runner never look at the
// reader's own exercises, which may be in any state.
type workbook struct {
	*app
	out, log bytes.Buffer
}

func newModule(t *testing.T) *workbook {
	t.Helper()
	root := t.TempDir()
	m := &workbook{}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	m.app = &app{root: root, cwd: root, self: self, store: store.Folder(t.TempDir()), in: strings.NewReader(""),
		printer: printer{out: &m.out, log: &m.log, width: 80}}
	writeFile(t, filepath.Join(root, "go.mod"), "module workbook\n\ngo 1.26\n")
	if err := os.Mkdir(filepath.Join(root, "exercises"), 0o755); err != nil {
		t.Fatal(err)
	}
	return m
}

// add writes a sound exercise called double to a folder below exercises. change, if not nil, first
// breaks something in its files, which are keyed by their path from that folder.
func (m *workbook) add(t *testing.T, label string, change func(files map[string]string)) {
	t.Helper()
	dir := "exercises/" + label
	_, name, ok := strings.Cut(path.Base(label), "_")
	if !ok {
		name = path.Base(label)
	}
	files := map[string]string{
		name + ".go":      doubleGo(name, "0"),
		name + "_test.go": strings.NewReplacer("NAME", name, "DIR", dir).Replace(doubleTest),
		"README.md":       strings.NewReplacer("NAME", name, "DIR", dir).Replace(doubleReadme),
		"HINTS.md":        strings.Replace(doubleHints, "NAME", name, 1),

		"testdata/solution/" + name + ".go": doubleGo(name, "2 * x"),
		"testdata/stub/" + name + ".go":     doubleGo(name, "0"),
	}
	for file, expr := range map[string]string{"square": "x * x", "plus": "x + 2", "minus": "-2 * x"} {
		files["testdata/wrong/"+file+".diff"] = "wrong: doubling is " + file + "\ncaught by: TestDouble/three\n\n@@\n-\treturn 2 * x\n+\treturn " + expr + "\n"
	}
	if change != nil {
		change(files)
	}
	for file, text := range files {
		writeFile(t, m.path(dir+"/"+file), text)
	}
}

// doubleGo is the file that the reader edits, with one expression for an answer.
func doubleGo(name, expr string) string {
	return "package " + name + "\n\n// Double returns twice x.\n//\n// TODO: do so.\nfunc Double(x int) int {\n\treturn " + expr + "\n}\n"
}

const doubleTest = `package NAME

import "testing"

func TestDouble(t *testing.T) {
	for _, c := range []struct {
		name    string
		x, want int
	}{{"three", 3, 6}, {"minus one", -1, -2}} {
		t.Run(c.name, func(t *testing.T) {
			if got := Double(c.x); got != c.want {
				t.Errorf("Double(%d)\n     got: %d\n    want: %d\n    rule: twice as much\n    read: DIR/README.md\n    edit: DIR/NAME.go", c.x, got, c.want)
			}
		})
	}
}

func TestSum(t *testing.T) {
	if got, want := Double(1)+Double(2), 6; got != want {
		t.Errorf("Double(1) + Double(2)\n     got: %d\n    want: %d\n    rule: sums double too\n    read: DIR/README.md\n    edit: DIR/NAME.go", got, want)
	}
}
`

const doubleReadme = "# NAME\n\n```\ngo test ./DIR\n```\n\nStuck? `go run ./exercises hint NAME` gives one hint at a time.\n"

const doubleHints = `# Hints for NAME

<details><summary>Hint 1: a nudge</summary>

Count your fingers.

</details>

<details><summary>Hint 2: the approach</summary>

Add or multiply.

</details>

<details><summary>Hint 3: nearly there</summary>

x and x.

</details>
`

// solve puts the reference in place of the reader's file.
func (m *workbook) solve(t *testing.T, label string) {
	t.Helper()
	e := m.one(t, label)
	reference, err := os.ReadFile(m.path(e.solution))
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, m.path(e.file), string(reference))
}

// all reads the catalogue.
func (m *workbook) all(t *testing.T) []*exercise {
	t.Helper()
	list, err := m.catalogue()
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func (m *workbook) one(t *testing.T, name string) *exercise {
	t.Helper()
	e, err := findOne(m.all(t), name)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// run carries out a command line and returns what it printed.
func (m *workbook) run(args ...string) (out string, err error) {
	m.out.Reset()
	m.log.Reset()
	err = m.command(context.Background(), args)
	return m.out.String(), err
}

// mustContain fails unless every part is in text.
func mustContain(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%s\n got:\n%s\nwant: it to contain %q", what, text, part)
		}
	}
}

func mustLack(t *testing.T, what, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(text, part) {
			t.Errorf("%s\n got:\n%s\nwant: it not to contain %q", what, text, part)
		}
	}
}

func writeFile(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}
