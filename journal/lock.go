package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// takeLock keeps a second run away from the record. It returns the function
// that gives the lock back. The lock of a process that is gone is taken over.
func takeLock(path string) (release func(), err error) {
	for range 2 {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if err == nil {
			_, err = fmt.Fprintln(f, os.Getpid())
			if err := errors.Join(err, f.Close()); err != nil {
				os.Remove(path)
				return nil, err
			}
			return func() { os.Remove(path) }, nil
		}
		if !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		pid, held := holder(path)
		switch {
		case held && pid == 0:
			return nil, fmt.Errorf("another quiz is using this record; if none is running, remove %s", path)
		case held:
			return nil, fmt.Errorf("another quiz (process %d) is using this record; if it is not running, remove %s", pid, path)
		}
		if err := removeStale(path); err != nil {
			return nil, err
		}
	}
	return nil, fmt.Errorf("another quiz has just taken %s", path)
}

// removeStale removes the lock of a process that is gone. Two runs may have seen
// that it is, and the slower one would remove the lock that the faster one has
// taken meanwhile: so one at a time looks again, and removes.
func removeStale(path string) error {
	turn := path + ".stale"
	f, err := os.OpenFile(turn, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("another quiz is taking over %s; if none is running, remove %s", path, turn)
	}
	if err != nil {
		return err
	}
	defer os.Remove(turn)
	// No process means no lock: somebody may be about to take it.
	if pid, held := holder(path); pid != 0 && !held {
		err = os.Remove(path)
	}
	return errors.Join(err, f.Close())
}

// holder returns the process that wrote the lock, 0 if there is no lock, and
// whether it may still run. A lock being written right now is empty and counts as held.
func holder(path string) (pid int, held bool) {
	text, err := readRegular(path)
	if err != nil {
		return 0, !errors.Is(err, fs.ErrNotExist)
	}
	pid, err = strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil || pid <= 0 {
		return 0, true // no process has such a number: 0 is the caller's own group
	}
	process, err := os.FindProcess(pid)
	if err != nil {
		return pid, false
	}
	if runtime.GOOS == "windows" {
		return pid, true // there FindProcess itself fails for a process that is gone
	}
	// Signal 0 asks without sending. EPERM means it runs under another user.
	err = process.Signal(syscall.Signal(0))
	return pid, err == nil || errors.Is(err, fs.ErrPermission)
}
