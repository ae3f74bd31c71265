// Package guard stands between go test and a test binary, by go test's flag -exec. It ends a binary that holds too much
// memory, that outlives its own timeout, or that nobody waits for any more, and with it all that the binary has started.
//
// It does not handle: the memory of what the binary has started.
package guard

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// Word is the first argument of a program that is to be a guard; the test binary and its arguments follow.
	Word = "guard-a-test-binary"
	// Mark begins the line that a guard prints when it has ended a binary.
	Mark = "stopped: "

	memoryLimit = 2 << 30 // bytes
)

// Run runs args, a command, and returns its exit status. What is set for the go command's own memory is not for the binary.
func Run(args []string) int {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "GOGC=") || strings.HasPrefix(v, "GOMEMLIMIT=")
	})
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	cmd.SysProcAttr = ownGroup()
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	parent := os.Getppid()
	if err := cmd.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	late := time.NewTimer(timeoutOf(args) + 10*time.Second) // it has ended itself by then, if it can, on a busy machine too
	tick := time.NewTicker(200 * time.Millisecond)
	for why := ""; ; {
		select {
		case <-ended:
			endGroup(cmd.Process.Pid) // what it leaves behind would hold its output open
			return cmd.ProcessState.ExitCode()
		case <-interrupted:
			why = "interrupted"
		case <-late.C:
			why = "it ran on behind its timeout"
		case <-tick.C:
			bytes := held(cmd.Process.Pid)
			switch {
			case bytes > memoryLimit:
				why = fmt.Sprintf("it held %.1f GB of memory", float64(bytes)/(1<<30))
			case os.Getppid() != parent:
				why = "nobody waits for it"
			}
		}
		if why != "" {
			endGroup(cmd.Process.Pid)
			<-ended
			fmt.Printf("\n%s%s\n", Mark, why)
			return 1
		}
	}
}

// timeoutOf reads the timeout that go test gives to the binary.
func timeoutOf(args []string) time.Duration {
	for _, arg := range args {
		if text, ok := strings.CutPrefix(arg, "-test.timeout="); ok {
			if d, err := time.ParseDuration(text); err == nil && d > 0 {
				return d
			}
		}
	}
	return 24 * time.Hour
}

// ownGroup starts a process as the first of a group, by which all that it starts is found again. Windows has no
// groups, nor this field: there taskkill knows the tree.
func ownGroup() *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{}
	if field := reflect.ValueOf(attr).Elem().FieldByName("Setpgid"); field.IsValid() {
		field.SetBool(true)
	}
	return attr
}

// endGroup kills a process and all that it has started. An error is that they have ended.
func endGroup(pid int) {
	if runtime.GOOS == "windows" {
		_ = exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(pid)).Run()
		return
	}
	group, err := os.FindProcess(-pid) // a negative number is a group to the kill system call
	if err == nil {
		_ = group.Kill()
	}
}

// held is how many bytes of memory a process holds: /proc knows on Linux, tasklist on Windows, and ps elsewhere.
func held(pid int) int64 {
	if text, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", pid)); err == nil {
		fields := strings.Fields(string(text)) // of all pages, those held come second
		if len(fields) < 2 {
			return 0
		}
		return digits(fields[1]) * int64(os.Getpagesize())
	}
	command := exec.Command("ps", "-o", "rss=", "-p", strconv.Itoa(pid))
	if runtime.GOOS == "windows" { // "name","pid","session","number","12,345 K"
		command = exec.Command("tasklist", "/FO", "CSV", "/NH", "/FI", "PID eq "+strconv.Itoa(pid))
	}
	out, _ := command.Output() // none when the process has ended
	text := string(out)
	return digits(text[strings.LastIndex(text, `,"`)+1:]) << 10
}

// digits reads the number of which they are the digits, whatever stands between them.
func digits(text string) int64 {
	n, _ := strconv.ParseInt(strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, text), 10, 64)
	return n
}
