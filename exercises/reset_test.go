package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// commit records the whole module in git.
func (m *workbook) commit(t *testing.T, message string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git here")
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "-A"}, {"commit", "-q", "-m", message}} {
		cmd := exec.Command("git", append([]string{"-c", "user.name=A Reader", "-c", "user.email=reader@example.com", "-c", "commit.gpgsign=false"}, args...)...)
		cmd.Dir = m.root
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
	}
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

// The stub needs no history: no repository, and in one neither the first commit nor an untouched file.
func TestReset(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_double", nil)
	stub := m.read(t, doubleFile)
	if got, err := m.run("reset", "double"); err != nil || got != "double.go is the stub already.\n" {
		t.Errorf("reset of the stub\n got: %q, error %v\nwant: to be told that it is the stub", got, err)
	}
	writeFile(t, m.path(doubleFile), "my first try")
	got, err := m.run("reset") // without a name it is the one that was saved last
	want := "Your version is kept as exercises/day1_a/01_double/double.go.bak\ndouble.go is the stub again.\n"
	if err != nil || got != want {
		t.Errorf("reset\n got: %q, error %v\nwant: %q", got, err, want)
	}
	for file, want := range map[string]string{doubleFile: stub, doubleFile + ".bak": "my first try"} {
		if got := m.read(t, file); got != want {
			t.Errorf("%s after reset\n got: %q\nwant: %q", file, got, want)
		}
	}
	t.Run("a solution that was committed", func(t *testing.T) {
		writeFile(t, m.path(doubleFile), "solved")
		m.commit(t, "Publish, the solution included, as a clone of depth 1 has it")
		if _, err := m.run("reset", "double"); err != nil || m.read(t, doubleFile) != stub {
			t.Errorf("reset: error %v, %q; want the stub", err, m.read(t, doubleFile))
		}
	})
	t.Run("an older .bak stays", func(t *testing.T) {
		writeFile(t, m.path(doubleFile), "third")
		if _, err := m.run("reset", "double"); err != nil {
			t.Fatal(err)
		}
		for file, want := range map[string]string{".bak": "my first try", ".2.bak": "solved", ".3.bak": "third"} {
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
	t.Run("other line ends", func(t *testing.T) {
		writeFile(t, m.path(doubleFile), strings.ReplaceAll(stub, "\n", "\r\n"))
		if out, err := m.run("reset", "double"); err != nil || !strings.Contains(out, "is the stub already") {
			t.Errorf("reset of a stub with CRLF: %q, error %v; want to be told that it is the stub", out, err)
		}
	})
	t.Run("no copy of the stub", func(t *testing.T) {
		writeFile(t, m.path(doubleFile), "mine")
		os.Remove(m.path("exercises/day1_a/01_double/testdata/stub/double.go"))
		_, err := m.run("reset", "double")
		if err == nil || !strings.Contains(err.Error(), "Take it from a fresh copy") || m.read(t, doubleFile) != "mine" {
			t.Errorf("reset without a copy of the stub: error %v, want a way out, and the file as it was", err)
		}
	})
}

func must(out string, err error) string {
	if err != nil {
		return err.Error()
	}
	return out
}
