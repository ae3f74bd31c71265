package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// commit records the whole module in git and returns the commit's short name.
func (m *workbook) commit(t *testing.T, message string) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git here")
	}
	var out []byte
	for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}, {"commit", "-q", "-m", message}, {"rev-parse", "--short", "HEAD"}} {
		cmd := exec.Command("git", append([]string{"-c", "user.name=A Reader", "-c", "user.email=reader@example.com", "-c", "commit.gpgsign=false"}, args...)...)
		cmd.Dir = m.root
		var err error
		if out, err = cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
	}
	return strings.TrimSpace(string(out))
}

func (m *workbook) read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(m.path(file))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

const doubleFile = "exercises/day1_a/01_double/double.go"

func TestResetFromGit(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_double", nil)
	stub := m.read(t, doubleFile)
	first := m.commit(t, "Publish")
	writeFile(t, m.path(doubleFile), "my first try")
	m.commit(t, "Try")
	writeFile(t, m.path(doubleFile), "my second try")

	got, err := m.run("reset", "double")
	want := "Your version is kept as exercises/day1_a/01_double/double.go.bak\ndouble.go is the stub again, as in commit " + first + ".\n"
	if err != nil || got != want {
		t.Errorf("reset\n got: %q, error %v\nwant: %q", got, err, want)
	}
	for file, want := range map[string]string{doubleFile: stub, doubleFile + ".bak": "my second try"} {
		if got := m.read(t, file); got != want {
			t.Errorf("%s after reset\n got: %q\nwant: %q", file, got, want)
		}
	}
	if got, err := m.run("reset", "double"); err != nil || !strings.Contains(got, "is the stub already") {
		t.Errorf("reset of the stub\n got: %q, error %v\nwant: to be told that it is the stub", got, err)
	}
	t.Run("an older .bak stays", func(t *testing.T) {
		for _, try := range []string{"third", "fourth"} {
			writeFile(t, m.path(doubleFile), try)
			if _, err := m.run("reset", "double"); err != nil {
				t.Fatal(err)
			}
		}
		for file, want := range map[string]string{".bak": "my second try", ".2.bak": "third", ".3.bak": "fourth"} {
			if got := m.read(t, doubleFile+file); got != want {
				t.Errorf("%s\n got: %q\nwant: %q", doubleFile+file, got, want)
			}
		}
	})
	t.Run("a file that is gone", func(t *testing.T) {
		if err := os.Remove(m.path(doubleFile)); err != nil {
			t.Fatal(err)
		}
		if out, err := m.run("reset", "double"); err != nil || strings.Contains(out, "kept as") || m.read(t, doubleFile) != stub {
			t.Errorf("reset without a file: %q, error %v; want the stub back", out, err)
		}
	})
	t.Run("the stub came after its tests", func(t *testing.T) {
		m := newModule(t)
		m.add(t, "day1_a/01_double", nil)
		if err := os.Remove(m.path(doubleFile)); err != nil {
			t.Fatal(err)
		}
		m.commit(t, "Test")
		writeFile(t, m.path(doubleFile), stub)
		m.commit(t, "Add the stub")
		writeFile(t, m.path(doubleFile), "mine")
		m.commit(t, "Try")
		if out, err := m.run("reset", "double"); err != nil || m.read(t, doubleFile) != stub {
			t.Errorf("reset of a stub that came later: %q, error %v, got %q", out, err, m.read(t, doubleFile))
		}
	})
	t.Run("the authors corrected it", func(t *testing.T) {
		m.add(t, "day1_a/01_double", func(files map[string]string) {
			files["double.go"] = strings.Replace(files["double.go"], "twice x", "x twice", 1)
			files["double_test.go"] += "\n// better now\n"
		})
		stub := m.read(t, doubleFile)
		m.commit(t, "Correct")
		writeFile(t, m.path(doubleFile), "fifth")
		m.commit(t, "Try again")
		if out, err := m.run("reset", "double"); err != nil || m.read(t, doubleFile) != stub {
			t.Errorf("reset after a correction: %q, error %v\n got: %q\nwant: %q", out, err, m.read(t, doubleFile), stub)
		}
	})
}

func TestResetWithoutGit(t *testing.T) {
	m := newModule(t)
	t.Setenv("GIT_CEILING_DIRECTORIES", m.root+"/..") // whatever lies above the temporary folder
	m.add(t, "day1_a/01_double", nil)
	stub := m.read(t, doubleFile)
	writeFile(t, m.path(doubleFile), "changed before any board")
	_, err := m.run("reset", "double")
	if want := "no git history"; err == nil || !strings.Contains(err.Error(), want) || m.read(t, doubleFile) != "changed before any board" {
		t.Errorf("reset of a stub never seen: got %v, want %q, and the file as it was", err, want)
	}
	writeFile(t, m.path(doubleFile), stub)
	if _, err := m.run(); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{doubleGo("double", "3"), doubleGo("double", "x x"), doubleGo("double", "0*x"), doubleGo("double", "2*x")} {
		writeFile(t, m.path(doubleFile), text)
		if _, err := m.run(); err != nil { // a later board keeps the copy of the first
			t.Fatal(err)
		}
		out, err := m.run("reset", "double")
		if err != nil || m.read(t, doubleFile) != stub {
			t.Errorf("reset of %q\n got: %q, error %v, %q\nwant: the stub of the first board", text, out, err, m.read(t, doubleFile))
		}
		mustContain(t, "reset", out, "is the stub again, as the board first saw it.")
	}
}

func TestCompare(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_double", nil)
	_, err := m.run("compare", "double")
	if want := "day1_a/01_double is not solved yet (failing).\nThis would show the reference.\n" +
		"  hint     go run ./exercises hint day1_a/01_double\n  show it  go run ./exercises compare -spoil day1_a/01_double"; err == nil || err.Error() != want {
		t.Errorf("compare before it is solved\n got: %v\nwant: %s", err, want)
	}
	want := "--- exercises/day1_a/01_double/double.go\n+++ exercises/day1_a/01_double/testdata/solution/double.go\n" +
		"@@ -4,5 +4,5 @@\n //\n // TODO: do so.\n func Double(x int) int {\n-\treturn 0\n+\treturn 2 * x\n }\n"
	for _, args := range [][]string{{"compare", "double", "-spoil"}, {"compare", "-spoil", "double"}} {
		if got, err := m.run(args...); err != nil || got != want {
			t.Errorf("%q\n got: error %v\n%s\nwant:\n%s", args, err, got, want)
		}
	}
	writeFile(t, m.path(doubleFile), strings.ReplaceAll(doubleGo("double", "x + x"), "\n", "\r\n"))
	if got, err := m.run("compare", "double"); err != nil || got != strings.Replace(want, "return 0", "return x + x", 1) {
		t.Errorf("compare of a solved file with CRLF\n got: error %v\n%s\nwant: one line changed", err, got)
	}
	m.colour = true
	got, _ := m.run("compare", "double")
	mustContain(t, "compare on a terminal", got, "\x1b[31m-\treturn x + x\x1b[0m\n", "\x1b[32m+\treturn 2 * x\x1b[0m\n", "\n //\n")
	m.colour = false
	m.solve(t, "double")
	if got, want := must(m.run("compare", "double")), "double.go is the reference, line for line\n"; got != want {
		t.Errorf("compare of the reference\n got: %q\nwant: %q", got, want)
	}
}

func must(out string, err error) string {
	if err != nil {
		return err.Error()
	}
	return out
}
