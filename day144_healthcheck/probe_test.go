package healthcheck_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	healthcheck "workbook/day144_healthcheck"
)

func TestNewRefuses(t *testing.T) {
	ok := func(context.Context) error { return nil }
	tests := []struct {
		name   string
		checks []healthcheck.Check
		want   string // in the error; empty for none
	}{
		{"nothing", nil, ""},
		{"zero values", []healthcheck.Check{{Name: "redis", Func: ok}}, ""},
		{"a long timeout alone moves the pace", []healthcheck.Check{{Name: "redis", Func: ok, Timeout: time.Minute}}, ""},
		{"a short pace alone moves the timeout", []healthcheck.Check{{Name: "redis", Func: ok, Every: time.Millisecond}}, ""},
		{"huge values", []healthcheck.Check{{Name: "redis", Func: ok, Every: 1 << 62, MaxAge: 1<<63 - 1, Fails: 1 << 30}}, "max age"},
		{"empty name", []healthcheck.Check{{Name: "", Func: ok}}, "name is empty"},
		{"duplicate", []healthcheck.Check{{Name: "redis", Func: ok}, {Name: "redis", Func: ok}}, `check 1: the name "redis" is used twice`},
		{"a name that breaks the line", []healthcheck.Check{{Name: "redis\n[+] all", Func: ok}}, `"redis\n[+] all" is not printable`},
		{"not UTF-8", []healthcheck.Check{{Name: "redis\xff", Func: ok}}, "not printable"},
		{"a long name", []healthcheck.Check{{Name: strings.Repeat("x", 65), Func: ok}}, "longer than 64"},
		{"no Func", []healthcheck.Check{{Name: "redis"}}, `"redis" has no Func`},
		{"negative", []healthcheck.Check{{Name: "redis", Func: ok, Fails: -1}}, "negative"},
		{"timeout over every", []healthcheck.Check{{Name: "redis", Func: ok, Every: time.Second, Timeout: 2 * time.Second}}, "timeout 2s is longer than every 1s"},
		{"max age as long as every", []healthcheck.Check{{Name: "redis", Func: ok, Every: time.Minute, MaxAge: time.Minute}}, ""},
		{"timeout as long as every", []healthcheck.Check{{Name: "redis", Func: ok, Every: time.Minute, Timeout: time.Minute}}, ""},
		{"max age under every", []healthcheck.Check{{Name: "redis", Func: ok, Every: time.Minute, MaxAge: time.Second}}, "max age 1s is shorter"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := healthcheck.New(tt.checks...)
			if tt.want == "" && err != nil {
				t.Errorf("New: got %v, want no error", err)
			}
			if tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("New: got error %v, want one that says %q", err, tt.want)
			}
		})
	}
}

func TestNewStartsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) { // fails if a goroutine outlives it
		d := answers(nil)
		p, err := healthcheck.New(healthcheck.Check{Name: "redis", Func: d.Func})
		if err != nil {
			t.Fatal(err)
		}
		advance(time.Hour)
		if got, want := d.called(), 0; got != want {
			t.Errorf("calls before Run: got %d, want %d", got, want)
		}
		if got, want := p.Ready(), healthcheck.ErrNotReady; !errors.Is(got, want) {
			t.Errorf("Ready before Run: got %v, want %v", got, want)
		}
	})
}

func TestStartupLatchesAndGates(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		redis, db := answers(errors.New("down")), answers(nil)
		beat := &healthcheck.Heartbeat{}
		p, _, stop := start(t,
			healthcheck.Check{Name: "redis", Func: redis.Func, Every: time.Second, Fails: 1},
			healthcheck.Check{Name: "db", Func: db.Func, Every: time.Second, Fails: 1},
			beat.Check(4*time.Second))
		defer stop()
		expect := func(when string, live, ready, startup int) {
			t.Helper()
			synctest.Wait()
			for _, tt := range []struct {
				name    string
				handler http.HandlerFunc
				want    int
			}{{"Live", p.Live, live}, {"Readyz", p.Readyz, ready}, {"Startup", p.Startup, startup}} {
				if got := code(tt.handler); got != tt.want {
					t.Errorf("%s, %s: got %d, want %d", when, tt.name, got, tt.want)
				}
			}
		}
		expect("redis is down, the loop has not begun", 200, 503, 503)
		if got, want := ask(p.Readyz, "GET", "/").Body.String(), "starting\n"; !strings.HasPrefix(got, want) {
			t.Errorf("Readyz body: got %q, want it to start %q", got, want)
		}
		if got, want := p.Ready(), healthcheck.ErrStarting; !errors.Is(got, want) {
			t.Errorf("Ready: got %v, want %v", got, want)
		}
		beat.Beat()
		advance(time.Second)
		expect("redis is still down: a restart would not bring it back", 200, 503, 200)
		if got, want := ask(p.Readyz, "GET", "/").Body.String(), "not ready\n[-] redis"; !strings.HasPrefix(got, want) {
			t.Errorf("Readyz body: got %q, want it to start %q", got, want)
		}
		redis.gives(nil)
		advance(time.Second)
		expect("all green", 200, 200, 200)
		redis.gives(errors.New("down"))
		beat.Beat()
		advance(time.Second)
		expect("a dependency lost", 200, 503, 200)
		advance(time.Minute)
		expect("the loop hangs", 503, 503, 200)
		p.Drain()
		expect("draining, and the loop has ended with it", 200, 503, 200)
	})
}

// TestStartWithoutHeartbeat: with nothing that liveness looks at, there is
// nothing to wait for, and a dependency that is away from the first moment on
// does not keep the process starting.
func TestStartWithoutHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, _, stop := start(t, healthcheck.Check{Name: "redis", Func: answers(errors.New("down")).Func})
		defer stop()
		advance(time.Hour)
		if got, want := code(p.Startup), 200; got != want {
			t.Errorf("Startup an hour after the start, redis away: got %d, want %d", got, want)
		}
		if got, want := code(p.Readyz), 503; got != want {
			t.Errorf("Readyz: got %d, want %d", got, want)
		}
	})
}

func TestOptionalIsAWarning(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db, cache := answers(nil), answers(errors.New("down"))
		p, logged, stop := start(t, healthcheck.Check{Name: "db", Func: db.Func},
			healthcheck.Check{Name: "cache", Func: cache.Func, Optional: true})
		defer stop()
		w := ask(p.Readyz, "GET", "/")
		if got, want := w.Code, 200; got != want {
			t.Errorf("Readyz: got %d, want %d", got, want)
		}
		if got, want := w.Body.String(), "ready\n[!] cache failing since 2000-01-01T00:00:00Z (optional)\n"; got != want {
			t.Errorf("Readyz body: got %q, want %q", got, want)
		}
		if got, want := logged.String(), "optional=true"; !strings.Contains(got, want) {
			t.Errorf("log: got %q, want it to say %s", got, want)
		}
	})
}

func TestDrainIsSticky(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := answers(nil)
		p, _, stop := start(t, healthcheck.Check{Name: "db", Func: d.Func, Every: time.Second, Passes: 2})
		release := make(chan error)
		d.now(func(context.Context) error { return <-release })
		advance(time.Second)
		p.Drain()
		release <- nil // the pass that would turn it green arrives after Drain
		d.gives(nil)
		advance(time.Minute)
		for _, target := range []string{"/", "/?exclude=db", "/?verbose&exclude=db", "/?exclude="} {
			w := ask(p.Readyz, "GET", target)
			if got, want := w.Code, 503; got != want {
				t.Errorf("Readyz %s: got %d, want %d", target, got, want)
			}
			if got, want := w.Body.String(), "draining\n"; !strings.HasPrefix(got, want) {
				t.Errorf("Readyz %s: got body %q, want it to start %q", target, got, want)
			}
		}
		if got, want := p.Ready(), healthcheck.ErrDraining; !errors.Is(got, want) {
			t.Errorf("Ready: got %v, want %v", got, want)
		}
		stop()
		if got, want := p.Ready(), healthcheck.ErrDraining; !errors.Is(got, want) {
			t.Errorf("Ready after Run: got %v, want %v", got, want)
		}
	})
}

func TestReadyNamesWhatIsWrong(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := answers(nil)
		p, _, stop := start(t, healthcheck.Check{Name: "db", Func: answers(nil).Func},
			healthcheck.Check{Name: "redis", Func: d.Func, Fails: 1})
		defer stop()
		if err := p.Ready(); err != nil {
			t.Fatalf("Ready: got %v, want nil", err)
		}
		d.gives(errors.New("dial 10.0.0.7: refused"))
		advance(5 * time.Second)
		if got, want := p.Ready(), "not ready: redis failing"; !errors.Is(got, healthcheck.ErrNotReady) || got.Error() != want {
			t.Errorf("Ready: got %v, want %q", got, want)
		}
	})
}
