package main

import (
	"os"
	"strings"
	"testing"
)

func TestWrongShowsEachMistake(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_double", func(files map[string]string) {
		delete(files, "testdata/wrong/plus.diff")
		delete(files, "testdata/wrong/minus.diff")
		files["testdata/wrong/thrice.go"] = "// wrong: two is three,\n// nearly\n// caught by: TestSum\n\n" + doubleGo("double", "3 * x")
	})
	_, err := m.run("wrong", "double")
	want := "day1_a/01_double is not solved yet (not started).\nThis would show the reference.\n" +
		"  hint     go run ./exercises hint 1/double\n  show it  go run ./exercises wrong -spoil 1/double"
	if err == nil || err.Error() != want {
		t.Errorf("wrong before it is solved\n got: %v\nwant: %s", err, want)
	}
	want = `day1_a/01_double: how people get it wrong. - is the reference, + the mistake.

1. doubling is square
caught by TestDouble/three
@@ -4,5 +4,5 @@
 //
 // TODO: do so.
 func Double(x int) int {
-	return 2 * x
+	return x * x
 }

2. two is three,
   nearly
caught by TestSum
@@ -4,5 +4,5 @@
 //
 // TODO: do so.
 func Double(x int) int {
-	return 2 * x
+	return 3 * x
 }

Which one was yours?
`
	got, err := m.run("wrong", "-spoil", "double")
	if err != nil || got != want {
		t.Errorf("wrong -spoil\n got: error %v\n%s\nwant:\n%s", err, got, want)
	}
	m.solve(t, "double")
	got, err = m.run("wrong", "double")
	if err != nil || got != want {
		t.Errorf("wrong of one that is solved\n got: error %v\n%s\nwant:\n%s", err, got, want)
	}
}

func TestMistakeWithOtherLineEnds(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_double", func(files map[string]string) {
		for _, file := range []string{"testdata/wrong/plus.diff", "testdata/solution/double.go"} {
			files[file] = strings.ReplaceAll(files[file], "\n", "\r\n")
		}
	})
	e := m.one(t, "double")
	got, err := m.mistake(e, e.dir+"/testdata/wrong/plus.diff")
	if want := doubleGo("double", "x + 2"); err != nil || strings.Join(got.text, "") != want {
		t.Errorf("mistake with \\r\\n\n got: error %v, %q\nwant: %q", err, got.text, want)
	}
}

// README.md shows the format on a file that is there.
func TestReadmeShowsARealMistake(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	const file = "day141_slog/02_redact/testdata/wrong/case_only.diff"
	mistake, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if want := "```diff\n" + string(mistake) + "```\n"; !strings.Contains(string(readme), want) {
		t.Errorf("README.md should show %s as it is:\n%s", file, want)
	}
}
