package lab

import (
	"embed"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/waterfall"
	"workbook/day146_alerting/dashboard"
)

//go:embed page.html.tmpl style.css page.js
var files embed.FS

// pages are the templates, compiled once.
var pages = template.Must(template.ParseFS(files, "page.html.tmpl"))

// What the page shows at most.
const (
	shownTraces = 6
	shownLines  = 40
)

// Handler serves the page and its parts. Everything comes from here: the policy
// lets a browser load nothing from elsewhere.
func (l *Lab) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", l.show("page", l.view))
	mux.HandleFunc("GET /follow", l.follow)
	mux.HandleFunc("GET /trace/{id}", l.show("trace", l.traceView))
	mux.HandleFunc("GET /trace/{id}/waterfall.svg", l.waterfall)
	mux.HandleFunc("GET /exemplars", l.show("exemplars", l.exemplarView))
	mux.HandleFunc("POST /faults", l.setFaults)
	for _, name := range []string{"style.css", "page.js"} {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, name) })
	}
	if l.monitor != nil {
		mux.Handle("GET /dashboard/", dashboard.Handler(l.monitor))
	}
	// A page elsewhere must not be able to press our buttons.
	return secure(atHome(http.NewCrossOriginProtection().Handler(mux)))
}

func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "+
			"connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// show renders a template. It is complete before the first byte is sent, so
// that a mistake in it can still be a 500.
func (l *Lab) show(name string, view func(*http.Request) any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var b strings.Builder
		if err := pages.ExecuteTemplate(&b, name, view(r)); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write([]byte(b.String()))
	}
}

// view is what the page shows.
func (l *Lab) view(r *http.Request) any {
	fail, slow := l.Faults.Get()
	v := pageView{
		Stages: l.Stages(r.Context()), Probes: l.Probes(r.Context()), Load: l.Load,
		Fail: int(fail*100 + .5), Slow: slow, HasRedis: l.cut != nil, OTLP: l.OTLP,
		Traces: summaries(waterfall.Traces(l.Recent.Spans())), Watched: l.monitor != nil,
	}
	v.Dark = slices.ContainsFunc(v.Stages, func(s Stage) bool { return !s.Lit })
	if l.cut != nil {
		v.RedisStopped = l.cut.Stopped()
	}
	for _, text := range slices.Backward(l.Tail.Last(shownLines)) {
		v.Lines = append(v.Lines, ParseLine(text))
	}
	return v
}

type pageView struct {
	Stages                 []Stage
	Dark                   bool // one of them, at least
	Probes                 []ProbeState
	Load                   *Load
	Fail                   int // percent
	Slow                   time.Duration
	HasRedis, RedisStopped bool
	Watched                bool
	OTLP                   string
	Traces                 []traceSummary
	Lines                  []Line
}

// A traceSummary is one line about a trace.
type traceSummary struct {
	ID, Name    string
	Took        time.Duration
	Spans, Hops int
	Failed      bool
}

func summaries(traces [][]*tracecontext.SpanData) (list []traceSummary) {
	for _, spans := range traces[:min(len(traces), shownTraces)] {
		first, last := spans[0], spans[0].End
		s := traceSummary{ID: first.Context.TraceID.String(), Spans: len(spans), Hops: hops(spans)}
		for _, d := range spans {
			if d.Start.Before(first.Start) {
				first = d
			}
			if d.End.After(last) {
				last = d.End
			}
			s.Failed = s.Failed || d.Status == tracecontext.StatusError
		}
		s.Name, s.Took = first.Name, last.Sub(first.Start).Round(10*time.Microsecond)
		list = append(list, s)
	}
	return list
}
