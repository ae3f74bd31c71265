// Package guard stands between go test and a test binary, by go test's flag -exec. It ends a binary that holds too much
// memory, that outlives its own timeout, or that nobody waits for any more, and with it all that the binary has started.
//
// It does not handle: on Windows the memory of what the binary has started.
package guard

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"reflect"
	"runtime"
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

// Run runs args, a command, and returns its exit status.
func Run(args []string) int {
	cmd := exec.Command(args[0], args[1:]...)
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
	late := time.NewTimer(timeoutOf(args) + 2*time.Second) // it has ended itself by then, if it can
	tick := time.NewTicker(100 * time.Millisecond)
	for why := ""; ; {
		select {
		case <-ended:
			endAll(cmd.Process.Pid) // what it leaves behind would hold its output open
			return cmd.ProcessState.ExitCode()
		case <-interrupted:
			why = "interrupted"
		case <-late.C:
			why = "it ran on behind its timeout"
		case <-tick.C:
			_, held := groupOf(cmd.Process.Pid)
			switch {
			case held > memoryLimit:
				why = fmt.Sprintf("it held %.1f GB of memory", float64(held)/(1<<30))
			case os.Getppid() != parent:
				why = "nobody waits for it"
			}
		}
		if why != "" {
			endAll(cmd.Process.Pid)
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

// endAll kills a group.
func endAll(group int) {
	if runtime.GOOS == "windows" {
		_ = exec.Command("taskkill", "/T", "/F", "/PID", strconv.Itoa(group)).Run() // an error is that it has ended
		return
	}
	for range 10 { // one that forks all the time may be ahead of the list
		members, _ := groupOf(group)
		for _, pid := range members {
			if p, err := os.FindProcess(pid); err == nil {
				_ = p.Kill() // an error is that it has ended
			}
		}
		if len(members) == 0 {
			return
		}
	}
}

// groupOf lists the processes of a group and adds up the bytes of memory that they hold.
func groupOf(group int) (members []int, held int64) {
	for _, p := range processes(group) {
		if p.group == group {
			members = append(members, p.pid)
			held += p.bytes
		}
	}
	return members, held
}

type process struct {
	pid, group int
	bytes      int64
}

// processes asks the system: /proc on Linux, tasklist on Windows, which shows the first of the group alone, and ps.
func processes(group int) (all []process) {
	number := func(s string) int64 {
		n, _ := strconv.ParseInt(s, 10, 64)
		return n
	}
	stats, _ := filepath.Glob("/proc/[0-9]*/stat") // the pattern is well formed
	for _, file := range stats {
		text, _ := os.ReadFile(file)
		// The name in brackets may hold anything. Behind it: state, parent, group, ..., and as the 22nd the pages held.
		_, rest, _ := strings.Cut(string(text[strings.LastIndexByte(string(text), ')')+1:]), " ")
		if f := strings.Fields(rest); len(f) > 21 && f[0] != "Z" {
			pid := number(filepath.Base(filepath.Dir(file)))
			all = append(all, process{int(pid), int(number(f[2])), number(f[21]) * int64(os.Getpagesize())})
		}
	}
	switch {
	case len(stats) > 0:
	case runtime.GOOS == "windows":
		out, _ := exec.Command("tasklist", "/FO", "CSV", "/NH", "/FI", "PID eq "+strconv.Itoa(group)).Output()
		cells := strings.Split(strings.TrimSpace(string(out)), `","`) // "name","pid","session","number","12,345 K"
		digits := strings.Map(func(r rune) rune {
			if r < '0' || r > '9' {
				return -1
			}
			return r
		}, cells[len(cells)-1])
		all = append(all, process{group, group, number(digits) << 10})
	default:
		out, _ := exec.Command("ps", "-A", "-o", "pid=,pgid=,rss=").Output()
		for line := range strings.Lines(string(out)) {
			if f := strings.Fields(line); len(f) == 3 {
				all = append(all, process{int(number(f[0])), int(number(f[1])), number(f[2]) << 10})
			}
		}
	}
	return all
}
