package healthcheck_test

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	healthcheck "workbook/day144_healthcheck"
)

// ask sends one request straight to a handler. Each header is "Name: value".
func ask(h http.HandlerFunc, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		r.Header.Add(name, value)
	}
	w := httptest.NewRecorder()
	h(w, r)
	return w
}

// code is the status of a plain GET.
func code(h http.HandlerFunc) int { return ask(h, http.MethodGet, "/").Code }

// advance moves the bubble's clock and lets everything due by then happen.
func advance(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// start makes a probe and runs it until the returned function is called,
// which waits for Run. A bubble fails if any goroutine is left after that.
func start(t *testing.T, checks ...healthcheck.Check) (p *healthcheck.Probe, logged *record, stop func()) {
	t.Helper()
	p, err := healthcheck.New(checks...)
	if err != nil {
		t.Fatal(err)
	}
	logged = &record{}
	p.Logger = slog.New(slog.NewTextHandler(logged, nil))
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- p.Run(ctx) }()
	synctest.Wait()
	return p, logged, func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: got %v, want nil", err)
		}
	}
}

// A record is a writer that may be read while it is written to.
type record struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *record) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *record) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

// A dependency is a check's Func whose answer can be changed.
type dependency struct {
	mu     sync.Mutex
	answer func(context.Context) error
	calls  int // begun
	ended  int
}

// answers makes a dependency that gives err; nil is healthy.
func answers(err error) *dependency {
	d := &dependency{}
	d.now(func(context.Context) error { return err })
	return d
}

func (d *dependency) now(answer func(context.Context) error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.answer = answer
}

func (d *dependency) gives(err error) { d.now(func(context.Context) error { return err }) }

func (d *dependency) Func(ctx context.Context) error {
	d.mu.Lock()
	d.calls++
	answer := d.answer
	d.mu.Unlock() // an answer may hang
	defer func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.ended++
	}()
	return answer(ctx)
}

// hanging is how many calls have not returned.
func (d *dependency) hanging() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls - d.ended
}

func (d *dependency) called() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.calls
}

// hang keeps to its context, as a good client does.
func hang(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}
