package plot

import (
	"fmt"
	"math"
	"slices"
	"time"
)

// Series is a plot of lines over time, for a dashboard.
type Series struct {
	ID     string    // unique on the page
	Title  string    // for screen readers
	Unit   string    // title of the vertical axis
	Times  []float64 // seconds since the epoch, rising
	Lines  []Line
	Format func(float64) string // of the values on the axis
	Limit  float64              // draws a line at a value that matters; 0 for none
	Mark   float64              // draws a line at a time that matters, in the seconds of Times; 0 for none
}

// Line is one line of a Series; a NaN is a gap. Its colour is class line-1,
// line-2, ... by its place.
type Line struct {
	Name   string
	Values []float64
}

// The frame of a plot of lines, inside its view box.
const (
	width, height           = 360, 170
	left, right, top, below = 68, 10, 12, 28
)

// SVG draws the series. Colours are left to the page's style sheet.
func (s Series) SVG() string {
	var c Canvas
	c.Open(s.ID, width, height, s.Title, s.describe())
	y := Scale{Min: 0, From: height - below, To: top}
	// The axis begins at zero: a cut axis turns every ripple into an incident.
	ticks := Ticks(max(s.highest(), s.Limit), 4)
	y.Max = ticks[len(ticks)-1]
	if !s.measured() { // an axis of numbers would look like a measurement
		ticks = nil
	}
	for _, v := range ticks {
		c.Line("grid", Point{left, y.At(v)}, Point{width - right, y.At(v)})
		c.Text("tick", "end", Point{left - 6, y.At(v) + 4}, s.Format(v))
	}
	c.VerticalText("unit", Point{12, (top + height - below) / 2}, s.Unit)
	x := s.timeAxis(&c)
	if s.Limit > 0 {
		c.Line("limit", Point{left, y.At(s.Limit)}, Point{width - right, y.At(s.Limit)})
	}
	if s.Mark > 0 {
		c.Line("mark", Point{x.At(s.Mark), top}, Point{x.At(s.Mark), height - below})
	}
	for i, l := range s.Lines {
		points := make([]Point, len(l.Values))
		for j, v := range l.Values {
			points[j] = Point{x.At(s.Times[j]), math.NaN()}
			if !math.IsNaN(v) {
				points[j].Y = y.At(v)
			}
		}
		c.Path(fmt.Sprintf("line line-%d", i+1), points)
	}
	return c.Close()
}

// timeAxis labels both ends with the time of day, which can be looked up in logs; "10 min
// ago" cannot, once the page is a picture in a chat.
func (s Series) timeAxis(c *Canvas) Scale {
	x := Scale{Min: 0, Max: 1, From: left, To: width - right}
	n := len(s.Times)
	if n > 1 {
		x.Min, x.Max = s.Times[0], s.Times[n-1]
		c.Text("tick", "start", Point{left, height - 8}, clock(x.Min))
	}
	if n > 0 {
		c.Text("tick", "end", Point{width - right, height - 8}, clock(s.Times[n-1]))
	}
	return x
}

// clock is the time of day of a moment in seconds since the epoch.
func clock(seconds float64) string { return time.Unix(int64(seconds), 0).UTC().Format("15:04:05 UTC") }

// highest returns the largest finite value; an infinite one must not flatten the rest.
func (s Series) highest() float64 {
	top := 0.0
	for _, l := range s.Lines {
		for _, v := range l.Values {
			if v > top && !math.IsInf(v, 1) {
				top = v
			}
		}
	}
	return top
}

// measured reports whether there is any value to draw.
func (s Series) measured() bool {
	return slices.ContainsFunc(s.Lines, func(l Line) bool {
		return slices.ContainsFunc(l.Values, func(v float64) bool { return !math.IsNaN(v) })
	})
}

// describe says what the plot shows in words: the last value of each line.
func (s Series) describe() string {
	text := "Lines over time in " + s.Unit + ". Latest:"
	for _, l := range s.Lines {
		last := "no value"
		if n := len(l.Values); n > 0 && !math.IsNaN(l.Values[n-1]) {
			last = s.Format(l.Values[n-1])
		}
		text += " " + l.Name + " " + last + ";"
	}
	return text
}
