package timeline

import (
	"bufio"
	"fmt"
	"math"
	"time"

	"workbook/day145_correlation/timeline/logline"
)

// printer writes one line for each entry. Columns have fixed widths, because
// the first line is printed before the last is known.
type printer struct {
	w         *bufio.Writer
	flushEach bool
	stats     *Stats

	header bool
	first  time.Time // of the first line with a time
	last   time.Time // of the line before
	newest time.Time // of all lines so far
}

const columns = "%-27s %10s %10s  %-10s %-5s %s"

func (p *printer) print(e entry) error {
	if !p.header {
		p.header = true
		fmt.Fprintf(p.w, columns+"\n", "TIME (UTC)", "ELAPSED", "STEP", "SERVICE", "LEVEL", "MESSAGE")
	}
	clock, elapsed, step := p.times(e.Time)
	fmt.Fprintf(p.w, columns, clock, elapsed, step, e.Service, e.Level, e.Message)
	if e.ID == logline.InGroup {
		fmt.Fprintf(p.w, `  [id inside group "%s"]`, e.Group)
	}
	if e.Time.Before(p.newest) {
		p.stats.Late++
		fmt.Fprint(p.w, "  [late]")
	}
	p.newest = later(p.newest, e.Time)
	if _, err := p.w.WriteString("\n"); err != nil || !p.flushEach {
		return err // bufio.Writer keeps the first error of all these writes
	}
	return p.w.Flush()
}

// times are the first three columns. The zero time is one that nobody knows.
func (p *printer) times(t time.Time) (clock, elapsed, step string) {
	if t.IsZero() {
		return "-", "-", "-"
	}
	if p.first.IsZero() {
		p.first, p.last = t, t
	}
	elapsed, step = short(p.first, t), short(p.last, t)
	p.last = t
	return t.UTC().Format("2006-01-02T15:04:05.000000Z"), elapsed, step
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// short is the time between two instants with a sign, and three digits behind the
// point in a unit that keeps it short: +0.250ms, +1.204s, -3.000ms.
func short(from, to time.Time) string {
	d := to.Sub(from)
	switch {
	case d == math.MaxInt64 || d == math.MinInt64: // Sub stops there, at 292 years
		return fmt.Sprintf("%+ds", to.Unix()-from.Unix())
	case d.Abs() >= time.Second:
		return fmt.Sprintf("%+.3fs", d.Seconds())
	}
	return fmt.Sprintf("%+.3fms", float64(d)/float64(time.Millisecond))
}
