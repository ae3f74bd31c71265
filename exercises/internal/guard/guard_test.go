package guard // inside: these tests ask what the guard reads of a process

import (
	"os"
	"testing"
	"time"
)

// Inside the package: what the guard asks the system is not seen from outside.
func TestHeld(t *testing.T) {
	page := make([]byte, 64<<20)
	for i := range page {
		page[i] = 1
	}
	if got := held(os.Getpid()); got < int64(len(page)) || got > 1<<32 {
		t.Errorf("held by this process: %d bytes, want at least the %d that it has just written", got, len(page))
	}
}

func TestTimeoutOf(t *testing.T) {
	for _, tt := range []struct {
		args []string
		want time.Duration
	}{
		{[]string{"a.test", "-test.paniconexit0", "-test.timeout=10s"}, 10 * time.Second},
		{[]string{"a.test", "-test.timeout=1m30s", "-test.v"}, 90 * time.Second},
		{[]string{"a.test", "-test.timeout=0s"}, 24 * time.Hour},
		{[]string{"a.test"}, 24 * time.Hour},
	} {
		if got := timeoutOf(tt.args); got != tt.want {
			t.Errorf("timeoutOf(%q): got %v, want %v", tt.args, got, tt.want)
		}
	}
}

func TestDigits(t *testing.T) {
	for text, want := range map[string]int64{" 1234\n": 1234, `"12,345 K"`: 12345, `"12.345 K"`: 12345, "": 0, "INFO: No tasks": 0} {
		if got := digits(text); got != want {
			t.Errorf("digits(%q): got %d, want %d", text, got, want)
		}
	}
}

func TestRunKeepsTheGoCommandsMemorySettingsOut(t *testing.T) {
	if os.Getenv("WORKBOOK_GUARDED") != "" {
		if os.Getenv("GOGC")+os.Getenv("GOMEMLIMIT") != "" {
			t.Errorf("in the binary: GOGC=%q, GOMEMLIMIT=%q, want neither", os.Getenv("GOGC"), os.Getenv("GOMEMLIMIT"))
		}
		return
	}
	t.Setenv("WORKBOOK_GUARDED", "1")
	t.Setenv("GOGC", "off")
	t.Setenv("GOMEMLIMIT", "1GiB")
	if got := Run([]string{os.Args[0], "-test.run=^" + t.Name() + "$"}); got != 0 {
		t.Errorf("a binary that looks at its environment: exit status %d, want 0", got)
	}
}
