package timeline

import (
	"bufio"
	"fmt"
	"time"
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
	at, elapsed, step := p.times(e.time)
	fmt.Fprintf(p.w, columns, at, elapsed, step, e.service, e.level, e.message)
	if !e.root {
		fmt.Fprintf(p.w, "  [id inside group %q]", e.group)
	}
	if e.time.Before(p.newest) {
		p.stats.Late++
		fmt.Fprint(p.w, "  [late]")
	}
	p.newest = later(p.newest, e.time)
	if _, err := p.w.WriteString("\n"); err != nil || !p.flushEach {
		return err // bufio.Writer keeps the first error of all these writes
	}
	return p.w.Flush()
}

// times are the first three columns. The zero time is one that nobody knows.
func (p *printer) times(t time.Time) (at, elapsed, step string) {
	if t.IsZero() {
		return "-", "-", "-"
	}
	if p.first.IsZero() {
		p.first, p.last = t, t
	}
	elapsed, step = short(t.Sub(p.first)), short(t.Sub(p.last))
	p.last = t
	return t.UTC().Format("2006-01-02T15:04:05.000000Z"), elapsed, step
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// short is d with a sign and three digits behind the point, in a unit that
// keeps it short: +0.250ms, +1.204s, -3.000ms.
func short(d time.Duration) string {
	if d.Abs() >= time.Second {
		return fmt.Sprintf("%+.3fs", d.Seconds())
	}
	return fmt.Sprintf("%+.3fms", float64(d)/float64(time.Millisecond))
}
