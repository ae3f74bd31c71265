package correlation

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"go/version"
	"io"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/slogtest"

	"workbook/day141_slog/handlertest"
)

// designs are the designs of the lesson, in its order.
func designs() []design {
	return []design{
		{"embed", func(h slog.Handler) slog.Handler { return embedding{h} }},
		{"rewrap", func(h slog.Handler) slog.Handler { return rewrapping{h} }},
		{"rebuild", func(h slog.Handler) slog.Handler { return rebuilding{h, nil} }},
		{"fold", func(h slog.Handler) slog.Handler { return folding{h, nil} }},
		{"hybrid", func(h slog.Handler) slog.Handler { return NewHandler(h) }},
	}
}

type design struct {
	name string
	wrap func(slog.Handler) slog.Handler
}

// shapes are the three loggers that the table of the lesson measures.
func shapes() []shape {
	return []shape{
		{"flat", func(l *slog.Logger) *slog.Logger { return l }},
		{"with", func(l *slog.Logger) *slog.Logger { return l.With("service", "orders", "zone", "b") }},
		{"grouped", func(l *slog.Logger) *slog.Logger {
			return l.With("service", "orders", "zone", "b").WithGroup("http").With("route", "/orders", "method", "GET")
		}},
	}
}

type shape struct {
	name   string
	derive func(*slog.Logger) *slog.Logger
}

// TestDesigns holds each design against the two tests that break the naive
// ones: the id after With, and the id at the root under WithGroup.
func TestDesigns(t *testing.T) {
	want := map[string]string{
		"embed":   "flat: root, with: lost, grouped: lost",
		"rewrap":  "flat: root, with: root, grouped: inside http",
		"rebuild": "flat: root, with: root, grouped: root",
		"fold":    "flat: root, with: root, grouped: root",
		"hybrid":  "flat: root, with: root, grouped: root",
	}
	for _, d := range designs() {
		var got []string
		for _, s := range shapes() {
			var buf bytes.Buffer
			l := s.derive(slog.New(d.wrap(slog.NewTextHandler(&buf, nil))))
			l.InfoContext(NewContext(context.Background(), "A1"), "m", "status", 200)
			place, line := "lost", buf.String()
			switch {
			case strings.Contains(line, " request_id=A1"):
				place = "root"
			case strings.Contains(line, " http.request_id=A1"):
				place = "inside http"
			}
			got = append(got, s.name+": "+place)
		}
		if got, want := strings.Join(got, ", "), want[d.name]; got != want {
			t.Errorf("%s\n got: %s\nwant: %s", d.name, got, want)
		}
	}
}

// TestDesignsTable makes the columns of the lesson's table, and wants the rows
// in README.md.
func TestDesignsTable(t *testing.T) {
	if raceEnabled() {
		t.Skip("the race detector allocates")
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	// The columns count what the handlers of log/slog do. On a release that the
	// table was not held against, a difference is no fault of the reader's.
	say := t.Errorf
	if release := version.Lang(runtime.Version()); !version.IsValid(release) || version.Compare(release, "go1.27") > 0 {
		say = t.Logf
	}
	for i, d := range designs() {
		if err := slogtestOf(d); err != nil {
			t.Errorf("slogtest of %s: %v", d.name, err)
		}
		row := fmt.Sprintf("| %d | %d of 17 | %d | %s |", i+1, atRoot(d), different(d), allocsOf(d))
		if !strings.Contains(string(readme), row) {
			say("README.md has no row that starts\n%s", row)
		}
	}
}

func slogtestOf(d design) error {
	var buf bytes.Buffer
	return slogtest.TestHandler(d.wrap(slog.NewJSONHandler(&buf, nil)), func() (records []map[string]any) {
		for line := range bytes.Lines(buf.Bytes()) {
			m := map[string]any{}
			_ = json.Unmarshal(line, &m)
			records = append(records, m)
		}
		return records
	})
}

// atRoot counts slogtest's programs that keep the id at the root.
func atRoot(d design) int {
	open := func(w io.Writer, o *slog.HandlerOptions) slog.Handler { return d.wrap(slog.NewJSONHandler(w, o)) }
	ctx := NewContext(context.Background(), "A1")
	return 17 - len(handlertest.CheckContext(ctx, slog.String(IDKey, "A1"), open, handlertest.ParseJSON))
}

// different counts the random programs whose output, minus one id at the root,
// is not the bare handler's.
func different(d design) int {
	const id = "4QZB7KTRMN2WVXC5DAYE3HJPLS"
	ctx := NewContext(context.Background(), id)
	f := formats()[0]
	stamp := f.stamp(IDKey, id)
	n := 0
	for seed := range uint64(20_000) {
		o := optionsFor(f, seed)
		want := f.printed(ctx, seed, o, func(h slog.Handler) slog.Handler { return h })
		got := f.printed(ctx, seed, o, d.wrap)
		if strings.Count(got, stamp) != 1 || strings.Replace(got, stamp, "", 1) != want || depthOf(got, stamp) != 1 {
			n++
		}
	}
	return n
}

func allocsOf(d design) string {
	ctx := NewContext(context.Background(), NewID())
	var counts []string
	for _, s := range shapes() {
		l := s.derive(slog.New(d.wrap(slog.NewJSONHandler(io.Discard, nil))))
		counts = append(counts, fmt.Sprint(testing.AllocsPerRun(1000, func() { logOnce(ctx, l) })))
	}
	return strings.Join(counts, "/")
}
