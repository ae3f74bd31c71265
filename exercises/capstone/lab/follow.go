package lab

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/waterfall"
)

// follow sends the reader to the trace of an id, which may be a request's: then
// a line that has both says which trace.
func (l *Lab) follow(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("id") // FormValue would read a body of any size
	for _, line := range l.Tail.With(id) {
		if line.TraceID != "" {
			id = line.TraceID
			break
		}
	}
	http.Redirect(w, r, "/trace/"+url.PathEscape(id), http.StatusSeeOther)
}

type traceView struct {
	ID        string
	Spans     int
	Lines     []Line
	Exemplars []Exemplar
	OTLP      string
}

// traceView is everything that has one id: spans, lines and exemplars.
func (l *Lab) traceView(r *http.Request) any {
	id := r.PathValue("id")
	v := traceView{ID: id, Spans: len(l.spans(id)), Lines: l.Tail.With(id), OTLP: l.OTLP}
	for _, e := range l.Exemplars(r.Context()) {
		if e.TraceID == id {
			v.Exemplars = append(v.Exemplars, e)
		}
	}
	return v
}

func (l *Lab) exemplarView(r *http.Request) any { return l.Exemplars(r.Context()) }

func (l *Lab) spans(id string) []*tracecontext.SpanData {
	for _, spans := range waterfall.Traces(l.Recent.Spans()) {
		if spans[0].Context.TraceID.String() == id {
			return spans
		}
	}
	return nil
}

func (l *Lab) waterfall(w http.ResponseWriter, r *http.Request) {
	spans := l.spans(r.PathValue("id"))
	if spans == nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'") // its own style sheet
	_ = waterfall.SVG(w, spans)                                                                // fails only with the client
}

// maxForm bounds what the buttons send, in bytes.
const maxForm = 4 << 10

// setFaults presses the buttons. A field that is not there changes nothing. PostFormValue
// would take files as well, and write them to disk.
func (l *Lab) setFaults(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "not a form of at most 4 KiB", http.StatusBadRequest)
		return
	}
	fail, slow := l.Faults.Get()
	if s := r.PostForm.Get("fail"); s != "" {
		percent, err := strconv.Atoi(s)
		if err != nil || percent < 0 || percent > 100 {
			http.Error(w, "fail is a percentage from 0 to 100", http.StatusBadRequest)
			return
		}
		fail = float64(percent) / 100
	}
	if s := r.PostForm.Get("slow"); s != "" {
		d, err := time.ParseDuration(s)
		if err != nil || d < 0 || d > time.Minute {
			http.Error(w, "slow is a duration from 0s to 1m", http.StatusBadRequest)
			return
		}
		slow = d
	}
	l.Faults.Set(fail, slow)
	if s := r.PostForm.Get("redis"); s != "" && l.cut != nil {
		l.cut.Stop(s == "stopped")
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}
