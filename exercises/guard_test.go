package main

import (
	"context"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"workbook/exercises/internal/gotest"
)

// Code that never comes to an end is stopped and named, and nothing of it is left.
func TestRunaways(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("sleep"); err != nil || runtime.GOOS == "windows" {
		t.Skip("the forking exercise needs a program called sleep")
	}
	m := newModule(t)
	double := func(imports, body string) func(map[string]string) {
		return func(files map[string]string) {
			src := strings.Replace(doubleGo("double", "0"), "\treturn 0", "\t"+body+"\n\treturn 0", 1)
			files["double.go"] = strings.Replace(src, "package double\n", "package double\n\n"+imports+"\n", 1)
		}
	}
	pidFile := m.path("pid")
	tests := []struct {
		label, timeout, imports, body string
		kind                          gotest.Kind
		text                          string
	}{
		{"day1_a/01_double", "2m", "", "var all [][]byte\n\tfor x == 3 {\n\t\tpage := make([]byte, 64<<20)\n\t\tfor i := 0; i < len(page); i += 4096 {\n\t\t\tpage[i] = 1\n\t\t}\n\t\tall = append(all, page)\n\t}",
			gotest.Runaway, "stopped: it held 2."},
		{"day2_b/01_double", "4s", "", "for x == 3 {\n\t}", gotest.TimedOut, "panic: test timed out after 4s"},
		{"day3_c/01_double", "1m", "import (\n\t\"os\"\n\t\"os/exec\"\n\t\"fmt\"\n)", "cmd := exec.Command(\"sleep\", \"300\")\n\tcmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr\n\t_ = cmd.Start()\n\t_ = os.WriteFile(\"" + pidFile + "\", []byte(fmt.Sprint(cmd.Process.Pid)), 0o644)",
			gotest.Failing, "got: 0"},
	}
	for _, tt := range tests {
		m.add(t, tt.label, double(tt.imports, tt.body))
		runs, err := m.goCommand().Test(context.Background(), nobody, "-timeout="+tt.timeout, "./exercises/"+tt.label)
		if err != nil {
			t.Fatal(err)
		}
		v := runs["exercises/"+tt.label].Judge()
		if v.Kind != tt.kind || v.Case != "TestDouble/three" || !strings.Contains(strings.Join(v.Text, "\n"), tt.text) {
			t.Errorf("%s: %s\n got: %s in %q: %q\nwant: %s in TestDouble/three, %q", tt.label, tt.body, v.Kind, v.Case, v.Text, tt.kind, tt.text)
		}
	}
	if pid := m.read(t, "pid"); running(pid) {
		t.Errorf("the process %s that an exercise started is still there", pid)
	}
}

// running reports whether a process is there and is no zombie.
func running(pid string) bool {
	out, err := exec.Command("ps", "-o", "stat=", "-p", pid).Output()
	return err == nil && !strings.HasPrefix(strings.TrimSpace(string(out)), "Z")
}

// A run that nobody waits for any more ends at once: the next save should not compete with it.
func TestGuardOfACancelledRun(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("there a guard can't see that its parent has gone")
	}
	m := newModule(t)
	pidFile := m.path("pid")
	m.add(t, "day1_a/01_double", func(files map[string]string) {
		src := strings.Replace(doubleGo("double", "0"), "\treturn 0", "\tos.WriteFile(\""+pidFile+"\", []byte(strconv.Itoa(os.Getpid())), 0o644)\n\tfor x == 3 {\n\t}\n\treturn 0", 1)
		files["double.go"] = strings.Replace(src, "package double\n", "package double\n\nimport (\n\t\"os\"\n\t\"strconv\"\n)\n", 1)
	})
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		_, err := m.goCommand().Test(ctx, nobody, "-timeout=60s", "./exercises/day1_a/01_double")
		ended <- err
	}()
	pid := ""
	eventually(t, "the exercise runs", func() bool {
		text, _ := os.ReadFile(pidFile)
		pid = string(text)
		return pid != ""
	})
	cancel()
	if err := <-ended; err != context.Canceled {
		t.Errorf("Test after an interrupt: %v, want %v", err, context.Canceled)
	}
	eventually(t, "the test binary has ended", func() bool { return !running(pid) })
}

// eventually waits until ok, which looks at something outside of this process.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.After(time.Minute)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("not within a minute: %s", what)
		}
	}
}
