package alerting

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ParseDuration reads a duration as Prometheus writes it: whole numbers with the
// units y, w, d, h, m, s, ms, such as 30d, 1h30m or 500ms. A year has 365 days.
func ParseDuration(s string) (time.Duration, error) {
	if s == "" {
		return 0, errors.New("empty duration: want one such as 1h30m")
	}
	var total time.Duration
	for rest := s; rest != ""; {
		i := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		if i <= 0 {
			return 0, fmt.Errorf("duration %.64q: want a number and a unit, such as 1h30m", s)
		}
		n, err := strconv.ParseInt(rest[:i], 10, 32)
		unit := rest[i:]
		if j := strings.IndexAny(unit, "0123456789"); j >= 0 {
			unit = unit[:j]
		}
		size := map[string]time.Duration{"y": 365 * 24 * time.Hour, "w": 7 * 24 * time.Hour, "d": 24 * time.Hour, "h": time.Hour,
			"m": time.Minute, "s": time.Second, "ms": time.Millisecond}[unit]
		if err != nil || size == 0 || time.Duration(n) > (1<<63-1-total)/size {
			return 0, fmt.Errorf("duration %.64q: want whole numbers with the units y, w, d, h, m, s, ms", s)
		}
		total += time.Duration(n) * size
		rest = rest[i+len(unit):]
	}
	return total, nil
}

// FormatDuration formats d as Prometheus writes durations: 3d, 1h, 5m, 1h30m.
func FormatDuration(d time.Duration) string {
	if d == 0 {
		return "0s"
	}
	var b strings.Builder
	for _, u := range []struct {
		name string
		size time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}, {"ms", time.Millisecond}} {
		if n := d / u.size; n > 0 {
			b.WriteString(strconv.FormatInt(int64(n), 10) + u.name)
			d -= n * u.size
		}
	}
	return b.String()
}

// FormatBrief formats a duration for people, to the second, or finer below one. It
// rounds up: nobody is to be told later than was said. What must not be said too long
// is rounded down before.
func FormatBrief(d time.Duration) string {
	unit := time.Second
	if d < time.Second {
		unit = time.Millisecond
	}
	return FormatDuration((d + unit - 1) / unit * unit)
}

// hours formats whole hours as hours, which is how such targets are spoken of.
func hours(d time.Duration) string {
	if d > 0 && d%time.Hour == 0 {
		return strconv.FormatInt(int64(d/time.Hour), 10) + "h"
	}
	return FormatDuration(d)
}
