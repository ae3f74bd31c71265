package main

import (
	"strings"
	"testing"
)

func TestCompare(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_double", func(files map[string]string) {
		files["testdata/solution/double.go"] += "\nfunc half(x int) int { return x / 2 }\n"
	})
	_, err := m.run("compare", "double")
	if want := "day1_a/01_double is not solved yet (not started).\nThis would show the reference.\n" +
		"  hint     go run ./exercises hint 1/double\n  show it  go run ./exercises compare -spoil 1/double"; err == nil || err.Error() != want {
		t.Errorf("compare before it is solved\n got: %v\nwant: %s", err, want)
	}
	want := `Double
- yours  + reference
 func Double(x int) int {
-	return 0
+	return 2 * x
 }

half, only in the reference
+func half(x int) int { return x / 2 }

The whole reference: exercises/day1_a/01_double/testdata/solution/double.go
`
	for _, args := range [][]string{{"compare", "double", "-spoil"}, {"compare", "-spoil", "double"}, {"compare", "-spoil"}} {
		if got, err := m.run(args...); err != nil || got != want {
			t.Errorf("%q\n got: error %v\n%s\nwant:\n%s", args, err, got, want)
		}
	}
	mine := strings.Replace(doubleGo("double", "twice(x)"), "TODO: do so.", "It adds.", 1) + "\nfunc twice(x int) int { return x + x }\n"
	writeFile(t, m.path(doubleFile), strings.ReplaceAll(mine, "\n", "\r\n"))
	want = `Double
- yours  + reference
-// It adds.
 func Double(x int) int {
-	return twice(x)
+	return 2 * x
 }

half, only in the reference
+func half(x int) int { return x / 2 }

Only in yours: twice

Your version is fine too: every test passes.
The whole reference: exercises/day1_a/01_double/testdata/solution/double.go
`
	if got, err := m.run("compare"); err != nil || got != want {
		t.Errorf("compare of a solved file with CRLF\n got: error %v\n%s\nwant:\n%s", err, got, want)
	}
	m.colour = true
	got, _ := m.run("compare", "double")
	mustContain(t, "compare on a terminal", got, "\x1b[31m-\treturn twice(x)\x1b[0m\n", "\x1b[32m+\treturn 2 * x\x1b[0m\n")
	m.colour = false
	t.Run("side by side", func(t *testing.T) {
		m.width = 100
		defer func() { m.width = 80 }()
		got, err := m.run("compare", "double")
		want := "Double\n" +
			"yours                                              reference\n" +
			"// It adds.\n" +
			"func Double(x int) int {                           func Double(x int) int {\n" +
			"  return twice(x)                                    return 2 * x\n" +
			"}                                                  }\n\n"
		if err != nil || !strings.HasPrefix(got, want) {
			t.Errorf("compare on 100 columns\n got: error %v\n%s\nwant:\n%s", err, got, want)
		}
		m.width = 60
		for line := range strings.Lines(got) {
			if n := len(strings.TrimRight(line, "\n")); n > 100 {
				t.Errorf("compare on 100 columns: a line of %d: %q", n, line)
			}
		}
	})
	m.solve(t, "double")
	if got, want := must(m.run("compare", "double")), "double.go is the reference, but for comments at most.\n"; got != want {
		t.Errorf("compare of the reference\n got: %q\nwant: %q", got, want)
	}
	writeFile(t, m.path(doubleFile), "package double\n\nfunc Double(")
	if _, err := m.run("compare", "-spoil"); err == nil || !strings.Contains(err.Error(), "expected") {
		t.Errorf("compare -spoil of half a file: got %v, want what the parser says", err)
	}
}
