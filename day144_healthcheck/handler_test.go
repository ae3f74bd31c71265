package healthcheck_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	healthcheck "workbook/day144_healthcheck"
)

// mixed is a probe with a check in every state: ok, failing, stuck, optional.
func mixed(t *testing.T) (p *healthcheck.Probe, stop func()) {
	release := make(chan struct{})
	redis, legacy := answers(nil), answers(nil)
	p, _, end := start(t,
		healthcheck.Check{Name: "db", Func: answers(nil).Func, Every: time.Second, Fails: 1},
		healthcheck.Check{Name: "redis", Func: redis.Func, Every: time.Second, Fails: 1},
		healthcheck.Check{Name: "legacy", Func: legacy.Func, Every: time.Second, Fails: 1},
		healthcheck.Check{Name: "cache", Func: answers(errors.New("down")).Func, Fails: 1, Optional: true})
	redis.gives(errors.New("down"))
	legacy.now(func(context.Context) error { <-release; return nil })
	advance(4 * time.Second)
	return p, func() { close(release); end() }
}

func TestBodies(t *testing.T) {
	const (
		db     = "[+] db ok since 2000-01-01T00:00:00Z\n"
		redis  = "[-] redis failing since 2000-01-01T00:00:01Z\n"
		legacy = "[-] legacy failing since 2000-01-01T00:00:02Z, stuck since 2000-01-01T00:00:01Z\n"
		cache  = "[!] cache failing since 2000-01-01T00:00:00Z (optional)\n"
	)
	synctest.Test(t, func(t *testing.T) {
		p, stop := mixed(t)
		defer stop()
		for _, tt := range []struct {
			target string
			code   int
			want   string
		}{
			{"/", 503, "not ready\n" + redis + legacy + cache},
			{"/?verbose", 503, "not ready\n" + db + redis + legacy + cache},
			{"/?verbose=1&other=%zz", 503, "not ready\n" + db + redis + legacy + cache},
			{"/?exclude=redis", 503, "not ready\n" + "[!] redis failing since 2000-01-01T00:00:01Z (excluded)\n" + legacy + cache},
			{"/?exclude=redis&exclude=legacy&exclude=nothing", 200, "ready\n" +
				"[!] redis failing since 2000-01-01T00:00:01Z (excluded)\n" +
				"[!] legacy failing since 2000-01-01T00:00:02Z, stuck since 2000-01-01T00:00:01Z (excluded)\n" + cache},
			{"/?exclude=redis,legacy", 503, "not ready\n" + redis + legacy + cache},
		} {
			w := ask(p.Readyz, "GET", tt.target)
			if got := w.Code; got != tt.code {
				t.Errorf("Readyz %s: got %d, want %d", tt.target, got, tt.code)
			}
			if got := w.Body.String(); got != tt.want {
				t.Errorf("Readyz %s:\n got %q\nwant %q", tt.target, got, tt.want)
			}
		}
		if got, want := ask(p.Live, "GET", "/?verbose").Body.String(), "live\n"; got != want {
			t.Errorf("Live: got %q, want %q: no dependency in it", got, want)
		}
		if got, want := ask(p.Startup, "GET", "/").Body.String(), "started\n"; !strings.HasPrefix(got, want) {
			t.Errorf("Startup: got %q, want it to start %q", got, want)
		}
	})
}

func TestJSON(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, stop := mixed(t)
		defer stop()
		w := ask(p.Readyz, "GET", "/?verbose", "Accept: text/html", "Accept: application/json;q=0.9, */*")
		if got, want := w.Result().Header.Get("Content-Type"), "application/json"; got != want {
			t.Errorf("Content-Type: got %q, want %q", got, want)
		}
		want := `{"status":"not ready","checks":[` +
			`{"name":"db","state":"ok","since":"2000-01-01T00:00:00Z"},` +
			`{"name":"redis","state":"failing","since":"2000-01-01T00:00:01Z"},` +
			`{"name":"legacy","state":"failing","since":"2000-01-01T00:00:02Z","stuckSince":"2000-01-01T00:00:01Z"},` +
			`{"name":"cache","state":"failing","optional":true,"since":"2000-01-01T00:00:00Z"}]}` + "\n"
		if got := w.Body.String(); got != want {
			t.Errorf("Readyz as JSON:\n got %s\nwant %s", got, want)
		}
		for _, target := range []string{"/", "/?exclude=redis"} {
			if body := ask(p.Readyz, "GET", target, "Accept: application/json").Body; !json.Valid(body.Bytes()) {
				t.Errorf("Readyz %s: got %q, want JSON", target, body)
			}
		}
	})
}

func TestMethodsAndHeaders(t *testing.T) {
	p, err := healthcheck.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, handler := range []http.HandlerFunc{p.Live, p.Readyz, p.Startup} {
		get, head := ask(handler, "GET", "/"), ask(handler, "HEAD", "/")
		if got, want := head.Body.Len(), 0; got != want {
			t.Errorf("HEAD: got a body of %d bytes, want %d", got, want)
		}
		if got, want := head.Result().Header.Get("Content-Length"), get.Result().Header.Get("Content-Length"); got != want || got == "" {
			t.Errorf("HEAD: got Content-Length %q, want that of GET, %q", got, want)
		}
		for _, w := range []*httptest.ResponseRecorder{get, head, ask(handler, "POST", "/")} {
			if got, want := w.Result().Header.Get("Cache-Control"), "no-store"; got != want {
				t.Errorf("Cache-Control: got %q, want %q", got, want)
			}
		}
		for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS", "get", "PROPFIND"} {
			w := ask(handler, method, "/")
			if got, want := w.Code, http.StatusMethodNotAllowed; got != want {
				t.Errorf("%s: got %d, want %d", method, got, want)
			}
			if got, want := w.Result().Header.Get("Allow"), "GET, HEAD"; got != want {
				t.Errorf("%s: got Allow %q, want %q", method, got, want)
			}
		}
	}
}

// TestTenThousandProbes asks while the one dependency hangs, as a kubelet, three
// balancers and a dashboard do. Every probe is answered while it still hangs.
func TestTenThousandProbes(t *testing.T) {
	d := answers(nil)
	p, err := healthcheck.New(healthcheck.Check{Name: "db", Func: d.Func, Every: time.Hour, Timeout: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	asked := make(chan struct{})
	d.now(func(ctx context.Context) error { close(asked); return hang(ctx) })
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- p.Run(ctx) }()
	<-asked
	var all sync.WaitGroup
	for range 10_000 {
		all.Go(func() {
			if got, want := code(p.Readyz), 503; got != want {
				t.Errorf("got %d, want %d", got, want)
			}
		})
	}
	all.Wait() // a probe that waits for the check waits for an hour
	if got, want := d.hanging(), 1; got != want {
		t.Errorf("calls that still hang when 10,000 probes have been answered: got %d, want %d", got, want)
	}
	if got, want := d.called(), 1; got != want {
		t.Errorf("calls of the dependency: got %d, want %d", got, want)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("Run: got %v, want nil", err)
	}
}

// TestImpatientProber hangs up before it asks: nobody else may notice.
func TestImpatientProber(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := answers(nil)
		p, _, stop := start(t, healthcheck.Check{Name: "db", Func: d.Func, Every: time.Second, Timeout: time.Second, Fails: 1})
		defer stop()
		for range 10 {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			r := httptest.NewRequestWithContext(ctx, "GET", "/?exclude=db", nil)
			p.Readyz(httptest.NewRecorder(), r)
			advance(time.Second)
			if got, want := code(p.Readyz), 200; got != want {
				t.Errorf("the next prober: got %d, want %d", got, want)
			}
		}
		if got, want := d.called(), 11; got != want {
			t.Errorf("calls: got %d, want %d, one for each second", got, want)
		}
	})
}

// TestSecretsStayInTheLog plants one in an error and in a panic.
func TestSecretsStayInTheLog(t *testing.T) {
	const secret = "postgres://app:hunter2@10.0.0.7/orders"
	synctest.Test(t, func(t *testing.T) {
		d := answers(nil)
		p, logged, stop := start(t, healthcheck.Check{Name: "db", Func: d.Func, Every: time.Second, Fails: 2},
			healthcheck.Check{Name: "cache", Func: func(context.Context) error { panic(secret) }, Optional: true})
		d.gives(errors.New("dial " + secret))
		advance(10 * time.Second)
		// One line for each transition: db after two failures, cache at once.
		for _, name := range []string{"db", "cache"} {
			n := 0
			for line := range strings.Lines(logged.String()) {
				if strings.Contains(line, "check="+name) && strings.Contains(line, secret) {
					n++
				}
			}
			if want := 1; n != want {
				t.Errorf("log lines with the secret of %s in ten failures: got %d, want %d", name, n, want)
			}
		}
		for _, target := range []string{"/", "/?verbose", "/?exclude=db", "/?verbose&exclude=cache"} {
			for _, handler := range []http.HandlerFunc{p.Live, p.Readyz, p.Startup} {
				for _, accept := range []string{"text/plain", "application/json"} {
					w := ask(handler, "GET", target, "Accept: "+accept)
					var head strings.Builder
					w.Header().Write(&head)
					if all := head.String() + w.Body.String(); strings.Contains(all, "hunter2") || strings.Contains(all, "10.0.0.7") {
						t.Errorf("GET %s: got %q, want no secret in it", target, all)
					}
				}
			}
		}
		if err := p.Ready(); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("Ready: got %v, want an error without the secret", err)
		}
		stop()
	})
}
