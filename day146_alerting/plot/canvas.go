package plot

import (
	"fmt"
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
	fmt.Fprintf(&c.b, `<line class="%s" x1="%s" y1="%s" x2="%s" y2="%s"/>`,
		html.EscapeString(class), num(from.X), num(from.Y), num(to.X), num(to.Y))
}

// Rect draws a filled rectangle.
func (c *Canvas) Rect(class string, at Point, width, height float64) {
	fmt.Fprintf(&c.b, `<rect class="%s" x="%s" y="%s" width="%s" height="%s"/>`,
		html.EscapeString(class), num(at.X), num(at.Y), num(width), num(height))
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
	fmt.Fprintf(&c.b, `<text class="%s" text-anchor="%s" x="%s" y="%s">%s</text>`,
		html.EscapeString(class), html.EscapeString(anchor), num(at.X), num(at.Y), html.EscapeString(text))
}

// VerticalText writes one line upwards, for the title of a vertical axis.
func (c *Canvas) VerticalText(class string, at Point, text string) {
	fmt.Fprintf(&c.b, `<text class="%s" text-anchor="middle" transform="translate(%s %s) rotate(-90)">%s</text>`,
		html.EscapeString(class), num(at.X), num(at.Y), html.EscapeString(text))
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
