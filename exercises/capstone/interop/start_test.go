package interop

import (
	"strings"
	"syscall"
	"testing"
	"time"
)

// The finished capstone is up in two seconds, all stages lit, and ends clean.
func TestInteropStartAndStop(t *testing.T) {
	bin := build(t)
	start := time.Now()
	s := launch(t, bin, "-load=2", "-notice=1s")
	status, _ := get(s.page + "/")
	if took, limit := time.Since(start), 2*time.Second; status != 200 || took > limit {
		t.Errorf("GET / answers %d, %v after the start, want 200 within %v", status, took, limit)
	}
	await(t, "all six stages are lit", 20*time.Second, func() bool {
		_, page := get(s.page + "/")
		return strings.Count(page, ": lit</b>") == 6
	})
	if code := s.stop(syscall.SIGINT); code != 0 {
		t.Errorf("exit status after SIGINT %d, want 0\n%s", code, strings.Join(s.lines[max(0, len(s.lines)-15):], "\n"))
	}
	for _, line := range s.lines {
		if !strings.HasPrefix(line, "{") {
			t.Errorf("a line of the process is no JSON: %.200q", line)
		}
	}
}
