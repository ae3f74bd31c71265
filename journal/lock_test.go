package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

func TestLockKeepsASecondRunOut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	release, err := takeLock(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := takeLock(path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("a second takeLock: got %v, want an error that names %s", err, path)
	}
	release()
	release, err = takeLock(path)
	if err != nil {
		t.Fatalf("takeLock after release: %v", err)
	}
	release()
}

func TestLockOfADeadRunIsTakenOver(t *testing.T) {
	dead := exec.Command("go", "version")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "lock")
	if err := os.WriteFile(path, fmt.Appendln(nil, dead.Process.Pid), 0o644); err != nil {
		t.Fatal(err)
	}
	release, err := takeLock(path)
	if err != nil {
		t.Fatalf("takeLock over a process that is gone: %v", err)
	}
	release()
}

// A lock being written is empty, and one that holds no process is not ours to take.
func TestALockOfNobodyIsHeld(t *testing.T) {
	for _, text := range []string{"", "0\n", "-1\n", "me\n"} {
		path := filepath.Join(t.TempDir(), "lock")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		want := "if none is running, remove " + path
		if _, err := takeLock(path); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("takeLock over a lock that holds %q: got %v, want %q", text, err, want)
		}
	}
}

// A named pipe as the lock or the record would hold the quiz until somebody writes into it.
func TestANamedPipeHoldsNobody(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := exec.Command("mkfifo", pipe).Run(); err != nil {
		t.Skip("there is no mkfifo here")
	}
	if _, err := takeLock(pipe); err == nil {
		t.Error("takeLock over a named pipe: got nil, want an error")
	}
	if _, err := loadRecord(pipe); err == nil || !strings.Contains(err.Error(), "is no regular file") {
		t.Errorf("loadRecord of a named pipe: got %v, want an error that says so", err)
	}
}

// The second case is the hard one: all see that the owner is gone, and the
// slower ones must not remove the lock that the first has taken since.
func TestOnlyOneOfManyTakesTheLock(t *testing.T) {
	dead := exec.Command("go", "version")
	if err := dead.Run(); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		path := filepath.Join(t.TempDir(), "free")
		if got, want := takers(path), 1; got != want {
			t.Fatalf("takeLock, 16 at once, no lock: got %d locks, want %d", got, want)
		}
		path = filepath.Join(t.TempDir(), "stale")
		if err := os.WriteFile(path, fmt.Appendln(nil, dead.Process.Pid), 0o644); err != nil {
			t.Fatal(err)
		}
		if got, want := takers(path), 1; got != want {
			t.Fatalf("takeLock, 16 at once, owner gone: got %d locks, want %d", got, want)
		}
	}
}

// takers runs 16 takeLocks at once, and returns how many got the lock.
func takers(path string) int {
	var wg sync.WaitGroup
	var taken atomic.Int32
	for range 16 {
		wg.Go(func() {
			if _, err := takeLock(path); err == nil {
				taken.Add(1)
			}
		})
	}
	wg.Wait()
	return int(taken.Load())
}
