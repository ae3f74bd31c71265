package correlation

import (
	"context"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"
)

// dropping and renaming are ReplaceAttr functions. A group that dropping
// empties makes slog.TextHandler misplace what follows (see doc.go), so only
// JSON gets it.
func dropping(_ []string, a slog.Attr) slog.Attr {
	if a.Key == "drop" {
		return slog.Attr{}
	}
	return a
}

func renaming(groups []string, a slog.Attr) slog.Attr {
	if len(groups) > 0 && a.Key == "user" {
		a.Key = strings.Join(groups, "/")
	}
	return a
}

func optionsFor(f format, seed uint64) *slog.HandlerOptions {
	switch seed % 3 {
	case 1:
		return &slog.HandlerOptions{ReplaceAttr: renaming}
	case 2:
		if f.name == "JSON" {
			return &slog.HandlerOptions{ReplaceAttr: dropping}
		}
	}
	return nil
}

// TestHandlerProperty runs random programs through the bare handler and through
// the decorated one. What the decorator prints, minus the stamp, must be what
// the bare handler prints, to the byte, the faults of slog included.
func TestHandlerProperty(t *testing.T) {
	const id = "4QZB7KTRMN2WVXC5DAYE3HJPLS"
	with := NewContext(context.Background(), id)
	bare := func(h slog.Handler) slog.Handler { return h }
	ours := func(h slog.Handler) slog.Handler { return NewHandler(h) }
	for _, f := range formats() {
		t.Run(f.name, func(t *testing.T) {
			stamp := f.stamp(IDKey, id)
			for seed := range uint64(rounds(t, 20_000)) {
				o := optionsFor(f, seed)
				want := f.printed(with, seed, o, bare)
				if got := f.printed(context.Background(), seed, o, ours); got != want {
					t.Fatalf("program %d without an id\n got: %swant: %s", seed, got, want)
				}
				got := f.printed(with, seed, o, ours)
				if n := strings.Count(got, stamp); n != 1 {
					t.Fatalf("program %d: %d stamps %s, want 1\n got: %swant: %s", seed, n, stamp, got, want)
				}
				if minus := strings.Replace(got, stamp, "", 1); minus != want {
					t.Fatalf("program %d, minus the stamp\n got: %swant: %s", seed, minus, want)
				}
				checkRoot(t, seed, got, id)
			}
		})
	}
}

// checkRoot wants id as a member of the JSON object's root. Text has been
// checked by the stamp itself, which has no prefix; and a line that slog's own
// faults made invalid cannot be read.
func checkRoot(t *testing.T, seed uint64, line, id string) {
	if line[0] != '{' || !json.Valid([]byte(line)) {
		return
	}
	if depth := depthOf(line, `,"`+IDKey+`":"`+id); depth != 1 {
		t.Fatalf("program %d: the id stands at depth %d, want 1\n got: %s", seed, depth, line)
	}
}

// depthOf is the number of JSON objects that are open where member starts.
func depthOf(line, member string) int {
	before, _, _ := strings.Cut(line, member)
	depth, inString, escaped := 0, false, false
	for _, c := range before {
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case c == '"':
			inString = !inString
		case !inString && c == '{':
			depth++
		case !inString && c == '}':
			depth--
		}
	}
	return depth
}
