package levelhttp_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"workbook/day141_slog/levelhttp"
)

const (
	formType = "application/x-www-form-urlencoded; charset=utf-8"
	jsonType = "application/json"
)

func TestHandler(t *testing.T) {
	tests := []struct {
		name, method, contentType, body string
		code                            int
		level                           slog.Level
	}{
		{"get", "GET", "", "", 200, slog.LevelInfo},
		{"head", "HEAD", "", "", 200, slog.LevelInfo},
		{"put JSON", "PUT", jsonType, `{"level":"debug"}`, 200, slog.LevelDebug},
		{"put JSON without a type", "PUT", "", `{"level":"ERROR"}`, 200, slog.LevelError},
		{"put with an offset", "PUT", jsonType, `{"level":"warn+2"}`, 200, slog.LevelWarn + 2},
		{"put a form", "PUT", formType, "level=Debug", 200, slog.LevelDebug},
		{"put a form with an offset", "PUT", formType, "level=INFO%2B1", 200, slog.LevelInfo + 1},
		{"unknown level", "PUT", jsonType, `{"level":"loud"}`, 400, slog.LevelInfo},
		{"empty level", "PUT", jsonType, `{"level":""}`, 400, slog.LevelInfo},
		{"a number", "PUT", jsonType, `{"level":4}`, 400, slog.LevelInfo},
		{"no level", "PUT", jsonType, `{}`, 400, slog.LevelInfo},
		{"two members", "PUT", jsonType, `{"level":"DEBUG","level":"ERROR"}`, 400, slog.LevelInfo},
		{"two members that agree", "PUT", jsonType, `{"level":"DEBUG","level":"DEBUG"}`, 400, slog.LevelInfo},
		{"two members, one in another case", "PUT", jsonType, `{"Level":"DEBUG","level":"ERROR"}`, 400, slog.LevelInfo},
		{"two members, one null", "PUT", jsonType, `{"level":null,"level":"ERROR"}`, 400, slog.LevelInfo},
		{"null", "PUT", jsonType, `{"level":null}`, 400, slog.LevelInfo},
		{"not an object", "PUT", jsonType, `["debug"]`, 400, slog.LevelInfo},
		{"text behind the object", "PUT", jsonType, `{"level":"debug"}{"level":"error"}`, 400, slog.LevelInfo},
		{"no body", "PUT", jsonType, ``, 400, slog.LevelInfo},
		{"two values", "PUT", formType, "level=DEBUG&level=ERROR", 400, slog.LevelInfo},
		{"form without a level", "PUT", formType, "lvl=DEBUG", 400, slog.LevelInfo},
		{"bad form", "PUT", formType, "level=%zz", 400, slog.LevelInfo},
		{"offset too big", "PUT", jsonType, `{"level":"info+99999999999999999999"}`, 400, slog.LevelInfo},
		{"body too big", "PUT", jsonType, `{"level":"debug","pad":"` + strings.Repeat("x", 5000) + `"}`, 413, slog.LevelInfo},
		{"body too big, the level in front", "PUT", formType, "level=DEBUG&pad=" + strings.Repeat("x", 1<<10), 413, slog.LevelInfo},
		{"largest body", "PUT", jsonType, `{"level":"debug"}` + strings.Repeat(" ", 1<<10-len(`{"level":"debug"}`)), 200, slog.LevelDebug},
		{"post", "POST", jsonType, `{"level":"debug"}`, 405, slog.LevelInfo},
		{"delete", "DELETE", "", "", 405, slog.LevelInfo},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var v slog.LevelVar
			r := httptest.NewRequest(tt.method, "/loglevel", strings.NewReader(tt.body))
			if tt.contentType != "" {
				r.Header.Set("Content-Type", tt.contentType)
			}
			w := httptest.NewRecorder()
			levelhttp.Handler(&v).ServeHTTP(w, r)
			if w.Code != tt.code || v.Level() != tt.level {
				t.Errorf("%s %.60q\n got: %d, level %v, body %s\nwant: %d, level %v",
					tt.method, tt.body, w.Code, v.Level(), w.Body, tt.code, tt.level)
			}
			if want := `{"level":"` + tt.level.String() + "\"}\n"; tt.code == 200 && w.Body.String() != want {
				t.Errorf("body\n got: %q\nwant: %q", w.Body, want)
			}
			wantAllow := ""
			if tt.code == http.StatusMethodNotAllowed {
				wantAllow = "GET, HEAD, PUT"
			}
			if got := w.Header().Get("Allow"); got != wantAllow {
				t.Errorf("Allow\n got: %q\nwant: %q", got, wantAllow)
			}
		})
	}
}

// curl -d sends any body as a form: the answer must say what to do about it.
func TestHandlerTellsAFormFromJSON(t *testing.T) {
	r := httptest.NewRequest("PUT", "/loglevel", strings.NewReader(`{"level":"debug"}`))
	r.Header.Set("Content-Type", formType)
	w := httptest.NewRecorder()
	levelhttp.Handler(new(slog.LevelVar)).ServeHTTP(w, r)
	if got, want := w.Body.String(), "JSON needs Content-Type: application/json"; w.Code != 400 || !strings.Contains(got, want) {
		t.Errorf("PUT of JSON as a form\n got: %d %s\nwant: 400 and %q", w.Code, got, want)
	}
}

// A setting must reach handlers that exist, and those derived from them.
func TestHandlerReachesHandlers(t *testing.T) {
	var v slog.LevelVar
	l := slog.New(slog.NewJSONHandler(httptest.NewRecorder(), &slog.HandlerOptions{Level: &v})).With("a", 1)
	server := httptest.NewServer(levelhttp.Handler(&v))
	defer server.Close()
	r, err := http.NewRequest("PUT", server.URL, strings.NewReader(`{"level":"debug"}`))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if !l.Enabled(t.Context(), slog.LevelDebug) {
		t.Errorf("after PUT debug: Debug is not enabled")
	}
}

func TestHandlerNil(t *testing.T) {
	defer func() {
		want := "levelhttp: Handler needs a *slog.LevelVar, got nil"
		if got := recover(); got != want {
			t.Errorf("Handler(nil)\n got: panic %v\nwant: panic %q", got, want)
		}
	}()
	levelhttp.Handler(nil)
}
