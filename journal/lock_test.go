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

func TestALockBeingWrittenIsHeld(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := takeLock(path); err == nil {
		t.Error("takeLock over an empty lock: got nil, want an error")
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
