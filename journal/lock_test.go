package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
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

func TestOnlyOneOfManyTakesTheLock(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	var wg sync.WaitGroup
	var mu sync.Mutex
	taken := 0
	for range 16 {
		wg.Go(func() {
			if _, err := takeLock(path); err == nil {
				mu.Lock()
				taken++
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	if taken != 1 {
		t.Errorf("16 runs at once: %d took the lock, want 1", taken)
	}
}
