package main

import (
	"encoding/xml"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"

	logging "workbook/day141_slog"
)

func main() {
	if err := draw(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "views:", err)
		os.Exit(1)
	}
}

// The geometry of the drawing, in pixels. It is narrow and its letters are large, so
// that they can be read on a telephone.
const (
	width  = 560
	margin = 12
	letter = 9.03 // the width of one letter of this size
	row    = 30
)

const style = `text{font:15px ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:#555}
.title{font:bold 15px system-ui,sans-serif;fill:#111}
.paper{fill:#fff}.call,.in{fill:#111}.held{fill:#cfe3ff}.record{fill:#fde3a7}.name{fill:none;stroke:#777;stroke-dasharray:4 3}
@media(prefers-color-scheme:dark){text{fill:#aaa}.title,.call,.in{fill:#eee}.paper{fill:#16181d}
.held{fill:#1d4a80}.record{fill:#6b4e00}.name{stroke:#999}}`

// A step is one call that derives a logger from the one before.
type step struct {
	call, group string
	derive      func(*slog.Logger) *slog.Logger
}

// steps are the calls of the lesson.
func steps() []step {
	return []step{
		{`With("user", "u")`, "", func(l *slog.Logger) *slog.Logger { return l.With("user", "u") }},
		{`WithGroup("http")`, "http", func(l *slog.Logger) *slog.Logger { return l.WithGroup("http") }},
		{`With("route", "r")`, "", func(l *slog.Logger) *slog.Logger { return l.With("route", "r") }},
		{`WithGroup("db")`, "db", func(l *slog.Logger) *slog.Logger { return l.WithGroup("db") }},
	}
}

const begin = `{"msg":"m",` // of each line: here the message is the only built-in

// draw writes the drawing as an SVG.
func draw(w io.Writer) error {
	var line strings.Builder
	messageOnly := func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && (a.Key == slog.TimeKey || a.Key == slog.LevelKey) {
			return slog.Attr{}
		}
		return a
	}
	logger := slog.New(logging.NewJSONHandler(&line, &slog.HandlerOptions{ReplaceAttr: messageOnly}))
	d := drawing{y: 26}
	d.text("title", margin, "What the handler holds after each call")
	held, groups := "", []string(nil)
	for _, s := range steps() {
		logger = s.derive(logger)
		if s.group != "" {
			groups = append(groups, s.group)
		}
		line.Reset()
		logger.Info("m")
		// The line of a record without attrs is what the handler holds, and what closes it.
		held = strings.TrimRight(strings.TrimPrefix(line.String(), begin), "}\n")
		d.y += row
		d.text("call", margin, s.call)
		d.y += row
		d.holds(held, groups[strings.Count(held, "{"):])
	}
	d.y += row + 12
	d.text("title", margin, "What the next record prints")
	for _, call := range []struct {
		text string
		args []any
	}{{`Info("m")`, nil}, {`Info("m", "rows", 7)`, []any{"rows", 7}}} {
		line.Reset()
		logger.Info("m", call.args...)
		d.y += row
		d.text("call", margin, call.text)
		d.y += row
		d.prints(strings.TrimSpace(line.String()), held)
	}
	d.y += row + 12
	d.legend()
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img">
<title>What a handler holds after each call, and what a line prints</title>
<style>%[3]s</style>
<rect class="paper" width="%[1]d" height="%[2]d"/>
%[4]s</svg>
`, width, d.y+16, style, d.body.String())
	return err
}

// drawing is an SVG in the making; y is where its next text stands.
type drawing struct {
	body strings.Builder
	y    int
}

// holds draws the bytes, and the names that are not among them yet.
func (d *drawing) holds(held string, names []string) {
	x := d.piece("held", margin, held)
	for _, name := range names {
		x = d.piece("name", x+12, " "+name+" ")
	}
}

// prints draws a line: what is copied, and what the record has added.
func (d *drawing) prints(line, held string) {
	_, added, _ := strings.Cut(line, held)
	end := len(strings.TrimRight(added, "}"))
	if end > 0 {
		end = len(added) - 2 // the record's own group is closed with it
	}
	x := d.piece("", margin, begin)
	x = d.piece("held", x, held)
	x = d.piece("record", x, added[:end])
	d.piece("", x, added[end:])
}

// piece draws a text in a box and returns where it ends.
func (d *drawing) piece(class string, x float64, text string) float64 {
	wide := letter * float64(len(text))
	if text == "" {
		return x
	}
	if class != "" {
		fmt.Fprintf(&d.body, `<rect class="%s" x="%.1f" y="%d" width="%.1f" height="24" rx="3"/>`+"\n", class, x, d.y-17, wide)
		class = "in"
	}
	// A length, since the fonts of two systems differ and the next box begins where this one ends.
	fmt.Fprintf(&d.body, `<text class="%s" x="%.1f" y="%d" textLength="%.1f" xml:space="preserve">`, class, x, d.y, wide)
	_ = xml.EscapeText(&d.body, []byte(text)) // a strings.Builder never fails
	d.body.WriteString("</text>\n")
	return x + wide
}

func (d *drawing) legend() {
	for _, entry := range [][2]string{
		{"held", "bytes that were formatted once, by With"}, {"name", "a group that waits for its first attr"},
		{"record", "what this record adds: it opens the group"},
	} {
		fmt.Fprintf(&d.body, `<rect class="%s" x="%d" y="%d" width="26" height="18" rx="3"/>`+"\n", entry[0], margin, d.y-14)
		d.text("", margin+38, entry[1])
		d.y += 26
	}
	d.y -= 26
}

func (d *drawing) text(class string, x float64, s string) {
	fmt.Fprintf(&d.body, `<text class="%s" x="%.1f" y="%d" xml:space="preserve">`, class, x, d.y)
	_ = xml.EscapeText(&d.body, []byte(s)) // a strings.Builder never fails
	d.body.WriteString("</text>\n")
}
