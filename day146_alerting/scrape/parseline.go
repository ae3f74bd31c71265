package scrape

import (
	"errors"
	"math"
	"strconv"
	"strings"

	"workbook/day146_alerting/promql"
)

// sample parses: name [labels] value [timestamp] [# exemplar]. A name in quotes stands
// inside of the braces: {"name",label="value"}.
func (p *parser) sample(line string) error {
	end := strings.IndexAny(line, "{ \t")
	if end < 0 || end > 0 && !validName(line[:end], true) {
		return p.fail("want a metric name and a value, got %.64q", line)
	}
	s := promql.Sample{Name: line[:end]}
	rest := strings.TrimLeft(line[end:], " \t")
	var err error
	if strings.HasPrefix(rest, "{") {
		rest = rest[1:]
		if s.Name == "" {
			s.Name, rest, err = p.quotedName(rest)
		}
		if err == nil {
			s.Labels, rest, err = p.labelSet(rest)
		}
	}
	if err != nil {
		return err
	}
	// Labels are behind us, so a # can only begin an exemplar.
	if i := strings.IndexByte(rest, '#'); i >= 0 {
		if err := p.exemplar(rest[:i], rest[i:]); err != nil {
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

// quotedName parses a metric name in quotes and the comma behind it.
func (p *parser) quotedName(s string) (name, rest string, err error) {
	s = strings.TrimLeft(s, " \t")
	if !strings.HasPrefix(s, `"`) {
		return "", "", p.fail("want a metric name in quotes, got %.64q", s)
	}
	name, rest, err = p.quoted(s[1:])
	rest = strings.TrimLeft(rest, " \t")
	switch {
	case err != nil:
		return "", "", err
	case name == "":
		return "", "", p.fail("the metric name is empty")
	case strings.HasPrefix(rest, ","):
		rest = rest[1:]
	case !strings.HasPrefix(rest, "}"):
		return "", "", p.fail("want , or } after the metric name, got %.64q", rest)
	}
	return name, rest, nil
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
	// 1e999 is out of range and an error, for Prometheus too; +Inf is a number.
	if err != nil || strings.ContainsAny(s, "xXpP_") {
		return 0, p.fail("want a number, got %.64q", s)
	}
	return v, nil
}

// time returns milliseconds: text gives whole milliseconds, OpenMetrics seconds. What
// is out of range ends at its edge: no page is refused for a time that nobody uses.
func (p *parser) time(s string) (int64, error) {
	if p.open {
		v, err := p.number(s)
		if err == nil && (math.IsNaN(v) || math.IsInf(v, 0)) {
			err = p.fail("want a timestamp in seconds, got %.64q", s)
		}
		return int64(math.Round(min(max(v*1000, -1<<62), 1<<62))), err
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0, p.fail("want a timestamp in milliseconds, got %.64q", s)
	}
	return v, nil
}

// exemplar checks what follows a value: blank, #, blank, labels, blank, value, and
// perhaps a timestamp. Prometheus refuses the page where a blank is missing.
func (p *parser) exemplar(before, s string) error {
	if !p.open || !strings.HasSuffix(before, " ") || !strings.HasPrefix(s, "# {") {
		return p.fail("unexpected text after the value: %.64q", s)
	}
	// The labels of an exemplar are dropped, so their room goes back.
	labels := len(p.labels)
	_, rest, err := p.labelSet(s[len("# {"):])
	p.labels = p.labels[:labels]
	if err != nil {
		return err
	}
	if !strings.HasPrefix(rest, " ") {
		return p.fail("want a blank before the value of an exemplar, got %.64q", rest)
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
