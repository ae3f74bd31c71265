package main

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"workbook/day145_correlation/timeline"
	"workbook/day145_correlation/timeline/logline"
)

// The geometry of the drawing, in pixels: a lane for each service, then the messages.
// It is narrow and its letters are large, so that they can be read on a telephone.
const (
	firstLane    = 116
	laneStep     = 76
	rowHeight    = 30
	messageWidth = 268
	drawingTop   = 70
)

const drawingStyle = `text{font:15px system-ui,sans-serif;fill:#555}.name{fill:#111}
.title{fill:#111;font-weight:bold}.bad{fill:#b42318}
.paper{fill:#fff}.lane{stroke:#bbb;stroke-width:3}.hop{stroke:#175cd3;stroke-width:2;fill:none}.root{fill:#175cd3}
.group{fill:#fff;stroke:#b42318;stroke-width:3}
@media(prefers-color-scheme:dark){text{fill:#aaa}.name,.title{fill:#eee}.bad{fill:#ff8577}.paper{fill:#16181d}.lane{stroke:#555}
.hop{stroke:#7ab0ff}.root{fill:#7ab0ff}.group{fill:#16181d;stroke:#ff8577}}`

// readLines returns the lines of a request in the files, in order of time.
func readLines(o timeline.Options, names []string) (lines []logline.Line, err error) {
	finder := logline.NewFinder(o.Field, o.ID)
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in := bufio.NewScanner(f)
		in.Buffer(nil, o.MaxLine)
		for in.Scan() {
			line, err := finder.Read(in.Bytes())
			if err == nil && (line.ID == logline.AtRoot || line.ID == logline.InGroup) {
				lines = append(lines, line)
			}
		}
		if err := in.Err(); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(lines, func(a, b logline.Line) int { return a.Time.Compare(b.Time) })
	return lines, nil
}

// drawing is an SVG in the making.
type drawing struct {
	body    strings.Builder
	lanes   []string // services, in order of their first lines
	message int      // where messages begin
	y       int
	from    map[string]int // y of a service's first line
	last    map[string]int // and of its last
}

// draw writes the lines of one request as an SVG: time runs down, and where a second or
// more passes the drawing says so instead of being as long.
func draw(w io.Writer, id string, lines []logline.Line) error {
	d := drawing{y: drawingTop, from: map[string]int{}, last: map[string]int{}}
	for _, line := range lines {
		if !slices.Contains(d.lanes, line.Service) {
			d.lanes = append(d.lanes, line.Service)
		}
	}
	d.message = firstLane + laneStep*(len(d.lanes)-1) + 24
	for i, line := range lines {
		if i > 0 {
			d.pause(line.Time.Sub(lines[i-1].Time))
		}
		d.line(line, line.Time.Sub(lines[0].Time))
	}
	d.y += 12
	d.legend()
	var lanes strings.Builder
	for i, name := range d.lanes {
		x := firstLane + laneStep*i
		fmt.Fprintf(&lanes, `<path class="lane" d="M%d %dV%d"/>`+"\n", x, d.from[name], d.last[name])
		lanes.WriteString(label("name", "middle", x, drawingTop-20, name))
	}
	_, err := fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %[1]d %[2]d" role="img">
<style>%s</style>
<rect class="paper" width="%[1]d" height="%[2]d"/>
%[4]s%[5]s%[6]s</svg>
`, d.message+messageWidth, d.y, drawingStyle, label("title", "start", 12, 26, id), lanes.String(), d.body.String())
	return err
}

// line draws one line of the log. The first of a service has an arrow: there the id came in.
func (d *drawing) line(line logline.Line, elapsed time.Duration) {
	lane := slices.Index(d.lanes, line.Service)
	x := firstLane + laneStep*lane
	if _, seen := d.from[line.Service]; !seen {
		d.from[line.Service] = d.y
		if lane > 0 {
			const arrow = `<path class="hop" d="M%d %dL%d %dm-9 -4l9 4l-7 6"/>` + "\n"
			fmt.Fprintf(&d.body, arrow, x-laneStep, d.y-rowHeight, x-8, d.y-3)
		}
	}
	d.last[line.Service] = d.y
	class, text := "root", "name"
	if line.ID == logline.InGroup {
		class = "group"
	}
	if line.Level == "ERROR" || line.Level == "WARN" {
		text = "bad"
	}
	fmt.Fprintf(&d.body, `<circle class="%s" cx="%d" cy="%d" r="6"/>`+"\n", class, x, d.y)
	d.body.WriteString(label("", "end", firstLane-44, d.y+5, seconds(elapsed)))
	d.body.WriteString(label(text, "start", d.message, d.y+5, line.Message))
	d.y += rowHeight
}

// pause says how much time passes where that is a second or more.
func (d *drawing) pause(step time.Duration) {
	if step < time.Second {
		return
	}
	d.body.WriteString(label("", "start", d.message, d.y+5, fmt.Sprintf("… %.1f s pass", step.Seconds())))
	d.y += rowHeight
}

func (d *drawing) legend() {
	for _, entry := range [][2]string{
		{"root", "request_id is at the root of the line"},
		{"group", "it is inside a group: who searches by it misses the line"},
	} {
		fmt.Fprintf(&d.body, `<circle class="%s" cx="24" cy="%d" r="6"/>`+"\n", entry[0], d.y)
		d.body.WriteString(label("", "start", 42, d.y+5, entry[1]))
		d.y += 24
	}
	fmt.Fprintf(&d.body, `<path class="hop" d="M12 %dh24m-9 -5l9 5l-9 5"/>`+"\n", d.y)
	d.body.WriteString(label("", "start", 42, d.y+5, "the header X-Request-ID takes it to the next service"))
	d.y += 20
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.3f s", d.Seconds()) }

func label(class, anchor string, x, y int, text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a strings.Builder never fails
	return fmt.Sprintf(`<text class="%s" text-anchor="%s" x="%d" y="%d">%s</text>`+"\n", class, anchor, x, y, b.String())
}
