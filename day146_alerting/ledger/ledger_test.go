package ledger_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"workbook/day146_alerting/ledger"
)

const (
	day    = 24 * time.Hour
	every  = 15 * time.Second
	period = 30 * day
)

var began = time.Unix(1_800_000_000, 0)

// good and bad are counters of answers and of failures; fast is the bucket beside a count.
func good(series string, v float64) ledger.Reading { return reading(series, v, 1, 0) }
func bad(series string, v float64) ledger.Reading  { return reading(series, v, 1, 1) }
func fast(series string, v float64) ledger.Reading { return reading(series, v, 0, -1) }

func reading(series string, v float64, total, bad int) ledger.Reading {
	return ledger.Reading{Series: series, Value: v, Total: total, Bad: bad}
}

// TestReadings: what each scrape after the first adds, with the rule of the model in its name.
func TestReadings(t *testing.T) {
	type page = []ledger.Reading
	nan, inf := math.NaN(), math.Inf(1)
	tests := []struct {
		name       string
		pages      []page
		total, bad float64
	}{
		{"growth", []page{{good("a", 10)}, {good("a", 25)}}, 15, 0},
		{"a drop is a restart", []page{{good("a", 10)}, {good("a", 4)}}, 4, 0},
		{"the first error is seen", []page{{good("a", 10)}, {good("a", 12), bad("e", 1)}}, 3, 1},
		{"the first request is seen", []page{{}, {good("a", 1)}}, 1, 0},
		{"the past of a target is not known", []page{{good("a", 1e6), bad("e", 1e5)}}, 0, 0},
		{"NaN is not read", []page{{bad("e", 500)}, {bad("e", nan)}, {bad("e", 500)}, {bad("e", 503)}}, 3, 3},
		{"Inf is not read", []page{{good("a", 10)}, {good("a", inf)}, {good("a", 12)}}, 2, 0},
		{"below 0 is not read", []page{{good("a", 10)}, {good("a", -3)}, {good("a", 12)}}, 2, 0},
		{"above 2^53 is not read", []page{{good("a", 10)}, {good("a", 1e300)}, {good("a", 12)}}, 2, 0},
		{"a number after NaN is a beginning", []page{{}, {bad("e", nan)}, {bad("e", 500)}, {bad("e", 501)}}, 1, 1},
		{"vanished and back", []page{{good("a", 10)}, {}, {good("a", 13)}}, 3, 0},
		{"another label, the same count", []page{{good("a", 1e6), bad("e", 5e4)}, {good("a v2", 1e6+150), bad("e v2", 5e4+1)}}, 151, 1},
		{"another label after a scrape without", []page{{bad("e", 5e4)}, {}, {bad("e v2", 5e4+2)}}, 2, 2},
		{"another label after a restart", []page{{good("a", 1e6)}, {good("a v2", 40), bad("e v2", 2)}}, 42, 2},
		{"errors in the place of success", []page{{good("a", 1e6)}, {bad("e", 1e6), bad("f", 7)}}, 0, 0},
		{"a replaced one that comes back", []page{{bad("e", 500)}, {bad("f", 501)}, {bad("e", 500), bad("f", 501)}, {bad("e", 501)}}, 2, 2},
		{"slow is all but fast", []page{{bad("count", 100), fast("le", 90)}, {bad("count", 200), fast("le", 170)}}, 100, 20},
		{"a fast one that is not counted yet", []page{{bad("count", 0), fast("le", 0)}, {bad("count", 9), fast("le", 10)}, {bad("count", 20), fast("le", 20)}}, 20, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := &ledger.Ledger{Period: period}
			for i, readings := range tt.pages {
				l.Add(began.Add(time.Duration(i)*every), []ledger.Page{{Target: "a:1", Readings: readings}})
			}
			if w := l.Over(period); w.Total != tt.total || w.Bad != tt.bad {
				t.Errorf("account of %v = %v requests, %v bad, want %v and %v", tt.pages, w.Total, w.Bad, tt.total, tt.bad)
			}
		})
	}
}

// TestRestart: a counter that has overtaken its old value gives a restart away by its start time
// alone, and a clock that is set is no restart.
func TestRestart(t *testing.T) {
	for _, tt := range []struct {
		name   string
		start  time.Time // in the second page; -1 h in the first
		growth float64
	}{
		{"the same process", began.Add(-time.Hour), 5},
		{"another process", began.Add(every / 2), 105},
		{"a clock that was set", began.Add(-time.Hour + 20*time.Second), 5},
		{"no start time", time.Time{}, 5},
	} {
		l := &ledger.Ledger{Period: period}
		l.Add(began, []ledger.Page{{Target: "a:1", Start: began.Add(-time.Hour), Readings: []ledger.Reading{good("a", 100)}}})
		l.Add(began.Add(every), []ledger.Page{{Target: "a:1", Start: tt.start, Readings: []ledger.Reading{good("a", 105)}}})
		if got := l.Over(period).Total; got != tt.growth {
			t.Errorf("%s: 100, then 105 = %v requests, want %v", tt.name, got, tt.growth)
		}
	}
}

// TestIdleTimeSpendsNothing: only requests spend, and a whole period is taken as it was.
func TestIdleTimeSpendsNothing(t *testing.T) {
	l, now := &ledger.Ledger{Period: period}, began
	add := func(total, failed float64) {
		l.Add(now, []ledger.Page{{Target: "a:1", Readings: []ledger.Reading{good("a", total-failed), bad("e", failed)}}})
	}
	add(0, 0)
	if got := l.Spent(.001); !math.IsNaN(got) {
		t.Errorf("spent before the first request = %v, want NaN", got)
	}
	now = now.Add(100 * time.Second)
	add(703, 323)
	want := l.Spent(.001)
	if real := 323. / 703 / .001 * 100 / period.Seconds(); math.Abs(want-real) > 1e-12 {
		t.Errorf("spent = %v, want %v", want, real)
	}
	for range 24 * 60 {
		now = now.Add(time.Minute)
		add(703, 323)
	}
	if got := l.Spent(.001); got != want {
		t.Errorf("spent after a day without a request = %v, want %v as before", got, want)
	}
	for range 31 * 24 {
		now = now.Add(time.Hour)
		add(703+1000*now.Sub(began).Hours(), 323+now.Sub(began).Hours())
	}
	if got := l.Spent(.001); math.Abs(got-1) > 1e-9 {
		t.Errorf("spent after a period at exactly the promised ratio = %v, want 1", got)
	}
}

func TestOver(t *testing.T) {
	l := &ledger.Ledger{Period: period}
	for i := range 100 {
		l.Add(began.Add(time.Duration(i)*time.Minute), []ledger.Page{{Target: "a:1",
			Readings: []ledger.Reading{good("a", float64(10*i-i/2)), bad("e", float64(i/2))}}})
	}
	for _, tt := range []struct {
		length time.Duration
		want   ledger.Window
	}{
		{2 * time.Minute, ledger.Window{Total: 20, Bad: 1, Watched: 2 * time.Minute, Active: 2 * time.Minute}},
		// From the mark before its edge.
		{90 * time.Second, ledger.Window{Total: 20, Bad: 1, Watched: 2 * time.Minute, Active: 2 * time.Minute}},
		// No more than was watched.
		{period, ledger.Window{Total: 990, Bad: 49, Watched: 99 * time.Minute, Active: 99 * time.Minute}},
	} {
		if got := l.Over(tt.length); got != tt.want {
			t.Errorf("Over(%v) = %+v, want %+v", tt.length, got, tt.want)
		}
	}
	if got := (&ledger.Ledger{}).Over(time.Hour); got != (ledger.Window{}) {
		t.Errorf("Over of an empty ledger = %+v, want zeros", got)
	}
}

// TestBounded: neither time nor labels that change with each scrape fill the memory.
func TestBounded(t *testing.T) {
	l := &ledger.Ledger{Period: time.Hour}
	scrapes := rounds(t, 11_000)
	for i := range scrapes {
		l.Add(began.Add(time.Duration(i)*time.Second), []ledger.Page{{Target: "a:1", Readings: []ledger.Reading{good(fmt.Sprint(i), 1)}}})
	}
	if got, want := l.Over(time.Hour), (ledger.Window{Watched: time.Hour, Active: 0}); got.Watched != want.Watched {
		t.Errorf("watched %v, want %v", got.Watched, want.Watched)
	}
	if counters, marks := ledger.Size(l); counters > 10_001 || marks > 12_000 {
		t.Errorf("after %d scrapes: %d counters and %d marks, want at most 10001 and 12000", scrapes, counters, marks)
	}
}

// process is one run of a service, and what the ledger must know of it.
type process struct {
	start    time.Time
	version  int
	counters map[string]*ledger.Reading
}

// world is a random service, with the true count of what it answered since its first scrape.
type world struct {
	*rand.Rand
	now        time.Time
	tells      bool // its processes expose their start time
	process    process
	total, bad float64
}

func (w *world) restart() {
	w.process = process{start: w.now.Add(-time.Second), version: w.process.version + 1, counters: map[string]*ledger.Reading{}}
}

// serve answers requests on some series, new ones among them.
func (w *world) serve() {
	if w.IntN(4) == 0 {
		return // idle
	}
	for range 1 + w.IntN(6) {
		name, failed, n := fmt.Sprintf("route %d", w.IntN(8)), 0, math.Pow(10, w.Float64()*4)
		if w.IntN(5) == 0 {
			name, failed = name+" failed", 1
		}
		c := w.process.counters[name]
		if c == nil {
			c = &ledger.Reading{Total: 1, Bad: failed}
			w.process.counters[name] = c
		}
		n = math.Floor(n)
		c.Value += n
		w.total += n
		w.bad += n * float64(failed)
	}
}

// page is what a scrape sees.
func (w *world) page() ledger.Page {
	p := ledger.Page{Target: "a:1"}
	if w.tells {
		p.Start = w.process.start
	}
	for name, c := range w.process.counters {
		p.Readings = append(p.Readings, reading(fmt.Sprintf("%s v%d", name, w.process.version), c.Value, c.Total, c.Bad))
	}
	return p
}

// spoil makes one known reading unreadable.
func (w *world) spoil(p ledger.Page, known map[string]bool) {
	garbage := []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 1e300}
	for i, r := range p.Readings {
		if known[r.Series] && w.IntN(len(p.Readings)) == 0 {
			p.Readings[i].Value = garbage[w.IntN(len(garbage))]
		}
	}
}

// TestAgainstTheTruth: births, restarts, gaps, garbage, idle time and labels that change, over a day of
// a random service. With a start time the account is exact at each scrape; without one it is never too much.
func TestAgainstTheTruth(t *testing.T) {
	for seed := range uint64(rounds(t, 2)) {
		for _, tells := range []bool{true, false} {
			w := &world{Rand: rand.New(rand.NewPCG(seed, 146)), now: began, tells: tells}
			w.restart()
			w.serve()
			l, known := &ledger.Ledger{Period: period}, map[string]bool{}
			l.Add(w.now, []ledger.Page{w.page()})
			w.total, w.bad = 0, 0
			spoiled := false
			for range int(day / every) {
				w.now = w.now.Add(every)
				// A restart comes right after a scrape, or the requests in between are lost to everybody; and what
				// a spoiled page hid is lost with it.
				relabel := w.IntN(500) == 0
				if !spoiled && w.IntN(300) == 0 {
					w.restart()
				} else if relabel && !spoiled {
					w.process.version++
				}
				w.serve()
				if w.IntN(100) == 0 {
					spoiled = true // not answered: it counts on, and nothing is lost
					continue
				}
				p := w.page()
				spoiled = !relabel && w.IntN(30) == 0
				if spoiled {
					w.spoil(p, known)
				}
				for _, r := range p.Readings {
					known[r.Series] = true
				}
				l.Add(w.now, []ledger.Page{p})
				got := l.Over(period)
				switch exact := got.Total == w.total && got.Bad == w.bad; {
				case got.Total > w.total || got.Bad > w.bad:
					t.Fatalf("seed %d, start told %v, after %v: %v requests, %v bad, and there were %v and %v",
						seed, tells, w.now.Sub(began), got.Total, got.Bad, w.total, w.bad)
				case tells && !spoiled && !exact:
					t.Fatalf("seed %d after %v: %v requests, %v bad, want %v and %v",
						seed, w.now.Sub(began), got.Total, got.Bad, w.total, w.bad)
				}
			}
		}
	}
}
