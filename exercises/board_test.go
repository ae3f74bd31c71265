package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"workbook/exercises/internal/gotest"
)

// boardModule has an exercise in each state.
func boardModule(t *testing.T) *workbook {
	t.Helper()
	m := newModule(t)
	m.add(t, "day1_a/01_done", nil)
	m.solve(t, "done")
	m.add(t, "day1_a/02_begun", func(files map[string]string) { files["begun.go"] = doubleGo("begun", "3") }) // the sum is right
	m.add(t, "day1_a/03_broken", func(files map[string]string) { files["broken.go"] = doubleGo("broken", "x x") })
	saved := time.Now().Add(time.Minute)
	if err := os.Chtimes(m.path("exercises/day1_a/02_begun/begun.go"), saved, saved); err != nil {
		t.Fatal(err)
	}
	m.add(t, "day2_b/01_new", nil)
	m.add(t, "day2_b/02_lost", func(files map[string]string) { delete(files, "testdata/solution/lost.go") })
	m.add(t, "capstone", func(files map[string]string) {
		text := strings.ReplaceAll(files["capstone_test.go"], "TestDouble", "TestStage1")
		files["capstone_test.go"] = strings.ReplaceAll(text, "TestSum", "TestStage2")
		files["capstone.go"] = doubleGo("capstone", "3")
	})
	m.add(t, "drills/01_quiet", nil)
	return m
}

func TestBoard(t *testing.T) {
	m := boardModule(t)
	writeFile(t, m.path("day1_a/README.md"), "# A lesson\n")
	got, err := m.run()
	if err != nil {
		t.Fatal(err)
	}
	want := `
day1_a
  01_done           solved
  02_begun          failing          1 of 2 tests pass
  03_broken         does not build   broken.go:7:11: syntax error: unexpected n

day2_b
  01_new            not started
  02_lost           malformed        testdata/solution has 0 .go files, want th

  capstone          failing          1 of 2 stages

drills
  01_quiet          not started

[##..................] 1 of 7 solved

Next: day1_a/02_begun
  lesson  day1_a/README.md
  folder  exercises/day1_a/02_begun
  task    README.md in it
  edit    begun.go in it
  watch   go run ./exercises watch 1/begun
  stuck?  go run ./exercises hint 1/begun
`
	if got != filepath.FromSlash(want) && got != want {
		t.Errorf("board\n got:\n%s\nwant:\n%s", got, want)
	}
	for line := range strings.Lines(got) {
		if n := len(strings.TrimRight(line, "\n")); n > 80 {
			t.Errorf("board: a line of %d columns, want at most 80: %q", n, line)
		}
	}
	mustContain(t, "progress", m.log.String(), "[....................] 0 of 4  building", "[####################] 4 of 4  ")
	mustLack(t, "the board without a terminal", got+m.log.String(), "\x1b", "\r")
}

func TestBoardRemembers(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_done", nil)
	m.solve(t, "done")
	m.add(t, "day1_a/02_new", nil)
	first, err := m.run()
	if err != nil {
		t.Fatal(err)
	}
	t.Run("nothing changed", func(t *testing.T) {
		t.Setenv("PATH", "") // there is no go command to run
		got, err := m.run()
		if err != nil || got != first {
			t.Errorf("second board\n got: error %v\n%s\nwant:\n%s", err, got, first)
		}
		if got := m.log.String(); got != "" {
			t.Errorf("progress of a board that runs nothing: got %q, want none", got)
		}
	})
	t.Run("a file changed", func(t *testing.T) {
		writeFile(t, m.path("exercises/day1_a/01_done/done.go"), doubleGo("done", "3"))
		got, err := m.run()
		if err != nil {
			t.Fatal(err)
		}
		mustContain(t, "board after a change", got, "01_done           failing          1 of 2 tests pass", "0 of 2 solved", "Next: day1_a/01_done")
		mustContain(t, "progress after a change", m.log.String(), "1 of 1")
	})
	t.Run("a day changed", func(t *testing.T) {
		writeFile(t, m.path("day1_a/kit.go"), "package kit\n")
		if _, err := m.run(); err != nil {
			t.Fatal(err)
		}
		mustContain(t, "progress after a change of a day", m.log.String(), "1 of 1")
	})
}

// On a fresh clone nothing has to run: not one test binary is built. It fits 60 columns.
func TestBoardOfAFreshClone(t *testing.T) {
	m := newModule(t)
	m.width = 60
	for _, label := range []string{"day141_slog/02_redact", "day143_tracecontext/01_traceparent"} {
		m.add(t, label, func(files map[string]string) {
			files["README.md"] = strings.Replace(files["README.md"], "# ", "# 02 · A title (30 minutes)\n\n", 1)
		})
	}
	yesterday, today := time.Now().AddDate(0, 0, -1).Format(time.DateOnly), time.Now().Format(time.DateOnly)
	writeFile(t, m.path("journal/progress.json"), `{"cards": {"a": {"due": "2020-01-01"}, "b": {"due": "`+today+`"}, "c": {"due": "2999-01-01"}},
		"answers": [{"day": "2020-01-01"}, {"day": "`+yesterday+`"}, {"day": "`+yesterday+`"}, {"day": "`+today+`"}]}`)
	t.Setenv("PATH", "") // there is no go command
	got, err := m.run()
	want := `Red on a fresh clone is expected: an exercise fails until you solve it.

day141_slog
  02_redact *       not started

day143_tracecontext
  01_traceparent *  not started

[....................] 0 of 2 solved
* the short path, one exercise a day: 0 of 6 solved
journal: 2 cards due, 2 days in a row: go run ./journal

Next: day141_slog/02_redact (30 minutes)
  folder  exercises/day141_slog/02_redact
  task    README.md in it
  edit    redact.go in it
  watch   go run ./exercises watch 141/redact
  stuck?  go run ./exercises hint 141/redact
`
	if err != nil || filepath.ToSlash(got) != want {
		t.Errorf("board\n got: error %v\n%s\nwant:\n%s", err, got, want)
	}
	for line := range strings.Lines(got) {
		if n := len(strings.TrimRight(line, "\n")); n > 60 && !strings.HasPrefix(line, "Red ") {
			t.Errorf("board on 60 columns: a line of %d: %q", n, line)
		}
	}
}

func TestBoardFromASubFolder(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_double", nil)
	m.cwd = m.path("exercises/day1_a")
	got, err := m.run()
	if err != nil {
		t.Fatal(err)
	}
	mustContain(t, "board from a sub-folder", filepath.ToSlash(got), "  folder  01_double\n", "go run workbook/exercises watch 1/double\n")
}

func TestBoardOnATerminal(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_double", nil)
	m.solve(t, "double")
	m.colour, m.bar = true, true
	got, err := m.run()
	if err != nil {
		t.Fatal(err)
	}
	mustContain(t, "board", got, "\x1b[32msolved         \x1b[0m", "[####################] 1 of 1 solved")
	if on, off := strings.Count(got, "\x1b["), strings.Count(got, "\x1b[0m"); on != 2*off {
		t.Errorf("board: %d escape sequences, %d of them ends; want each colour ended\n%q", on, off, got)
	}
	bar := m.log.String()
	mustContain(t, "bar", bar, "\r[....................] 0 of 1  building", "\r[####################] 1 of 1  01_double\x1b[K")
	if want := "\r\x1b[K"; !strings.HasSuffix(bar, want) {
		t.Errorf("bar: got %q, want it cleared with %q at the end", bar, want)
	}
}

func TestColourIsForTerminals(t *testing.T) {
	m := newModule(t)
	t.Chdir(m.root)
	device, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0) // a character device, as a terminal is
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(m.path("out.txt"))
	if err != nil {
		t.Fatal(err)
	}
	stdout := os.Stdout
	t.Cleanup(func() {
		os.Stdout = stdout
		device.Close()
		file.Close()
	})
	for _, tt := range []struct {
		what          string
		out           *os.File
		noColor, term string
		want          bool
	}{
		{"a terminal", device, "", "xterm", true},
		{"a terminal with NO_COLOR", device, "1", "xterm", false},
		{"a dumb terminal", device, "", "dumb", false},
		{"a file", file, "", "xterm", false},
	} {
		t.Setenv("NO_COLOR", tt.noColor)
		t.Setenv("TERM", tt.term)
		t.Setenv("WT_SESSION", "1")
		os.Stdout = tt.out
		a, err := newApp()
		if err != nil {
			t.Fatal(err)
		}
		if a.colour != tt.want {
			t.Errorf("colour on %s: got %t, want %t", tt.what, a.colour, tt.want)
		}
	}
}

func TestBoardDetails(t *testing.T) {
	e := &exercise{dir: "exercises/day1_a/01_double", tests: []string{"TestDouble", "TestSum"}}
	for _, tt := range []struct {
		v    gotest.Verdict
		want string
	}{
		{gotest.Verdict{Kind: gotest.Solved, Passed: []string{"TestDouble", "TestSum"}}, ""},
		{gotest.Verdict{Kind: gotest.Failing, Case: "TestSum", Passed: []string{"TestDouble"}}, "1 of 2 tests pass"},
		{gotest.Verdict{Kind: gotest.Untouched}, ""},
		{gotest.Verdict{Kind: gotest.Failing, Case: "TestDouble/three"}, "0 of 2 tests pass"},
		{gotest.Verdict{Kind: gotest.Runaway, Case: "TestSum", Text: []string{"stopped: it held 2.1 GB of memory"}}, "TestSum"},
		{gotest.Verdict{Kind: gotest.Racy, Case: "TestSum", Text: []string{"WARNING: DATA RACE"}}, "TestSum"},
		{gotest.Verdict{Kind: gotest.Failing, Text: []string{"the process ended"}}, "0 of 2 tests pass"},
		{gotest.Verdict{Kind: gotest.TimedOut, Case: "TestDouble/three", Text: []string{"panic: test timed out after 1m"}}, "TestDouble/three"},
		{gotest.Verdict{Kind: gotest.Panicked, Case: "TestDouble", Text: []string{"panic: ouch", "    at x.go:1"}}, "panic: ouch"},
		{gotest.Verdict{Kind: gotest.Unbuilt, Text: []string{"exercises/day1_a/01_double/double.go:7:1: syntax error: unexpected EOF, expected }"}}, "double.go:7:1: syntax error: unexpected EOF, expected }"},
		{gotest.Verdict{Kind: gotest.Malformed}, ""},
	} {
		if got := (&standing{exercise: e, verdict: tt.v}).detail(); got != tt.want {
			t.Errorf("detail of %+v\n got: %q\nwant: %q", tt.v, got, tt.want)
		}
	}
}

func TestBoardOfNothing(t *testing.T) {
	m := newModule(t)
	got, err := m.run()
	if want := "[....................] 0 of 0 solved\n"; err != nil || !strings.HasSuffix(got, want) {
		t.Errorf("board without exercises\n got: error %v, %q\nwant: %q at the end", err, got, want)
	}
	m.add(t, "day1_a/01_lost", func(files map[string]string) { delete(files, "testdata/solution/lost.go") })
	got, err = m.run()
	if err != nil || !strings.HasSuffix(got, "] 0 of 1 solved\n") {
		t.Errorf("board with an incomplete exercise alone\n got: error %v, %q\nwant: nothing next", err, got)
	}
}

func TestNewAppFindsTheModule(t *testing.T) {
	m := newModule(t)
	m.add(t, "day1_a/01_double", nil)
	for _, dir := range []string{"", "exercises", "exercises/day1_a/01_double"} {
		t.Chdir(m.path(dir))
		a, err := newApp()
		if err != nil {
			t.Errorf("newApp in %q: %v", dir, err)
			continue
		}
		if root, _ := filepath.EvalSymlinks(m.root); a.root != m.root && a.root != root {
			t.Errorf("newApp in %q: got root %q, want %q", dir, a.root, m.root)
		}
	}
	t.Chdir(t.TempDir())
	if _, err := newApp(); err == nil || !strings.Contains(err.Error(), "run this inside the workbook") {
		t.Errorf("newApp outside a module: got %v, want to be told where to run it", err)
	}
}
