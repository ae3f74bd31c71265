package dashboard

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"net/http"
	"strings"
	"time"
	"unicode"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/generate"
	"workbook/day146_alerting/plot"
)

//go:embed page.html.tmpl
var pageText string

//go:embed page.css
var pageStyle string

//go:embed page.js
var pageScript string

// Handler returns the page of a Monitor: the four golden signals, budget and
// burn rates, alerts with their runbooks. It answers GET and HEAD on any path, so
// it can be mounted anywhere.
//
// The page is drawn on the server. A small script of its own fetches the page
// again and swaps the values, so that focus, scrolling and open tables stay as
// they are; without scripts the whole page reloads. The Content-Security-Policy
// allows this style sheet and this script by their hashes and nothing else: a
// label with markup in it stays text, and could not run if it did not.
func Handler(m *Monitor) http.Handler {
	d := &dashboard{m: m, style: template.CSS(pageStyle), script: template.JS(pageScript)}
	d.page = template.Must(template.New("page").Funcs(template.FuncMap{
		"rate": showRate, "latency": showLatency, "percent": showPercent, "count": showCount, "gauge": showGauge,
		"burn": showBurn, "ago": showAgo, "window": alerting.FormatDuration, "brief": alerting.FormatBrief, "soft": soft,
		"clock": func(t time.Time) string { return t.UTC().Format("15:04:05 UTC") },
	}).Parse(pageText))
	d.policy = "default-src 'none'; base-uri 'none'; form-action 'none'; " +
		"frame-ancestors 'self'; img-src data:; connect-src 'self'; " +
		"style-src 'sha256-" + hash(pageStyle) + "'; script-src 'sha256-" + hash(pageScript) + "'"
	return d
}

// hash returns a text's SHA-256 as a Content-Security-Policy names it. It must be
// taken of exactly what stands between the tags.
func hash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base64.StdEncoding.EncodeToString(sum[:])
}

// dashboard holds what never changes between two requests.
type dashboard struct {
	m      *Monitor
	page   *template.Template
	style  template.CSS
	script template.JS
	policy string
}

// ServeHTTP answers with the page, or with a runbook of the policy.
func (d *dashboard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	h := w.Header()
	h.Set("Content-Security-Policy", d.policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	if alert := r.URL.Query().Get("runbook"); alert != "" {
		d.serveRunbook(w, alert)
		return
	}
	var b bytes.Buffer // whole or not at all: an error in the middle is no page
	if err := d.page.Execute(&b, d.data()); err != nil {
		http.Error(w, "cannot draw the page", http.StatusInternalServerError)
		return
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	w.Write(b.Bytes())
}

// serveRunbook answers with the Markdown as plain text.
func (d *dashboard) serveRunbook(w http.ResponseWriter, alert string) {
	var b bytes.Buffer
	if err := generate.Runbook(&b, d.m.policy, alert); err != nil {
		http.Error(w, "no such runbook", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Write(b.Bytes())
}

// soft lets the name of an alert break between its words on a narrow screen.
func soft(name string) template.HTML {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteString("<wbr>")
		}
		b.WriteString(template.HTMLEscapeString(string(r)))
	}
	return template.HTML(b.String())
}

// pageData is what the template sees.
type pageData struct {
	*view
	Name, Target, Period string
	Style                template.CSS
	Script               template.JS
	Every                int // seconds between two updates
	Figures              []figure
}

// figure is one of the four plots and what stands around it.
type figure struct {
	ID, Title, Now string
	SVG            template.HTML // plot escapes every text in it
	Legend         []legend
	Empty          string // in place of the legend of a plot without lines
}

// legend is one entry below a plot. The colour has a name beside it, so nobody
// needs to see colours to read it.
type legend struct {
	Class, Name, Value string
}

// data takes the view once, so that one page never mixes two evaluations.
func (d *dashboard) data() pageData {
	v := d.m.current.Load()
	s := v.Signals
	errors := showRate(failing(s.Classes, s.Rate))
	return pageData{
		view: v, Name: cmp.Or(d.m.policy.Name, "service"), Style: d.style, Script: d.script,
		Target: alerting.FormatPercent(d.m.policy.SLO.Target), Period: alerting.FormatDuration(d.m.policy.SLO.Period),
		Every: max(2, int(d.m.interval()/time.Second)),
		Figures: []figure{
			draw("latency", "Latency", "time", s.Plots.latency, showSeconds, "p99 "+showLatency(s.P99)),
			draw("traffic", "Traffic", "requests/s", s.Plots.traffic, showCount, showRate(s.Rate)),
			draw("errors", "Errors by class", "answers/s", s.Plots.errors, showCount, errors),
			draw("saturation", "Saturation", saturationUnit(s), s.Plots.saturation, showAmount, saturationNow(s)),
		},
	}
}

// draw makes one plot with its legend. Names of lines are scraped labels.
func draw(id, title, unit string, h history, format func(float64) string, now string) figure {
	f := figure{ID: id, Title: title, Now: now, Empty: "not exposed"}
	if id == "errors" {
		f.Empty = "none seen"
	}
	s := plot.Series{ID: id, Title: title, Unit: unit, Times: h.times, Lines: h.lines, Format: format}
	f.SVG = template.HTML(s.SVG())
	for i, l := range h.lines {
		f.Legend = append(f.Legend, legend{"key-" + string(rune('1'+i)), l.Name, format(l.Values[len(l.Values)-1])})
	}
	return f
}

// saturationUnit names the axis of the one signal that is drawn.
func saturationUnit(s signalsView) string {
	if len(s.Saturation) == 0 {
		return "in flight"
	}
	return s.Saturation[0].Name
}

// saturationNow is the headline of that plot. A service that exposes nothing about
// how full it is should read so, and not 0.
func saturationNow(s signalsView) string {
	if len(s.Saturation) == 0 {
		return "not exposed"
	}
	return showGauge(s.Saturation[0].Value, s.Saturation[0].Unit)
}
