package script

import (
	"fmt"
	"log/slog"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/exercises/drills/simulation"
)

// pageThatLied is the evening on which a histogram said more than it knew.
type pageThatLied struct {
	*simulation.World
	search   *simulation.Process
	reported window
}

// PageThatLied is drill 05. The objective is 300 ms, and the histogram has bounds at 250 ms and 500 ms. A release moves a
// fifth of the requests from 235 ms to 275 ms: within the objective before and after it, but from one bucket into the
// next, where the query takes four fifths of them to be slow.
func PageThatLied() map[string]string {
	s := &pageThatLied{World: simulation.New(5, time.Date(2026, 12, 9, 16, 40, 0, 0, time.UTC), 40*time.Minute)}
	s.reported.length = 5 * time.Minute
	s.search = s.Process("search", "search-1", .1, .25, .5, 1)
	s.Event(s.Minute(14), "deploy", "search 5.0: results in the language of the customer")
	s.Event(s.Minute(19), "note", "index: the nightly rebuild begins early, and takes half an hour")
	s.Event(s.Minute(33), "note", "support: no ticket about search today; two about invoices")
	s.Alert("SearchLatencyBudgetBurn", 2*time.Minute, func(at time.Time) bool {
		share, _ := s.reported.share(at)
		return share > .144
	})
	for n := range 40 {
		if n >= 19 && n%2 == 0 {
			at := s.Minute(n).Add(41 * time.Second)
			s.search.Log(at, slog.LevelError, nil, "index segment skipped", "segment", s.Text(8), "err", "merge in progress")
		}
	}
	arrivals(s.World, s.Start, s.End, 110*time.Millisecond, s.ask)
	return s.Files()
}

// ask is GET /search: most are quick, a fifth are long queries, and a few in a thousand are slow.
func (s *pageThatLied) ask(at time.Time) {
	took, words := s.Around(28*time.Millisecond), 1+s.Intn(2)
	switch {
	case s.OneIn(250):
		took, words = 310*time.Millisecond+s.Until(500*time.Millisecond), 9
	case s.Intn(100) < 20:
		took, words = 216*time.Millisecond+s.Until(33*time.Millisecond), 4+s.Intn(4)
		if !at.Before(s.Minute(14)) {
			took += 38 * time.Millisecond
		}
	}
	q := simulation.Request{At: at, Took: took, Method: "GET", Route: "/search", Status: 200}
	s.search.Serve(q)
	// What the query makes of it: a fifth of the bucket from 250 ms to 500 ms is taken to be within 300 ms.
	s.reported.add(q.End(), took > 300*time.Millisecond || took > 250*time.Millisecond && !s.OneIn(5))
	if at.After(s.Minute(20)) && s.OneIn(5) {
		s.Note(q.End(), "latencies.txt", fmt.Sprintf("%.4f", float64(took/(100*time.Microsecond))/1e4))
	}
	slow := took > 300*time.Millisecond && s.OneIn(2)
	if !slow && !s.OneIn(160) {
		return
	}
	tr := s.Trace()
	level, text := slog.LevelInfo, "answered"
	if slow {
		level, text = slog.LevelWarn, "slow query"
	}
	s.search.Log(q.End(), level, tr, text, "words", words, "took", took.String())
	door := tr.Span(s.search, nil, tracecontext.KindServer, "GET /search", at, took)
	lookup := took * 8 / 10
	tr.Span(s.search, door, tracecontext.KindInternal, "index.Lookup", at.Add(time.Millisecond), lookup)
	if !at.Before(s.Minute(14)) {
		tr.Span(s.search, door, tracecontext.KindInternal, "language.Detect", at.Add(time.Millisecond+lookup), took/8)
	}
	tr.Export()
}
