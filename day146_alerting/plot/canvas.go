package plot

import (
	"html"
	"math"
	"strconv"
	"strings"
)

// Canvas is an SVG in the making. It writes no style attributes: colours come
// from classes in a style sheet, so that a page may forbid inline styles, and
// dark and light need no second drawing. Every text is escaped.
//
// The zero value is ready to use. It is not safe for concurrent use.
type Canvas struct{ b strings.Builder }

// Point is a place on the canvas, in pixels.
type Point struct{ X, Y float64 }

// Open starts a drawing with a title and a description, which is what a screen
// reader says of it. The id must be unique on the page.
func (c *Canvas) Open(id string, width, height float64, title, description string) {
	id = html.EscapeString(id)
	c.b.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ` + num(width) + " " + num(height) +
		`" aria-labelledby="` + id + `-t ` + id + `-d"><title id="` + id + `-t">` + html.EscapeString(title) +
		`</title><desc id="` + id + `-d">` + html.EscapeString(description) + `</desc>`)
}

// Style adds a style sheet, for a drawing that stands alone. The text is the
// program's own and not escaped.
func (c *Canvas) Style(css string) { c.b.WriteString("<style>" + css + "</style>") }

// Line draws a straight line.
func (c *Canvas) Line(class string, from, to Point) {
	c.b.WriteString(`<line class="` + html.EscapeString(class) +
		`" x1="` + num(from.X) + `" y1="` + num(from.Y) + `" x2="` + num(to.X) + `" y2="` + num(to.Y) + `"/>`)
}

// Rect draws a filled rectangle.
func (c *Canvas) Rect(class string, at Point, width, height float64) {
	c.b.WriteString(`<rect class="` + html.EscapeString(class) +
		`" x="` + num(at.X) + `" y="` + num(at.Y) + `" width="` + num(width) + `" height="` + num(height) + `"/>`)
}

// Path draws a line through the points. A NaN coordinate breaks it: a gap in the
// data is a gap in the line. A point alone between two gaps becomes a dot.
func (c *Canvas) Path(class string, points []Point) {
	c.b.WriteString(`<path class="` + html.EscapeString(class) + `" d="`)
	pen := false
	for i, p := range points {
		if math.IsNaN(p.X) || math.IsNaN(p.Y) {
			pen = false
			continue
		}
		op := "L"
		if !pen {
			op = "M"
		}
		c.b.WriteString(op + num(p.X) + " " + num(p.Y))
		if !pen && (i+1 == len(points) || math.IsNaN(points[i+1].Y)) {
			c.b.WriteString("h.1") // with round caps, a dot
		}
		pen = true
	}
	c.b.WriteString(`"/>`)
}

// Text writes one line. The anchor is start, middle or end.
func (c *Canvas) Text(class, anchor string, at Point, text string) {
	c.b.WriteString(`<text class="` + html.EscapeString(class) + `" text-anchor="` + html.EscapeString(anchor) +
		`" x="` + num(at.X) + `" y="` + num(at.Y) + `">` + html.EscapeString(text) + `</text>`)
}

// VerticalText writes one line upwards, for the title of a vertical axis.
func (c *Canvas) VerticalText(class string, at Point, text string) {
	c.b.WriteString(`<text class="` + html.EscapeString(class) + `" text-anchor="middle" transform="translate(` +
		num(at.X) + " " + num(at.Y) + `) rotate(-90)">` + html.EscapeString(text) + `</text>`)
}

// Close ends the drawing and returns it.
func (c *Canvas) Close() string {
	c.b.WriteString("</svg>")
	return c.b.String()
}

// num writes a pixel with one digit: more are not seen, and make pages large.
func num(v float64) string {
	return strconv.FormatFloat(math.Round(v*10)/10, 'f', -1, 64)
}
