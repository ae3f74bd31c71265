package healthcheck_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A program is a child process under test.
type program struct {
	t          *testing.T
	cmd        *exec.Cmd
	app, admin string // addresses
	lines      chan string
	log        record
}

// run starts a child with this configuration and reads its addresses.
func run(t *testing.T, config string) *program {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("there is no SIGTERM to send on Windows")
	}
	p := &program{t: t, cmd: exec.Command(os.Args[0]), lines: make(chan string, 100)}
	p.cmd.Env = append(os.Environ(), childEnv+"="+config)
	p.cmd.Stderr = &p.log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		for s := bufio.NewScanner(out); s.Scan(); {
			p.lines <- s.Text()
		}
		close(p.lines)
	}()
	t.Cleanup(func() {
		p.cmd.Process.Kill()
		<-read
		p.cmd.Wait() // an error when exit has waited already
	})
	fmt.Sscan(p.line(), &p.app, &p.admin)
	return p
}

// line is the next line of the child's output.
func (p *program) line() string {
	p.t.Helper()
	select {
	case l := <-p.lines:
		return l
	case <-time.After(10 * time.Second):
		p.t.Fatalf("the child said nothing for 10s; its log:\n%s", p.log.String())
		return ""
	}
}

func (p *program) signal() {
	p.t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Fatal(err)
	}
}

// becomes waits until the admin server answers path with code.
func (p *program) becomes(path string, code int) {
	p.t.Helper()
	got := 0
	eventually(p.t, fmt.Sprintf("GET %s is %d", path, code), func() bool {
		resp, err := http.Get("http://" + p.admin + path)
		if err != nil {
			return false
		}
		resp.Body.Close()
		got = resp.StatusCode
		return got == code
	})
}

// exit waits for the end and returns the status as a shell has it: 128 + n
// for a process that signal n killed.
func (p *program) exit() int {
	p.t.Helper()
	watchdog := time.AfterFunc(20*time.Second, func() { p.cmd.Process.Kill() })
	defer watchdog.Stop()
	for range p.lines { // Wait may not be called before the pipe is read out
	}
	var failed *exec.ExitError
	if err := p.cmd.Wait(); err != nil && !errors.As(err, &failed) {
		p.t.Fatal(err)
	}
	if ws, ok := p.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return p.cmd.ProcessState.ExitCode()
}

// eventually asks again and again, for ten seconds at most.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	limit := time.After(10 * time.Second)
	for !ok() {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatalf("not after 10s: %s", what)
		}
	}
}

// post sends one order and passes on its status; zero is no answer.
func (p *program) post() <-chan int {
	answer := make(chan int, 1)
	go func() {
		resp, err := http.Post("http://"+p.app+"/", "text/plain", strings.NewReader("tea"))
		if err != nil {
			answer <- 0
			return
		}
		resp.Body.Close()
		answer <- resp.StatusCode
	}()
	return answer
}

func TestOneSignalDrains(t *testing.T) {
	p := run(t, "200ms 10s 400ms 0s")
	p.becomes("/readyz", 200)
	answer := p.post()
	p.line() // the request is in its handler
	p.signal()
	p.becomes("/readyz", 503)
	p.becomes("/livez", 200)
	if got, want := <-answer, 201; got != want {
		t.Errorf("the request in flight: got %d, want %d", got, want)
	}
	if got, want := p.exit(), 0; got != want {
		t.Errorf("exit status: got %d, want %d; log:\n%s", got, want, p.log.String())
	}
	if got, want := p.log.String(), "drained"; !strings.Contains(got, want) {
		t.Errorf("log: got %s, want %q in it", got, want)
	}
}

func TestSecondSignalKills(t *testing.T) {
	p := run(t, "1h 1h 1h 0s")
	p.becomes("/readyz", 200)
	p.signal()
	// Not before Stop has been called: until then a signal is swallowed.
	eventually(t, "the drain is announced", func() bool { return strings.Contains(p.log.String(), "phase=announce") })
	p.signal()
	if got, want := p.exit(), 143; got != want {
		t.Errorf("exit status: got %d, want %d", got, want)
	}
}

func TestSignalDuringStartUp(t *testing.T) {
	p := run(t, "1h 1h 0s 1h")
	answer := p.post() // connects, because the kernel accepts for the listener
	p.signal()
	if got, want := p.exit(), 0; got != want {
		t.Errorf("exit status: got %d, want %d; log:\n%s", got, want, p.log.String())
	}
	if got, want := <-answer, 0; got != want {
		t.Errorf("a request during start-up: got %d, want no answer", got)
	}
	if got, want := p.log.String(), "served=false"; !strings.Contains(got, want) {
		t.Errorf("log: got %s, want %q in it", got, want)
	}
	if _, err := net.DialTimeout("tcp", p.admin, time.Second); err == nil {
		t.Errorf("dial of the admin address: got a connection, want an error")
	}
}

func TestHandlerLongerThanTheGrace(t *testing.T) {
	p := run(t, "10ms 200ms 1h 0s")
	p.becomes("/readyz", 200)
	answer := p.post()
	p.line()
	p.signal()
	if got, want := p.exit(), 1; got != want {
		t.Errorf("exit status: got %d, want %d", got, want)
	}
	if got, want := <-answer, 0; got != want {
		t.Errorf("the request that was cut: got %d, want no answer", got)
	}
	if got, want := p.log.String(), "requests cut: 1"; !strings.Contains(got, want) {
		t.Errorf("log: got %s, want %q in it", got, want)
	}
}
