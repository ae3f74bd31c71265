package healthcheck_test

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"

	healthcheck "workbook/day144_healthcheck"
)

// sink is a ResponseWriter that costs nothing, so that a benchmark measures
// the handler and not the recorder.
type sink struct{ header http.Header }

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) WriteHeader(int)             {}
func (s *sink) Write(p []byte) (int, error) { return len(p), nil }

// five is a probe with five checks, one of them failing.
func five(tb testing.TB) *healthcheck.Probe {
	var checks []healthcheck.Check
	for _, name := range []string{"db", "redis", "queue", "payments", "disk"} {
		var err error
		if name == "redis" {
			err = errors.New("down")
		}
		checks = append(checks, healthcheck.Check{Name: name, Func: answers(err).Func})
	}
	p, err := healthcheck.New(checks...)
	if err != nil {
		tb.Fatal(err)
	}
	p.Logger = slog.New(slog.DiscardHandler)
	ctx, cancel := context.WithCancel(tb.Context())
	done := make(chan error)
	go func() { done <- p.Run(ctx) }()
	tb.Cleanup(func() { cancel(); <-done })
	return p
}

var forms = []struct{ name, target, accept string }{
	{"plain", "/readyz", ""},
	{"verbose", "/readyz?verbose", ""},
	{"json", "/readyz?verbose", "application/json"},
}

func TestCachedAnswersAllocateNothing(t *testing.T) {
	if raceEnabled() {
		t.Skip("the race detector allocates")
	}
	bubble(t, func(t *testing.T) {
		p := five(t)
		synctest.Wait() // for the first answers: what the checks allocate would count too
		for _, tt := range forms {
			w, r := &sink{http.Header{}}, httptest.NewRequest("GET", tt.target, nil)
			r.Header.Set("Accept", tt.accept)
			if got, want := testing.AllocsPerRun(100, func() { p.Readyz(w, r) }), 0.0; got != want {
				t.Errorf("Readyz %s as %s: got %v allocations, want %v", tt.target, tt.name, got, want)
			}
		}
	})
}

func BenchmarkReadyz(b *testing.B) {
	p := five(b)
	for _, tt := range forms {
		b.Run(tt.name, func(b *testing.B) {
			w, r := &sink{http.Header{}}, httptest.NewRequest("GET", tt.target, nil)
			r.Header.Set("Accept", tt.accept)
			b.ReportAllocs()
			for b.Loop() {
				p.Readyz(w, r)
			}
		})
	}
}

func BenchmarkBeat(b *testing.B) {
	var h healthcheck.Heartbeat
	b.ReportAllocs()
	for b.Loop() {
		h.Beat()
	}
}
