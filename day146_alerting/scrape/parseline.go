package scrape

import (
	"math"
	"strconv"
	"strings"

	"workbook/day146_alerting/promql"
)

// sample parses: name [labels] value [timestamp] [# exemplar].
func (p *parser) sample(line string) error {
	end := strings.IndexAny(line, "{ \t")
	if end < 0 || !validName(line[:end], true) {
		return p.fail("want a metric name and a value, got %.64q", line)
	}
	s := promql.Sample{Name: line[:end]}
	rest := strings.TrimLeft(line[end:], " \t")
	var err error
	if strings.HasPrefix(rest, "{") {
		s.Labels, rest, err = p.labelSet(rest[1:])
	}
	if err != nil {
		return err
	}
	// Labels are behind us, so a # can only begin an exemplar.
	if i := strings.IndexByte(rest, '#'); i >= 0 {
		if err := p.exemplar(rest[i+1:]); err != nil {
			return err
		}
		rest = rest[:i]
	}
	value, rest := field(rest)
	stamp, rest := field(rest)
	s.Value, err = p.number(value)
	if err == nil && stamp != "" {
		s.Time, err = p.time(stamp)
	}
	if err != nil {
		return err
	}
	if extra, _ := field(rest); extra != "" {
		return p.fail("unexpected text after the timestamp: %.64q", extra)
	}
	p.samples = append(p.samples, s)
	return nil
}

// field returns the first word of s and what follows it.
func field(s string) (word, rest string) {
	s = strings.TrimLeft(s, " \t")
	if i := strings.IndexAny(s, " \t"); i >= 0 {
		return s[:i], s[i:]
	}
	return s, ""
}

// number parses a value. Go's own syntax for hexadecimal numbers and for
// digits grouped by underscores is not part of either format.
func (p *parser) number(s string) (float64, error) {
	v, err := strconv.ParseFloat(s, 64)
	// A number too large for a float64 is read as infinite, like Prometheus does.
	if err != nil && !math.IsInf(v, 0) || strings.ContainsAny(s, "xXpP_") {
		return 0, p.fail("want a number, got %.64q", s)
	}
	return v, nil
}

// time returns milliseconds: text gives whole milliseconds, OpenMetrics seconds.
func (p *parser) time(s string) (int64, error) {
	if p.open {
		v, err := p.number(s)
		// Beyond 2^53 ms a float64 cannot tell neighbouring milliseconds apart.
		if err == nil && (math.IsNaN(v) || math.Abs(v) > 1<<53/1000) {
			err = p.fail("timestamp out of range: %.64q", s)
		}
		return int64(math.Round(v * 1000)), err
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, p.fail("want a timestamp in milliseconds, got %.64q", s)
	}
	return v, nil
}

// exemplar checks what follows the # of a sample: labels, value, timestamp.
func (p *parser) exemplar(s string) error {
	s = strings.TrimLeft(s, " \t")
	if !p.open || !strings.HasPrefix(s, "{") {
		return p.fail("unexpected text after the value: %.64q", "#"+s)
	}
	// The labels of an exemplar are dropped, so their room goes back.
	before := len(p.labels)
	_, rest, err := p.labelSet(s[1:])
	p.labels = p.labels[:before]
	if err != nil {
		return err
	}
	value, rest := field(rest)
	if _, err := p.number(value); err != nil {
		return err
	}
	if stamp, _ := field(rest); stamp != "" {
		_, err = p.time(stamp)
	}
	return err
}

// validName reports whether s is a legacy metric name (colons allowed) or label name.
func validName(s string, colon bool) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '_':
		case '0' <= c && c <= '9' && i > 0:
		case c == ':' && colon:
		default:
			return false
		}
	}
	return s != ""
}
