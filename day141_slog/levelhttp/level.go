package levelhttp

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"net/url"
)

// Handler shows and sets v over HTTP, so that debug logs can be had from
// a running process.
//
//	GET  answers {"level":"INFO"}
//	PUT  sets it from {"level":"debug"} or, as a form, level=debug
//
// It is a form if Content-Type says so, which curl -d does unless told otherwise.
// In a form the plus of WARN+2 is written %2B.
//
// Names are those of [slog.Level.UnmarshalText]: any case, with an offset such
// as WARN+2. Anything else is 400, and so are two levels in one body; more than
// 1 KiB is 413, a method other than GET, HEAD and PUT 405 with Allow (RFC 9110,
// section 15.5). All of these leave v as it is.
//
// Never mount it where the public can reach it, nor without authentication:
// whoever sets the level can flood the disk, or hide what they do next. Put it
// on an admin listener. A nil v panics.
func Handler(v *slog.LevelVar) http.Handler {
	if v == nil {
		panic("levelhttp: Handler needs a *slog.LevelVar, got nil")
	}
	return handler{v}
}

type handler struct{ v *slog.LevelVar }

// maxLevelBody is far more than a level needs.
const maxLevelBody = 1 << 10

func (e handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet, http.MethodHead:
	case http.MethodPut:
		level, err := requestedLevel(http.MaxBytesReader(w, r.Body, maxLevelBody), r)
		if err != nil {
			http.Error(w, err.Error(), statusOf(err))
			return
		}
		e.v.Set(level)
	default:
		w.Header().Set("Allow", "GET, HEAD, PUT")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	// A lost answer is the client's to notice: the level is set all the same.
	_ = json.NewEncoder(w).Encode(map[string]string{"level": e.v.Level().String()})
}

// statusOf tells a body that was cut off from one that was read and is wrong.
func statusOf(err error) int {
	if _, tooBig := errors.AsType[*http.MaxBytesError](err); tooBig {
		return http.StatusRequestEntityTooLarge
	}
	return http.StatusBadRequest
}

// requestedLevel takes a form when the request says it is one, else JSON.
func requestedLevel(body io.Reader, r *http.Request) (slog.Level, error) {
	text, err := io.ReadAll(body)
	if err != nil {
		return 0, fmt.Errorf("read body: %w", err)
	}
	name, err := levelName(text, r.Header.Get("Content-Type"))
	if err != nil {
		return 0, err
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(name)); err != nil {
		return 0, fmt.Errorf("unknown level %.64q: want DEBUG, INFO, WARN or ERROR, with an offset such as +2 if need be", name)
	}
	return level, nil
}

// levelName finds the one level in a body. Absent and empty are told apart: an
// empty one is refused as unknown, with its name in the error.
func levelName(text []byte, contentType string) (string, error) {
	if kind, _, _ := mime.ParseMediaType(contentType); kind == "application/x-www-form-urlencoded" {
		return formLevel(string(text))
	}
	var request struct{ Level levelNames }
	if err := json.Unmarshal(text, &request); err != nil {
		return "", fmt.Errorf("body %.64q is not JSON like {\"level\":\"debug\"}: %w", text, err)
	}
	if len(request.Level) != 1 {
		return "", fmt.Errorf("body %.64q has %d levels, want one like {\"level\":\"debug\"}", text, len(request.Level))
	}
	return request.Level[0], nil
}

// levelNames keeps every member of the name. In a plain string the last one
// would win, and a proxy that looked at the first would have let it through.
type levelNames []string

// UnmarshalJSON is called for each of them.
func (n *levelNames) UnmarshalJSON(text []byte) error {
	var name string
	err := json.Unmarshal(text, &name)
	*n = append(*n, name)
	return err
}

// formLevel refuses a form with two levels: which one was meant?
func formLevel(text string) (string, error) {
	form, err := url.ParseQuery(text)
	if err != nil {
		return "", fmt.Errorf("form %.64q: %w", text, err)
	}
	if len(form["level"]) != 1 {
		return "", fmt.Errorf("form %.64q has %d levels, want one like level=debug; JSON needs Content-Type: application/json",
			text, len(form["level"]))
	}
	return form.Get("level"), nil
}
