package main

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// Each exercise here is broken in one way, and the audit must say which. They are audited together:
// that takes a third of the time.
func TestAuditFindsWhatIsBroken(t *testing.T) {
	t.Parallel()
	m := newModule(t)
	few := func(files map[string]string) { // quick: one wrong solution or none, as the case needs
		delete(files, "testdata/wrong/plus.diff")
		delete(files, "testdata/wrong/minus.diff")
	}
	none := func(files map[string]string) {
		few(files)
		delete(files, "testdata/wrong/square.diff")
	}
	tests := []struct {
		label  string
		change func(files map[string]string)
		want   []string
	}{
		{"day1_a/01_right", func(files map[string]string) {
			few(files)
			delete(files, "testdata/wrong/square.diff")
			files["testdata/wrong/sum.go"] = "// wrong: it is not\n// caught by: TestDouble/three\n\n" + doubleGo("right", "x + x")
		}, []string{"wrong/sum.go passes TestDouble: it is right, or a case is missing", "has 1 solutions, want at least 3"}},
		{"day1_a/02_solved", func(files map[string]string) {
			none(files)
			files["testdata/stub/solved.go"] = files["testdata/solution/solved.go"]
		}, []string{"solved.go is not exercises/day1_a/02_solved/testdata/stub/solved.go", "TestDouble passes on the stub", "TestSum passes on the stub"}},
		// What an untouched exercise says in place of its tests is not what the audit judges.
		{"day1_a/08_message", func(files map[string]string) {
			none(files)
			files["message.go"] = files["testdata/solution/message.go"]
			files["testdata/stub/message.go"] = files["message.go"]
			files["main_test.go"] = "package message\n\nimport (\n\t\"flag\"\n\t\"fmt\"\n\t\"os\"\n\t\"testing\"\n)\n\nfunc TestMain(m *testing.M) {\n\tflag.Parse()\n" +
				"\tif !testing.Verbose() {\n\t\tfmt.Println(\"message is untouched\")\n\t\tos.Exit(1)\n\t}\n\tos.Exit(m.Run())\n}\n"
		}, []string{"TestDouble passes on the stub", "TestSum passes on the stub", " 0/2 "}},
		{"day1_a/03_catcher", func(files map[string]string) {
			few(files)
			files["testdata/wrong/square.diff"] = strings.Replace(files["testdata/wrong/square.diff"], "three", "four", 1)
		}, []string{`wrong/square.diff is not caught by "TestDouble/four" but by ["TestDouble/three" "TestDouble/minus_one" "TestDouble"]`}},
		{"day1_a/04_panic", func(files map[string]string) {
			none(files)
			files["panic.go"] = strings.Replace(files["panic.go"], "return 0", "return 1 / (x - 3)", 1)
			files["testdata/stub/panic.go"] = files["panic.go"]
		}, []string{"TestDouble must fail on the stub with a message of its own, but it panics in TestDouble", "divide by zero", " 1/2 "}},
		{"day1_a/05_hang", func(files map[string]string) {
			few(files)
			files["hang_test.go"] = strings.Replace(files["hang_test.go"], "rule: sums double too\\n    read: exercises", "rule: sums double too\\n    read: nowhere", 1)
			files["testdata/wrong/square.diff"] = strings.Replace(files["testdata/wrong/square.diff"], "return x * x", "<-make(chan bool)\n+\treturn 0", 1)
		}, []string{"wrong/square.diff times out in TestDouble/three (testdata/wrong/square.diff for hang.go)",
			`TestSum says "read: nowhere/day1_a/05_hang/README.md", which is not the file`}},
		{"day1_a/06_reference", func(files map[string]string) {
			none(files)
			files["testdata/solution/reference.go"] = strings.Replace(doubleGo("reference", "2 * x"), "\treturn", "\tx = x\n\treturn", 1)
		}, []string{"the reference does not build (testdata/solution/reference.go for reference.go)", "reference.go:7:2: self-assignment of x"}},
		{"day1_a/07_text", func(files map[string]string) {
			none(files)
			files["text_test.go"] = strings.Replace(files["text_test.go"], "rule: sums", "sums", 1)
			files["text_test.go"] = strings.Replace(files["text_test.go"], "edit: exercises/day1_a/07_text/text.go", "edit: text.go", 1)
		}, []string{`TestDouble/three says "edit: text.go", which is not the file`, `TestSum fails on the stub without a line that starts with "rule:"`}},
	}
	for _, tt := range tests {
		m.add(t, tt.label, tt.change)
	}
	out, err := m.run("audit", "-count=1", "-timeout=4s", "day1")
	if !errors.Is(err, errFailed) {
		t.Errorf("audit of broken exercises: error %v, want exit status 1", err)
	}
	for _, tt := range tests {
		mustContain(t, "audit of "+tt.label, auditOf(out, tt.label), append(tt.want, "FAILED")...)
	}
	mustContain(t, "the last line", out, "\n\n0 passed, 8 failed\n")
}

// auditOf cuts the row of an exercise and its problems out of the table.
func auditOf(table, label string) string {
	_, rest, _ := strings.Cut(table, "\n"+label+" ")
	row, below, _ := strings.Cut(rest, "\n")
	for line := range strings.Lines(below) {
		if !strings.HasPrefix(line, "    ") {
			break
		}
		row += "\n" + line
	}
	return row
}

func TestAuditOfSoundExercises(t *testing.T) {
	t.Parallel()
	m := newModule(t)
	m.add(t, "day1_a/01_double", nil)
	if _, err := m.run("audit", "-fix"); err != nil {
		t.Fatal(err)
	}
	got, want := m.read(t, solvedFile), `{
  "Replace": {
    "exercises/day1_a/01_double/double.go": "exercises/day1_a/01_double/testdata/solution/double.go"
  }
}
`
	if got != want {
		t.Errorf("%s\n got: %s\nwant: %s", solvedFile, got, want)
	}
	out, err := m.run("audit", "-count=2")
	if err != nil {
		t.Errorf("audit: %v, want none", err)
	}
	mustContain(t, "audit", out, " 2/2 ", " 3/3 ", "\n\n2 passed, 0 failed\n")
	t.Run("a reference that is right once", func(t *testing.T) {
		m.add(t, "day1_a/02_once", func(files map[string]string) {
			files["testdata/solution/once.go"] = strings.Replace(doubleGo("once", "2 * x"), "\treturn", "\tif calls++; calls > 4 {\n\t\treturn 0\n\t}\n\treturn", 1) + "\nvar calls int\n"
			for _, wrong := range []string{"square", "plus", "minus"} {
				delete(files, "testdata/wrong/"+wrong+".diff")
			}
		})
		out, _ := m.run("audit", "-count=2", "once")
		mustContain(t, "audit", out, "2/2        0/2       0/0  FAILED", "the reference failing in TestDouble/three")
		os.RemoveAll(m.path("exercises/day1_a/02_once"))
	})
	t.Run("stale solved.json", func(t *testing.T) {
		m.add(t, "day1_a/01_double", func(files map[string]string) {
			for file := range files {
				if file != "README.md" {
					delete(files, file) // quick: what is under test is the file
				}
			}
		})
		writeFile(t, m.path(solvedFile), `{"Replace": {}}`)
		os.RemoveAll(m.path("exercises/day1_a/01_double/testdata/wrong"))
		out, err := m.run("audit", "-count=1")
		if !errors.Is(err, errFailed) {
			t.Errorf("audit with a stale %s: error %v, want exit status 1", solvedFile, err)
		}
		mustContain(t, "audit", out, "it is not the list of exercises; write it anew: go run ./exercises audit -fix", "\n0 passed, 2 failed\n")
	})
}

// edited returns a change of one of the wrong solutions.
func edited(old, replacement string) func(files map[string]string) {
	return func(files map[string]string) {
		files["testdata/wrong/plus.diff"] = strings.Replace(files["testdata/wrong/plus.diff"], old, replacement, 1)
	}
}

// What can be read without running anything.
func TestAuditReadsFolders(t *testing.T) {
	for name, tt := range map[string]struct {
		change func(files map[string]string)
		want   string
	}{
		"no solution": {func(files map[string]string) { delete(files, "testdata/solution/double.go") },
			"testdata/solution has 0 .go files"},
		"two solutions": {func(files map[string]string) { files["testdata/solution/more.go"] = "package double\n" },
			"testdata/solution has 2 .go files"},
		"no stub":             {func(files map[string]string) { delete(files, "double.go") }, "double.go is missing; reset puts it back"},
		"no copy of the stub": {func(files map[string]string) { delete(files, "testdata/stub/double.go") }, "testdata/stub/double.go is missing"},
		"no tests":            {func(files map[string]string) { delete(files, "double_test.go") }, "no Test function"},
		"no README":           {func(files map[string]string) { delete(files, "README.md") }, "README.md is missing"},
		"no hints":            {func(files map[string]string) { delete(files, "HINTS.md") }, "HINTS.md has 0 hints, want 3"},
		"a hint missing": {func(files map[string]string) {
			files["HINTS.md"], _, _ = strings.Cut(files["HINTS.md"], "<details><summary>Hint 3")
		}, "HINTS.md has 2 hints, want 3"},
		"hints out of order": {func(files map[string]string) {
			files["HINTS.md"] = strings.Replace(files["HINTS.md"], "Hint 2:", "Hint two:", 1)
		}, `hint "Hint two: the approach" should start with "Hint 2:"`},
		"an empty hint": {func(files map[string]string) {
			files["HINTS.md"] = strings.Replace(files["HINTS.md"], "Add or multiply.", "", 1)
		}, `hint "Hint 2: the approach" should start with "Hint 2:" and have a text`},
		"hints in plain sight": {func(files map[string]string) {
			files["README.md"] += "\n<details><summary>Hint 1: a nudge</summary>\n\nCount.\n\n</details>\n"
		}, "README.md has hints; they belong into HINTS.md"},
		"no way to the hints": {func(files map[string]string) {
			files["README.md"] = strings.Replace(files["README.md"], "hint NAME", "hints", 1)
			files["README.md"] = strings.Replace(files["README.md"], "exercises hint", "exercises board", 1)
		}, `README.md does not show the command "go run ./exercises hint "`},
		"no command": {func(files map[string]string) {
			files["README.md"] = strings.Replace(files["README.md"], "go test", "go vet", 1)
		}, `README.md does not show the command "go test ./exercises/day1_a/01_double"`},
		"too few wrong": {func(files map[string]string) { delete(files, "testdata/wrong/plus.diff") },
			"testdata/wrong has 2 solutions, want at least 3"},
		"no misconception": {edited("wrong: ", "Wrong "), `wrong/plus.diff: want "wrong: " and the misconception first`},
		"no catcher":       {edited("caught by: Test", "caught by: "), `wrong/plus.diff: want "wrong: " and the misconception first, then "caught by: " and a test`},
		"no edit":          {edited("@@", "@"), `wrong/plus.diff: no line starts with "@@"`},
		"an edit of what is not there": {edited("return 2 * x", "return 3 * x"),
			"wrong/plus.diff: hunk 1: its old text stands 0 times in the reference, want once"},
		"an edit of what is there twice": {func(files map[string]string) {
			files["testdata/solution/double.go"] += "\nfunc again(x int) int {\n\treturn 2 * x\n}\n"
			delete(files, "testdata/wrong/minus.diff")
			files["testdata/wrong/minus.go"] = "// wrong: a\n// caught by: TestDouble\n" + doubleGo("double", "-x")
			files["testdata/wrong/square.diff"] = strings.Replace(files["testdata/wrong/square.diff"], "@@\n", "@@\n func Double(x int) int {\n", 1)
		}, "wrong/plus.diff: hunk 1: its old text stands 2 times in the reference, want once"},
		"an edit that inserts somewhere": {edited("-\treturn 2 * x\n", ""), "wrong/plus.diff: hunk 1: its old text stands 0 times"},
		"an edit without a change":       {edited("+\treturn x + 2", "+\treturn 2 * x"), "wrong/plus.diff: hunk 1: it changes nothing"},
		"edits out of order":             {edited("@@\n", "@@\n }\n+// End.\n@@\n"), "wrong/plus.diff: hunk 2: its old text does not stand below"},
		"a line that is neither":         {edited("@@\n", "@@\nreturn\n"), "wrong/plus.diff: hunk 1: a line starts with a blank, - or +, not with 'r'"},
		"a wrong solution that yields":   {edited("+\treturn", "+\truntime.Gosched()\n+\treturn"), "wrong/plus.diff: it yields or sleeps"},
		"a wrong solution that sleeps":   {edited("+\treturn", "+\ttime.Sleep(1)\n+\treturn"), "wrong/plus.diff: it yields or sleeps"},
	} {
		t.Run(name, func(t *testing.T) {
			m := newModule(t)
			m.add(t, "day1_a/01_double", tt.change)
			e := m.all(t)[0]
			problems := m.inspect(e)
			if got := strings.Join(problems, "\n"); !strings.Contains(got, tt.want) {
				t.Errorf("audit of an exercise with %s\n got: %q\nwant: %q", name, got, tt.want)
			}
			if want := 1; len(problems) != want {
				t.Errorf("audit of an exercise with %s: %d problems %q, want %d", name, len(problems), problems, want)
			}
		})
	}
}
