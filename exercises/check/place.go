package check

import (
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
)

// location says in which line of the exercise file lies, or "" when it is no file of the exercise.
func (e exercise) location(file string, line int) string {
	if path.Base(path.Dir(filepath.ToSlash(file))) != path.Base(e.dir) {
		return ""
	}
	return fmt.Sprintf("at %s:%d", path.Base(filepath.ToSlash(file)), line)
}

// better reports whether a place is in code of the reader, not in the test that called it.
func better(location string) bool { return location != "" && !strings.Contains(location, "_test.go:") }

// callerPlace is the innermost place in the exercise on the stack of this goroutine. A deferred function still sees
// the calls that panicked.
func (e exercise) callerPlace() string {
	pcs := make([]uintptr, 64)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
	found := ""
	for {
		frame, more := frames.Next()
		location := e.location(frame.File, frame.Line)
		if found == "" || !better(found) && better(location) {
			found = location
		}
		if !more {
			return orElsewhere(found)
		}
	}
}

func orElsewhere(location string) string {
	if location == "" {
		return "outside of the exercise"
	}
	return location
}

// A goroutine in a dump begins with its number; a frame has its file and line on a line of its own.
var (
	goroutineLine = regexp.MustCompile(`^goroutine (\d+) `)
	fileLine      = regexp.MustCompile(`^\t(.*\.go):(\d+)`)
)

// stuckPlace is where the latest goroutine that is in the exercise's code stands now.
func (e exercise) stuckPlace() string {
	dump := make([]byte, 1<<20)
	dump = dump[:runtime.Stack(dump, true)]
	found, latest, current := "", -1, 0
	for line := range strings.Lines(string(dump)) {
		if m := goroutineLine.FindStringSubmatch(line); m != nil {
			current, _ = strconv.Atoi(m[1])
		}
		m := fileLine.FindStringSubmatch(line)
		if m == nil || current <= latest {
			continue // a goroutine's first place is its innermost
		}
		number, _ := strconv.Atoi(m[2])
		location := e.location(m[1], number)
		if better(location) {
			found, latest = location, current
		}
	}
	return orElsewhere(found)
}
