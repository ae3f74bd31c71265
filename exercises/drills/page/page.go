package page

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"

	"workbook/exercises/drills/recording"
)

//go:embed page.html.tmpl style.css page.js
var files embed.FS

// page is one recording with its name. It never changes.
type page struct {
	name      string
	recorded  *recording.Recording
	logs      string // the file of the lines, for package timeline
	templates *template.Template
}

// Handler returns the page of a recording: name is what stands at the top, logs the text of its logs.jsonl.
func Handler(name string, r *recording.Recording, logs string) http.Handler {
	p := &page{name: name, recorded: r, logs: logs, templates: template.Must(template.ParseFS(files, "page.html.tmpl"))}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", p.overview)
	mux.HandleFunc("GET /trace", p.trace)
	mux.HandleFunc("GET /waterfall.svg", p.waterfall)
	for _, name := range []string{"style.css", "page.js"} {
		mux.HandleFunc("GET /"+name, func(w http.ResponseWriter, r *http.Request) { http.ServeFileFS(w, r, files, name) })
	}
	return secure(mux)
}

// secure lets a browser load nothing from elsewhere.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "+
			"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cache-Control", "no-store")
		next.ServeHTTP(w, r)
	})
}

// show renders a template, whole or not at all.
func (p *page) show(w http.ResponseWriter, name string, view any) {
	var b bytes.Buffer
	if err := p.templates.ExecuteTemplate(&b, name, view); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(b.Bytes())
}
