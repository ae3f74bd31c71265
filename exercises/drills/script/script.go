package script

import (
	"log/slog"
	"time"

	"workbook/exercises/drills/simulation"
)

// All returns the scripts by the name of the drill's folder. Each returns the files of the recording.
func All() map[string]func() map[string]string {
	return map[string]func() map[string]string{
		"01_slow_checkout":  SlowCheckout,
		"02_one_of_three":   OneOfThree,
		"03_silent_queue":   SilentQueue,
		"04_cut_traces":     CutTraces,
		"05_page_that_lied": PageThatLied,
		"06_error_at_night": ErrorAtNight,
		"07_restart_storm":  RestartStorm,
		"08_every_deploy":   EveryDeploy,
	}
}

// arrivals calls do at random times from one time to another, every gap on average.
func arrivals(w *simulation.World, from, to time.Time, gap time.Duration, do func(at time.Time)) {
	for at := from.Add(w.Gap(gap)); at.Before(to); at = at.Add(w.Gap(gap)) {
		do(at)
	}
}

// scanner is somebody who tries names of files that are not there: 404s, in no route, and nobody's fault.
func scanner(w *simulation.World, p *simulation.Process, from, to time.Time) {
	arrivals(w, from, to, 150*time.Millisecond, func(at time.Time) {
		took := w.Around(300 * time.Microsecond)
		p.Serve(simulation.Request{At: at, Took: took, Method: "GET", Route: "unmatched", Status: 404})
		if w.OneIn(25) {
			path := []string{"/.env", "/wp-login.php", "/admin/config.php", "/.git/HEAD", "/backup.sql"}[w.Intn(5)]
			p.Log(at, slog.LevelWarn, w.Trace(), "no such route", "path", path, "status", 404)
		}
	})
}

// A window keeps when something was good or bad, for an alert on the share of the last minutes.
type window struct {
	length time.Duration
	seen   []outcome
}

type outcome struct {
	at  time.Time
	bad bool
}

// add records an outcome. What the recording adds in any order, share finds.
func (v *window) add(at time.Time, bad bool) { v.seen = append(v.seen, outcome{at, bad}) }

// share returns how much of the window before a time was bad, and of how many.
func (v *window) share(now time.Time) (share float64, n int) {
	bad := 0
	for _, o := range v.seen {
		if o.at.After(now) || !o.at.After(now.Add(-v.length)) {
			continue
		}
		n++
		if o.bad {
			bad++
		}
	}
	return float64(bad) / float64(max(n, 1)), n
}
