package promhttp

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// onlyReader hides that a strings.Reader can write itself, so that io.Copy asks
// the writer to read.
func onlyReader(s string) io.Reader { return struct{ io.Reader }{strings.NewReader(s)} }

// Which status counts is asked of a real server, which has the last word.
func TestRecorderStatus(t *testing.T) {
	s := newREDServer(t, Options{})
	tests := []struct {
		name, class string
		h           http.HandlerFunc
	}{
		{"nothing", "2xx", func(w http.ResponseWriter, r *http.Request) {}},
		{"first-wins", "4xx", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(404); w.WriteHeader(200) }},
		{"write-then-status", "2xx", func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "x"); w.WriteHeader(500) }},
		{"empty-write", "2xx", func(w http.ResponseWriter, r *http.Request) { w.Write(nil); w.WriteHeader(500) }},
		{"flush-then-status", "2xx", func(w http.ResponseWriter, r *http.Request) { w.(http.Flusher).Flush(); w.WriteHeader(500) }},
		{"controller-flush", "2xx", func(w http.ResponseWriter, r *http.Request) {
			if err := http.NewResponseController(w).Flush(); err != nil {
				t.Errorf("ResponseController.Flush: got %v, want no error", err)
			}
			w.WriteHeader(500)
		}},
		{"early-hints", "5xx", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(103); w.WriteHeader(503) }},
		{"early-hints-only", "2xx", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(103) }},
		{"bad-status", "5xx", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(0) }},
		{"read-from", "2xx", func(w http.ResponseWriter, r *http.Request) { io.Copy(w, onlyReader("x")); w.WriteHeader(500) }},
		{"read-nothing", "4xx", func(w http.ResponseWriter, r *http.Request) { io.Copy(w, onlyReader("")); w.WriteHeader(404) }},
		{"status-999", "5xx", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(999) }},
	}
	want := map[string]float64{}
	for _, tt := range tests {
		s.handle("/"+tt.name, tt.h)
		if res := s.send(t, "GET", "/"+tt.name); res != nil && res.StatusCode < 600 {
			if sent := fmt.Sprintf("%dxx", res.StatusCode/100); sent != tt.class {
				t.Errorf("%s: the client got %s, but the case says %s", tt.name, sent, tt.class)
			}
		}
		want[redSeries(tt.class, "GET", "/"+tt.name)] = 1
	}
	s.expect(t, want)
}

// ReadFrom of the server's writer is reached: io.Copy of a file goes through it.
func TestRecorderReadFrom(t *testing.T) {
	file := filepath.Join(t.TempDir(), "page")
	content := bytes.Repeat([]byte("0123456789"), 10000)
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	s := newREDServer(t, Options{})
	s.handle("/file", func(w http.ResponseWriter, r *http.Request) {
		if _, ok := w.(io.ReaderFrom); !ok {
			t.Errorf("the writer: got no io.ReaderFrom, want one")
		}
		http.ServeFile(w, r, file)
	})
	res, err := s.http.Client().Get(s.http.URL + "/file")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if got := body(t, res.Body); got != string(content) {
		t.Errorf("the file through the recorder: got %d bytes, want %d, the same", len(got), len(content))
	}
	s.expect(t, map[string]float64{redSeries("2xx", "GET", "/file"): 1})
}

// bare is a writer that can do nothing beside its duty.
type bare struct{ http.ResponseWriter }

// wrapped is a middleware's writer, which leads to another.
type wrapped struct{ inner http.ResponseWriter }

func (w wrapped) Header() http.Header         { return w.inner.Header() }
func (w wrapped) Write(b []byte) (int, error) { return w.inner.Write(b) }
func (w wrapped) WriteHeader(status int)      { w.inner.WriteHeader(status) }
func (w wrapped) Unwrap() http.ResponseWriter { return w.inner }

// Abilities are claimed when the writer beneath has them, and not otherwise.
func TestRecorderAbilities(t *testing.T) {
	flushes := httptest.NewRecorder() // flushes, but cannot be hijacked
	tests := []struct {
		name          string
		w             http.ResponseWriter
		flush, hijack bool
	}{
		{"bare", bare{flushes}, false, false},
		{"flushes", flushes, true, false},
		{"wrapped flushes", wrapped{flushes}, true, false},
		{"wrapped bare", wrapped{bare{flushes}}, false, false},
	}
	for _, tt := range tests {
		w, _ := record(tt.w, httptest.NewRequest("GET", "/", nil))
		_, flush := w.(http.Flusher)
		_, hijack := w.(http.Hijacker)
		if flush != tt.flush || hijack != tt.hijack {
			t.Errorf("%s: got flush %v and hijack %v, want %v and %v", tt.name, flush, hijack, tt.flush, tt.hijack)
		}
		if err := http.NewResponseController(w).Flush(); (err == nil) != tt.flush {
			t.Errorf("%s: ResponseController.Flush: got error %v, want success %v", tt.name, err, tt.flush)
		}
		if u, ok := w.(interface{ Unwrap() http.ResponseWriter }); !ok || u.Unwrap() != tt.w {
			t.Errorf("%s: Unwrap: got another writer, want the one beneath", tt.name)
		}
	}
}

// A hijacked connection lives on after its handler: it has no duration.
func TestREDHijack(t *testing.T) {
	s := newREDServer(t, Options{})
	s.handle("/chat", func(w http.ResponseWriter, r *http.Request) {
		conn, rw, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Errorf("Hijack: got %v, want no error", err)
			return
		}
		defer conn.Close()
		_, _ = rw.WriteString("HTTP/1.1 101 Switching Protocols\r\nConnection: close\r\n\r\n")
		_ = rw.Flush()
	})
	s.send(t, "GET", "/chat")
	values := s.expect(t, map[string]float64{redSeries("1xx", "GET", "/chat"): 1})
	for key, v := range values {
		if strings.HasPrefix(key, "request_duration_seconds_count") && v != 0 {
			t.Errorf("%s: got %v, want no duration of a hijacked request", key, v)
		}
	}
}
