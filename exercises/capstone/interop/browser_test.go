package interop

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"
)

// browser is a headless Chromium on a pipe: it reads commands of the DevTools
// protocol from its file descriptor 3 and writes answers and events to 4, each
// a JSON object with a NUL at its end.
type browser struct {
	t       *testing.T
	to      *os.File
	session string

	mu      sync.Mutex
	next    int
	answers map[int]json.RawMessage
	errors  []string // what the console of the page would show in red
}

// open starts a browser with a window of this width on url.
func open(t *testing.T, width int, url string) *browser {
	t.Helper()
	bin := find(t, "chromium")
	in, to, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	from, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "chromium")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // after its end, which its children outlive for a moment
		await(t, "the profile is removed", 10*time.Second, func() bool { return os.RemoveAll(dir) == nil })
	})
	cmd := exec.Command(bin, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
		"--remote-debugging-pipe", "--user-data-dir="+dir)
	cmd.ExtraFiles = []*os.File{in, out}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	in.Close()
	out.Close()
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait(); to.Close(); from.Close() })
	b := &browser{t: t, to: to, answers: map[int]json.RawMessage{}}
	go b.listen(from)

	var target struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	b.call("Log.enable", nil, nil)
	b.call("Runtime.enable", nil, nil)
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}, nil)
	b.call("Page.navigate", map[string]any{"url": url}, nil)
	await(t, "the page has loaded", 20*time.Second, func() bool { return b.eval(`document.readyState + location.href`) == "complete"+url })
	return b
}

// listen keeps answers, and the errors among the events.
func (b *browser) listen(from *os.File) {
	r := bufio.NewReader(from)
	for {
		raw, err := r.ReadBytes(0)
		if err != nil {
			return
		}
		var m struct {
			ID     int
			Method string
			Result json.RawMessage
			Params struct {
				Type  string
				Entry struct{ Level, Text, URL string }
			}
		}
		if json.Unmarshal(raw[:len(raw)-1], &m) != nil {
			continue
		}
		b.mu.Lock()
		switch {
		case m.ID > 0:
			b.answers[m.ID] = m.Result
		case m.Method == "Runtime.exceptionThrown",
			m.Method == "Runtime.consoleAPICalled" && m.Params.Type == "error",
			m.Method == "Log.entryAdded" && m.Params.Entry.Level == "error":
			b.errors = append(b.errors, string(raw[:len(raw)-1]))
		}
		b.mu.Unlock()
	}
}

// call sends a command and waits for its answer.
func (b *browser) call(method string, params any, result any) {
	b.t.Helper()
	if params == nil {
		params = struct{}{}
	}
	b.mu.Lock()
	b.next++
	id := b.next
	b.mu.Unlock()
	m := map[string]any{"id": id, "method": method, "params": params}
	if b.session != "" {
		m["sessionId"] = b.session
	}
	raw, err := json.Marshal(m)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.to.Write(append(raw, 0)); err != nil {
		b.t.Fatal(err)
	}
	var answer json.RawMessage
	await(b.t, "chromium answers "+method, 20*time.Second, func() bool {
		b.mu.Lock()
		defer b.mu.Unlock()
		var ok bool
		answer, ok = b.answers[id]
		return ok
	})
	if result != nil {
		_ = json.Unmarshal(answer, result) // a failed command leaves the zero value
	}
}

// eval returns what a JavaScript expression is, as text.
func (b *browser) eval(expr string) string {
	b.t.Helper()
	var a struct{ Result struct{ Value any } }
	b.call("Runtime.evaluate", map[string]any{"expression": expr}, &a)
	return fmt.Sprint(a.Result.Value)
}

// complaints are the errors so far.
func (b *browser) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]string(nil), b.errors...)
}
