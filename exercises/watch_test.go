package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// A screen is where watch prints. A test waits until a text has come up.
type screen struct {
	mu   sync.Mutex
	text strings.Builder
	more chan struct{}
	seen int
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	s.text.Write(p)
	s.mu.Unlock()
	select {
	case s.more <- struct{}{}:
	default:
	}
	return len(p), nil
}

// await waits for text after what earlier calls waited for, and returns what came before it.
func (s *screen) await(t *testing.T, text string) string {
	t.Helper()
	deadline := time.NewTimer(time.Minute)
	defer deadline.Stop()
	for {
		s.mu.Lock()
		rest := s.text.String()[s.seen:]
		s.mu.Unlock()
		if before, _, ok := strings.Cut(rest, text); ok {
			s.seen += len(before) + len(text)
			return before
		}
		select {
		case <-s.more:
		case <-deadline.C:
			t.Fatalf("watch\n got:\n%s\nwant: %q within a minute", rest, text)
		}
	}
}

// watching starts watch and returns its screen, its keyboard, and a function that waits for its end.
func (m *workbook) watching(t *testing.T, args ...string) (*screen, *io.PipeWriter, context.CancelFunc, func() error) {
	t.Helper()
	s := &screen{more: make(chan struct{}, 1)}
	in, keyboard := io.Pipe()
	m.app.printer.out, m.app.printer.log, m.app.in = s, io.Discard, in
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- m.command(ctx, append([]string{"watch"}, args...)) }()
	t.Cleanup(cancel)
	return s, keyboard, cancel, func() error {
		select {
		case err := <-ended:
			return err
		case <-time.After(time.Minute):
			t.Fatal("watch: still running after a minute, want it to have ended")
			return nil
		}
	}
}

func TestWatch(t *testing.T) {
	t.Parallel()
	m := newModule(t)
	m.add(t, "day1_a/01_double", nil)
	m.add(t, "day1_a/02_half", nil)
	file := m.path(doubleFile)
	s, keyboard, _, wait := m.watching(t)
	s.await(t, "day1_a/01_double\n  folder  ")
	s.await(t, "0 of 2 tests pass. First to fail: TestDouble/three")
	s.await(t, "rule: twice as much")

	writeFile(t, file, doubleGo("double", "3"))
	s.await(t, "double.go saved\n")
	s.await(t, "1 of 2 tests pass. First to fail: TestDouble/three")
	writeFile(t, file, "package double\n\nfunc Double(")
	s.await(t, "it does not build:")
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
	s.await(t, "double.go is gone; waiting for it to come back")
	writeFile(t, file, doubleGo("double", "[]int{}[x]"))
	s.await(t, "it panics in TestDouble:")
	s.await(t, "panic: runtime error: index out of range [3] with length 0")

	// An endless loop is cut short by the next save, long before its timeout.
	writeFile(t, file, strings.Replace(doubleGo("double", "0"), "return 0", "for {\n\t}", 1))
	s.await(t, "saved")
	s.await(t, "still running; a test that takes over 10s is stopped")
	replacement := filepath.Join(t.TempDir(), "double.go") // as editors save that rename
	writeFile(t, replacement, doubleGo("double", "4*x"))
	if err := os.Rename(replacement, file); err != nil {
		t.Fatal(err)
	}
	s.await(t, "First to fail: TestDouble/three")
	press := func(key, want string) string {
		t.Helper()
		if _, err := io.WriteString(keyboard, key+"\n"); err != nil {
			t.Fatal(err)
		}
		return s.await(t, want)
	}
	press("c", "show it  c again")
	press("h", "2 more: h\n")
	press("c", "show it  c again")
	press("c", "+\treturn 2 * x")
	writeFile(t, file, doubleGo("double", "x+x"))
	s.await(t, "solved: every test passes")
	s.await(t, "  took    ")
	s.await(t, "  read    Double in testdata/solution/double.go")
	s.await(t, "n goes on\n")
	press("c", "Your version is fine too") // it has not moved on by itself
	press("w", "1. doubling is minus")
	press("n", "day1_a/02_half\n  folder  ")
	s.await(t, "0 of 2 tests pass")
	press("hint", "Hint 1: a nudge")
	press("H", "Hint 2: the approach")
	press("c", "day1_a/02_half is not solved yet (not started)")
	press("r", "0 of 2 tests pass")
	press("", "0 of 2 tests pass")
	press("x", `"x" is none of the letters h c w r n q`)
	press("n", "No other exercise is left to solve.")
	if err := wait(); err != nil {
		t.Errorf("watch, at its end: %v, want no error", err)
	}
}

func TestWatchOfOneThatIsSolved(t *testing.T) {
	t.Parallel()
	m := newModule(t)
	m.add(t, "day1_a/01_double", nil)
	m.add(t, "day1_a/02_half", nil)
	m.solve(t, "half")
	s, keyboard, _, wait := m.watching(t, "half")
	s.await(t, "day1_a/02_half\n")
	s.await(t, "solved: every test passes")
	if _, err := io.WriteString(keyboard, "n\n"); err != nil { // goes round
		t.Fatal(err)
	}
	s.await(t, "day1_a/01_double\n")
	if _, err := io.WriteString(keyboard, "q\n"); err != nil {
		t.Fatal(err)
	}
	if err := wait(); err != nil {
		t.Errorf("watch after q: %v, want no error", err)
	}
}

func TestWatchWithoutAKeyboard(t *testing.T) {
	t.Parallel()
	m := newModule(t)
	m.add(t, "day1_a/01_double", nil)
	s, keyboard, interrupt, wait := m.watching(t, "double")
	keyboard.Close() // as with < /dev/null
	s.await(t, "0 of 2 tests pass")
	writeFile(t, m.path(doubleFile), doubleGo("double", "3"))
	s.await(t, "1 of 2 tests pass")
	interrupt()
	if err := wait(); err != nil {
		t.Errorf("watch after Ctrl-C: %v, want no error", err)
	}
	if got := s.text.String(); strings.Contains(got, "\x1b") {
		t.Errorf("watch without a terminal: %q, want no escape sequence", got)
	}
}
