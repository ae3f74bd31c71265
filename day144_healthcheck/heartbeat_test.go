package healthcheck_test

import (
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	healthcheck "workbook/day144_healthcheck"
)

func TestHeartbeatCheck(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const max = 8 * time.Second
		var h healthcheck.Heartbeat
		check := h.Check(max)
		if got, want := check.Name, "heartbeat"; got != want {
			t.Errorf("Name: got %q, want %q", got, want)
		}
		expect := func(when string, want string) {
			t.Helper()
			got := ""
			if err := check.Func(t.Context()); err != nil {
				got = err.Error()
			}
			if got != want {
				t.Errorf("%s: got %q, want %q", when, got, want)
			}
		}
		advance(time.Hour)
		expect("before the first beat", "no beat yet")
		h.Beat()
		expect("at the beat", "")
		advance(max)
		expect("exactly max later", "")
		advance(1)
		expect("a nanosecond later", "the last beat was 8.000000001s ago, over 8s")
		h.Beat()
		expect("it beats again", "")
	})
}

// TestLiveness hangs a loop. Every wake-up of the check is at most max/4 from
// the last, so 1.25 x max after the last beat it must be red.
func TestLiveness(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const max = 8 * time.Second
		h := healthcheck.Heartbeat{Name: "queue loop"}
		redis := answers(nil)
		h.Beat()
		p, _, stop := start(t, h.Check(max), healthcheck.Check{Name: "redis", Func: redis.Func, Every: time.Second})
		defer stop()
		for range 100 {
			advance(time.Second)
			h.Beat()
		}
		redis.now(hang)
		advance(max)
		if got, want := code(p.Live), 200; got != want {
			t.Errorf("Live %v after the last beat, redis down: got %d, want %d", max, got, want)
		}
		advance(max / 4)
		w := ask(p.Live, "GET", "/")
		if got, want := w.Code, 503; got != want {
			t.Errorf("Live %v after the last beat: got %d, want %d", max+max/4, got, want)
		}
		if got, want := w.Body.String(), "not live\n[-] queue loop failing"; !strings.HasPrefix(got, want) || strings.Contains(got, "redis") {
			t.Errorf("Live: got %q, want it to start %q and not to name redis", got, want)
		}
		h.Beat()
		advance(max / 4)
		if got, want := code(p.Live), 200; got != want {
			t.Errorf("Live once it beats again: got %d, want %d", got, want)
		}
	})
}

// TestPatientHeartbeatStartsSoon: the first beat comes just after the first
// look, and a max of an hour must not keep the service unready for minutes.
func TestPatientHeartbeatStartsSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h healthcheck.Heartbeat
		p, _, stop := start(t, h.Check(time.Hour))
		defer stop()
		h.Beat()
		advance(time.Second)
		if err := p.Ready(); err != nil {
			t.Errorf("Ready a second after the first beat: got %v, want nil", err)
		}
	})
}

// TestLivenessOutlivesRun: when Run has returned nothing is known any more,
// which is no reason for a restart in the middle of a shutdown.
func TestLivenessOutlivesRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var h healthcheck.Heartbeat
		h.Beat()
		p, _, stop := start(t, h.Check(time.Minute))
		if err := p.Ready(); err != nil {
			t.Errorf("Ready: got %v, want nil", err)
		}
		stop()
		if got, want := code(p.Live), 200; got != want {
			t.Errorf("Live after Run: got %d, want %d", got, want)
		}
	})
}

func TestBeatFromManyGoroutines(t *testing.T) {
	var h healthcheck.Heartbeat
	check := h.Check(time.Minute)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 1000 {
				h.Beat()
				if err := check.Func(t.Context()); err != nil {
					t.Errorf("after Beat: got %v, want nil", err)
					return
				}
			}
		})
	}
	all.Wait()
}
