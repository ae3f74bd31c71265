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
)

// patience bounds every wait of these tests.
const patience = 5 * time.Second

// running is a capstone under test, in this process, on real sockets.
type running struct {
	*process
	t    *testing.T
	log  *lines
	term func()      // what SIGTERM does
	back atomic.Bool // s.Stop was called: the signals are given back
	over chan error
}

// launch starts a capstone with what wire.go has wired. It is not running yet:
// change what you need, then call run.
func launch(t *testing.T, change func(*Config)) *running {
	t.Helper()
	keepDefaults(t)
	cfg, err := parse([]string{"-api=127.0.0.1:0", "-payments=127.0.0.1:0", "-admin=127.0.0.1:0", "-page=127.0.0.1:0",
		"-load=0", "-notice=0", "-grace=5s"})
	if err != nil {
		t.Fatal(err)
	}
	if change != nil {
		change(&cfg)
	}
	r := &running{t: t, log: &lines{}, over: make(chan error, 1)}
	if r.process, err = tryStart(cfg, r.log); err != nil {
		report(t, rule{"the six functions leave the service fit to start", "exercises/capstone/service.go"},
			"start the capstone", err.Error(), "no error and no panic")
		t.FailNow()
	}
	return r
}

// tryStart turns a panic into an error.
func tryStart(cfg Config, out io.Writer) (p *process, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("panic: %v", v)
		}
	}()
	return start(cfg, out)
}

// run serves until the test ends or calls term.
func (r *running) run() *running {
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
func (r *running) end() error {
	select {
	case err := <-r.over:
		r.over <- err // for whoever asks again
		return err
	case <-time.After(4 * patience):
		r.t.Errorf("the process has not ended %v after SIGTERM", 4*patience)
		return nil
	}
}

// keepDefaults puts the log and slog packages back as they were.
func keepDefaults(t testing.TB) {
	logger, out, flags := slog.Default(), log.Writer(), log.Flags()
	t.Cleanup(func() {
		slog.SetDefault(logger)
		log.SetOutput(out)
		log.SetFlags(flags)
	})
}

func (r *running) url(path string) string      { return "http://" + r.api.Addr().String() + path }
func (r *running) adminURL(path string) string { return "http://" + r.svc.Door.Addr().String() + path }

// answer is what a client sees. Its status is 0 when there was no answer.
type answer struct {
	status int
	header http.Header
	body   string
	closes bool // the server said that this connection is over
}

// ask sends one request on a connection of its own.
func ask(method, url, body string, header ...string) answer {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, url, strings.NewReader(body))
	if err != nil {
		return answer{body: err.Error()}
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Add(header[i], header[i+1])
	}
	own := &http.Transport{}
	defer own.CloseIdleConnections()
	res, err := (&http.Client{Transport: own}).Do(req)
	if err != nil {
		return answer{body: err.Error()}
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	return answer{res.StatusCode, res.Header, string(b), res.Close}
}

// placed is a good order; the id is "" unless it was accepted.
func (r *running) place(header ...string) (id string, a answer) {
	a = ask("POST", r.url("/orders"), `{"item":"tea","quantity":2,"card":"4111 1111 1111 1111"}`, header...)
	var o struct{ ID string }
	_ = json.Unmarshal([]byte(a.body), &o)
	return o.ID, a
}

// samples scrapes /metrics; none when it can't be read.
func (r *running) samples() []promql.Sample {
	list, _ := scrape.Parse(strings.NewReader(ask("GET", r.adminURL("/metrics"), "").body))
	return list
}

// sum adds up the samples of name that have all the labels (name, value, …).
func sum(list []promql.Sample, name string, labels ...string) (total float64) {
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

// soon polls cond until it is true or patience is over.
func soon(cond func() bool) bool {
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(patience); ; {
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

// lines collects what a process writes.
type lines struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *lines) all() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.FieldsFunc(l.buf.String(), func(r rune) bool { return r == '\n' })
}

// with returns the lines that contain all of the parts.
func (l *lines) with(parts ...string) (found []string) {
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

// fields reads a line as JSON; nil when it is none.
func fields(line string) map[string]any {
	var m map[string]any
	if json.Unmarshal([]byte(line), &m) != nil {
		return nil
	}
	return m
}
