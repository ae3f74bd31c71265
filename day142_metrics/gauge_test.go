package metrics

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestGaugeLosesNoAddition(t *testing.T) {
	g := NewRegistry().Gauge("queue_length", "Jobs that wait.")
	g.Set(10)
	each(8, func(i int) {
		for range 5000 {
			g.Inc()
			g.Add(2.5)
			g.Add(-2.5)
			if i%2 == 0 {
				g.Dec()
			}
		}
	})
	want := 10.0 + 4*5000
	if got := g.Value(); got != want {
		t.Errorf("Value(): got %v, want %v", got, want)
	}
}

func TestGaugeValues(t *testing.T) {
	for v, want := range map[float64]string{
		math.Inf(1): "+Inf", math.Inf(-1): "-Inf", 0: "0", -3: "-3", 2.5: "2.5",
		1e6: "1000000", 1 << 53: "9007199254740992", 1e300: "1e+300", 1e-7: "1e-07",
	} {
		r := NewRegistry()
		r.Gauge("temperature", "").Set(v)
		if got := written(t, r, text); got != "# TYPE temperature gauge\ntemperature "+want+"\n" {
			t.Errorf("Set(%v): got page %q, want the value %s", v, got, want)
		}
	}
	r := NewRegistry()
	r.Gauge("temperature", "").Set(math.NaN())
	if got := written(t, r, openMetrics); !strings.Contains(got, "\ntemperature NaN\n") {
		t.Errorf("Set(NaN): got page %q, want the value NaN", got)
	}
}

// A counter that somebody else keeps is a counter on both pages, and is asked anew.
func TestCounterFunc(t *testing.T) {
	r := NewRegistry()
	dropped := uint64(3)
	r.CounterFunc("spans_dropped_total", "Spans dropped.", func() uint64 { return dropped })
	for f, want := range map[format]string{
		text:        "# HELP spans_dropped_total Spans dropped.\n# TYPE spans_dropped_total counter\nspans_dropped_total ",
		openMetrics: "# HELP spans_dropped Spans dropped.\n# TYPE spans_dropped counter\nspans_dropped_total ",
	} {
		dropped++
		if got, want := written(t, r, f), fmt.Sprint(want, dropped, "\n"); !strings.HasPrefix(got, want) {
			t.Errorf("CounterFunc at %d, format %d: got page %q, want %q", dropped, f, got, want)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("CounterFunc without a function: got no panic, want one")
		}
	}()
	r.CounterFunc("b_total", "", nil)
}

// A callback that panics costs its own sample; the page goes on.
func TestGaugeFuncPanic(t *testing.T) {
	r := NewRegistry()
	r.GaugeFunc("a_connections", "Open connections.", func() float64 { return 4 })
	r.GaugeFunc("b_broken", "Always panics.", func() float64 { panic("no connection") })
	r.GaugeFunc("c_workers", "Workers.", func() float64 { return 7 })
	for _, f := range []format{text, openMetrics} {
		values := scrape(t, r, f).values()
		if _, found := values["b_broken"]; found {
			t.Errorf("format %d: got a sample of b_broken, want none", f)
		}
		if a, c := values["a_connections"], values["c_workers"]; a != 4 || c != 7 {
			t.Errorf("format %d: got %v and %v, want 4 and 7", f, a, c)
		}
	}
	key := `metrics_rejected_samples_total metric="b_broken"`
	if got, want := scrape(t, r, text).values()[key], 3.0; got != want {
		t.Errorf("%s: got %v, want %v", key, got, want)
	}
}

// A callback may use the registry: no lock is held while it runs.
func TestGaugeFuncOutsideLocks(t *testing.T) {
	r := NewRegistry()
	v := r.GaugeVec("queue_length", "Jobs that wait.", "queue")
	first := true
	r.GaugeFunc("a_callback", "Uses everything.", func() float64 {
		if first {
			first = false
			r.Counter("late_total", "Registered during a scrape.").Inc()
			var page strings.Builder
			if err := r.WriteText(&page); err != nil {
				t.Errorf("WriteText inside a callback: got %v, want no error", err)
			}
		}
		v.With("mail").Set(3)
		return 1
	})
	scrape(t, r, text)
	values := scrape(t, r, text).values()
	if got, want := values["late_total"], 1.0; got != want {
		t.Errorf("a counter registered by a callback: got %v, want %v", got, want)
	}
}

// A callback that blocks delays its own scrape, and nothing else.
func TestGaugeFuncBlocked(t *testing.T) {
	r := NewRegistry()
	c := r.Counter("requests_total", "Requests.")
	entered, release := make(chan struct{}), make(chan struct{})
	r.GaugeFunc("slow", "Waits.", func() float64 {
		entered <- struct{}{}
		<-release
		return 1
	})
	done := make(chan struct{})
	go func() {
		defer close(done)
		scrape(t, r, text)
	}()
	<-entered
	c.Inc()
	r.Gauge("new_gauge", "Registered meanwhile.").Set(1)
	close(release)
	<-done
}
