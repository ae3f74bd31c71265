package alerting

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// sample parses: name [labels] value [timestamp] [# exemplar].
func (p *parser) sample(line string) error {
	end := strings.IndexAny(line, "{ \t")
	if end < 0 || !validName(line[:end], true) {
		return p.fail("want a metric name and a value, got %.64q", line)
	}
	s := Sample{Name: line[:end]}
	rest := strings.TrimLeft(line[end:], " \t")
	var err error
	if strings.HasPrefix(rest, "{") {
		if s.Labels, rest, err = p.labelSet(rest[1:]); err != nil {
			return err
		}
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
	if s.Value, err = p.number(value); err != nil {
		return err
	}
	if stamp != "" {
		if s.Time, err = p.time(stamp); err != nil {
			return err
		}
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

// labelSet parses up to and including the closing brace.
func (p *parser) labelSet(s string) (Labels, string, error) {
	from := len(p.labels)
	// A comma may follow the last label, so each round first looks for the brace.
	for {
		s = strings.TrimLeft(s, " \t")
		if strings.HasPrefix(s, "}") {
			break
		}
		l, rest, err := p.label(s)
		if err != nil {
			return nil, "", err
		}
		p.labels = append(p.labels, l)
		s = strings.TrimLeft(rest, " \t")
		if strings.HasPrefix(s, ",") {
			s = s[1:]
		} else if !strings.HasPrefix(s, "}") {
			return nil, "", p.fail("want , or } after label %s, got %.64q", l.Name, s)
		}
	}
	// The capacity ends with the length, so that nobody's append can write
	// into the labels of the next sample.
	set := Labels(p.labels[from:len(p.labels):len(p.labels)])
	for i := 1; i < len(set); i++ {
		if set[i-1].Name >= set[i].Name { // out of order, or twice
			return p.sorted(set, s[1:])
		}
	}
	return set, s[1:], nil
}

// sorted puts labels in order. Only then are two of one name neighbours: the same
// series would otherwise have two spellings, and two identities in the Store.
func (p *parser) sorted(set Labels, rest string) (Labels, string, error) {
	set.sort()
	for i := 1; i < len(set); i++ {
		if set[i-1].Name == set[i].Name {
			return nil, "", p.fail("label %.64q twice in one series", set[i].Name)
		}
	}
	return set, rest, nil
}

// label parses name="value" and returns what follows.
func (p *parser) label(s string) (Label, string, error) {
	name, rest, ok := strings.Cut(s, "=")
	name = strings.TrimRight(name, " \t")
	if !ok || !validName(name, false) {
		return Label{}, "", p.fail("want a label name and =, got %.64q", s)
	}
	rest = strings.TrimLeft(rest, " \t")
	if !strings.HasPrefix(rest, `"`) {
		return Label{}, "", p.fail("want a quoted value for label %s, got %.64q", name, rest)
	}
	value, rest, err := p.quoted(rest[1:])
	return Label{name, value}, rest, err
}

// quoted returns the value up to the closing quote. Nearly no value has an
// escape, and then it is a part of the input and costs no allocation.
func (p *parser) quoted(s string) (value, rest string, err error) {
	i := strings.IndexAny(s, `"\`)
	if i >= 0 && s[i] == '"' {
		value, rest = s[:i], s[i+1:]
	} else if value, rest, err = p.unescape(s); err != nil {
		return "", "", err
	}
	if !utf8.ValidString(value) {
		return "", "", p.fail("label value is not UTF-8: %.64q", value)
	}
	return value, rest, nil
}

// unescape knows the three escapes of both formats. Any other is refused, since
// guessing would give one series two spellings.
func (p *parser) unescape(s string) (value, rest string, err error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '"':
			return b.String(), s[i+1:], nil
		case '\\':
			i++
			if i == len(s) || !strings.ContainsRune(`n"\`, rune(s[i])) {
				return "", "", p.fail(`want \n, \" or \\ in a label value, got %.64q`, s[i-1:])
			}
			b.WriteByte(map[byte]byte{'n': '\n', '"': '"', '\\': '\\'}[s[i]])
		default:
			b.WriteByte(s[i])
		}
	}
	return "", "", p.fail("label value without a closing quote: %.64q", s)
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
