package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/scrape"
	"workbook/exercises/check"
)

// testPatience bounds every wait of these tests.
const testPatience = 5 * time.Second

// A testRun is a capstone under test, in this process, on real sockets.
type testRun struct {
	*process
	t    *testing.T
	log  *logLines
	term func()      // what SIGTERM does
	back atomic.Bool // s.Stop was called: the signals are given back
	over chan error
}

// launchRun starts a capstone with what wire.go has wired. It is not running yet:
// change what you need, then call run.
func launchRun(t *testing.T, change func(*Config)) *testRun {
	t.Helper()
	r := &testRun{t: t, log: &logLines{}, over: make(chan error, 1)}
	var err error
	r.process, err = startSafely(testConfig(t, change), r.log)
	if err != nil {
		check.New(t, fitToStart.read).Run("start", seen(fitToStart, "start the capstone", err, "no error and no panic"))
		t.FailNow()
	}
	return r
}

// testConfig is the command line of these tests, with changes.
func testConfig(t *testing.T, change func(*Config)) Config {
	t.Helper()
	keepLogDefaults(t)
	cfg, err := parse([]string{"-api=127.0.0.1:0", "-payments=127.0.0.1:0", "-admin=127.0.0.1:0", "-page=127.0.0.1:0",
		"-load=0", "-notice=0", "-grace=5s"})
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&cfg)
	}
	return cfg
}

// refusesToStart judges that a configuration ends the start with an error.
func refusesToStart(t *testing.T, name, call string, r stageRule, change func(*Config)) {
	t.Helper()
	p, err := startSafely(testConfig(t, change), io.Discard)
	if err == nil {
		p.close()
	}
	refused := err != nil && !strings.HasPrefix(err.Error(), "panic: ")
	check.New(t, r.read).Run(name, holds(refused, r, call, fmt.Sprint("error ", err), "an error, before anything is served"))
}

// startSafely turns a panic into an error.
func startSafely(cfg Config, out io.Writer) (p *process, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	return start(cfg, out)
}

// run serves until the test ends or calls term.
func (r *testRun) run() *testRun {
	ctx, cancel := context.WithCancel(context.Background())
	r.term = cancel
	go func() { r.over <- r.process.run(ctx, func() { r.back.Store(true); cancel() }) }()
	r.t.Cleanup(func() {
		cancel()
		r.end()
	})
	return r
}

// end waits until the process has ended and returns its error.
func (r *testRun) end() error {
	select {
	case err := <-r.over:
		r.over <- err // for whoever asks again
		return err
	case <-time.After(4 * testPatience):
		r.t.Errorf("the process has not ended %v after SIGTERM", 4*testPatience)
		return nil
	}
}

// keepLogDefaults puts the log and slog packages back as they were.
func keepLogDefaults(t testing.TB) {
	logger, out, flags := slog.Default(), log.Writer(), log.Flags()
	t.Cleanup(func() {
		slog.SetDefault(logger)
		log.SetOutput(out)
		log.SetFlags(flags)
	})
}

func (r *testRun) url(path string) string      { return "http://" + r.api.Addr().String() + path }
func (r *testRun) adminURL(path string) string { return "http://" + r.svc.Door.Addr().String() + path }

// A clientAnswer is what a client sees. Its status is 0 when there was no answer.
type clientAnswer struct {
	status int
	header http.Header
	body   string
	closes bool // the server said that this connection is over
}

// clientAsk sends one request on a connection of its own.
func clientAsk(method, url, body string, header ...string) clientAnswer {
	ctx, cancel := context.WithTimeout(context.Background(), testPatience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return clientAnswer{body: err.Error()}
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Add(header[i], header[i+1])
	}
	own := &http.Transport{}
	defer own.CloseIdleConnections()
	res, err := (&http.Client{Transport: own}).Do(req)
	if err != nil {
		return clientAnswer{body: err.Error()}
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return clientAnswer{res.StatusCode, res.Header, string(b), res.Close}
}

// placed is a good order; the id is "" unless it was accepted.
func (r *testRun) place(header ...string) (id string, a clientAnswer) {
	a = clientAsk("POST", r.url("/orders"), `{"item":"tea","quantity":2,"card":"4111 1111 1111 1111"}`, header...)
	var o struct{ ID string }
	_ = json.Unmarshal([]byte(a.body), &o)
	return o.ID, a
}

// samples scrapes /metrics; none when it can't be read.
func (r *testRun) samples() []promql.Sample {
	list, _ := scrape.Parse(strings.NewReader(clientAsk("GET", r.adminURL("/metrics"), "").body))
	return list
}

// sumSamples adds up the samples of name that have all the labels (name, value, …).
func sumSamples(list []promql.Sample, name string, labels ...string) (total float64) {
next:
	for _, s := range list {
		for i := 0; i+1 < len(labels); i += 2 {
			if s.Labels.Get(labels[i]) != labels[i+1] {
				continue next
			}
		}
		if s.Name == name {
			total += s.Value
		}
	}
	return total
}

// waitUntil polls cond until it is true or testPatience is over.
func waitUntil(cond func() bool) bool {
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(testPatience); ; {
		if cond() {
			return true
		}
		select {
		case <-tick.C:
		case <-end:
			return false
		}
	}
}

// logLines collects what a process writes.
type logLines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logLines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logLines) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.FieldsFunc(l.buf.String(), func(r rune) bool { return r == '\n' })
}

// with returns the lines that contain all of the parts.
func (l *logLines) with(parts ...string) (found []string) {
next:
	for _, line := range l.all() {
		for _, p := range parts {
			if !strings.Contains(line, p) {
				continue next
			}
		}
		found = append(found, line)
	}
	return found
}

// lineFields reads a line as JSON; nil when it is none.
func lineFields(line string) map[string]any {
	var m map[string]any
	if json.Unmarshal([]byte(line), &m) != nil {
		return nil
	}
	return m
}
