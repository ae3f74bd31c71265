package logline

import (
	"strconv"
	"strings"
	"time"
)

// readTime reads a time as loggers write it; the zero time is one that it cannot
// read. noZone says that text has none and was taken as UTC.
func readTime(text string) (t time.Time, noZone bool) {
	if t := unixTime(text); !t.IsZero() {
		return t, false
	}
	text = normal(text)
	zoned := []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07",
		time.RFC1123, time.RFC1123Z, "02/Jan/2006:15:04:05 -0700"}
	for _, layout := range zoned { // time.Parse takes a fraction too, behind a point or a comma
		if t, err := time.Parse(layout, text); err == nil {
			return t, false
		}
	}
	t, err := time.Parse("2006-01-02T15:04:05", text)
	if err != nil {
		return time.Time{}, false
	}
	return t, true
}

// normal spells a time that begins with a date as RFC 3339 does: T and Z in upper
// case, no blanks, Z for UTC.
func normal(text string) string {
	if len(text) < len("2006-01-02T") || text[4] != '-' && text[4] != '/' {
		return text
	}
	date, clock := strings.ReplaceAll(text[:10], "/", "-"), text[11:]
	for _, zone := range []string{" UTC", " GMT"} {
		if before, ok := strings.CutSuffix(clock, zone); ok {
			clock = before + "Z"
		}
	}
	return date + "T" + strings.ToUpper(strings.ReplaceAll(clock, " ", ""))
}

// The units of a time since 1970, by its size: one in seconds stays below
// maxSeconds for three thousand years, and one in milliseconds was above it from
// March 1973 on.
const (
	maxSeconds = 1e11
	maxMillis  = 1e14
	maxMicros  = 1e17
)

// unixTime reads a time since 1970 in seconds, milliseconds, microseconds or
// nanoseconds, with a fraction or without.
func unixTime(text string) time.Time {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && n >= maxMicros {
		return time.Unix(0, n).UTC() // a float64 holds no more than microseconds
	}
	n := number(text)
	switch {
	case !(n > 0 && n < 9.2e18): // NaN too
		return time.Time{}
	case n < maxSeconds:
		return time.UnixMicro(int64(n * 1e6)).UTC()
	case n < maxMillis:
		return time.UnixMicro(int64(n * 1e3)).UTC()
	case n < maxMicros:
		return time.UnixMicro(int64(n)).UTC()
	default:
		return time.Unix(0, int64(n)).UTC()
	}
}

// number is text as a number, 0 if it is none.
func number(text string) float64 {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return n
}
