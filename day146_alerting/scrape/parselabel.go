package scrape

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"workbook/day146_alerting/promql"
)

// labelSet parses up to and including the closing brace.
func (p *parser) labelSet(s string) (promql.Labels, string, error) {
	from, size := len(p.labels), len(s)
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
		if size-len(s) > MaxLabelBytes {
			return nil, "", fmt.Errorf("%w: labels of more than %d bytes, at line %d", ErrTooLarge, MaxLabelBytes, p.line)
		}
		if strings.HasPrefix(s, ",") {
			s = s[1:]
		} else if !strings.HasPrefix(s, "}") {
			return nil, "", p.fail("want , or } after label %s, got %.64q", l.Name, s)
		}
	}
	// The capacity ends with the length, so that nobody's append can write
	// into the labels of the next sample.
	set := promql.Labels(p.labels[from:len(p.labels):len(p.labels)])
	for i := 1; i < len(set); i++ {
		if set[i-1].Name >= set[i].Name { // out of order, or twice
			return p.sorted(set, s[1:])
		}
	}
	return set, s[1:], nil
}

// sorted puts labels in order. Only then are two of one name neighbours: the same
// series would otherwise have two spellings, and two identities in the Store.
func (p *parser) sorted(set promql.Labels, rest string) (promql.Labels, string, error) {
	set.Sort()
	for i := 1; i < len(set); i++ {
		if set[i-1].Name == set[i].Name {
			return nil, "", p.fail("label %.64q twice in one series", set[i].Name)
		}
	}
	return set, rest, nil
}

// label parses name="value" and returns what follows. The name may be in quotes too,
// and then it is any UTF-8.
func (p *parser) label(s string) (promql.Label, string, error) {
	var name, rest string
	var err error
	if strings.HasPrefix(s, `"`) {
		name, rest, err = p.quoted(s[1:])
	} else if i := strings.IndexAny(s, "= \t"); i >= 0 && validName(s[:i], false) {
		name, rest = s[:i], s[i:]
	}
	rest, ok := strings.CutPrefix(strings.TrimLeft(rest, " \t"), "=")
	if err != nil || name == "" || !ok {
		return promql.Label{}, "", cmp.Or(err, p.fail("want a label name and =, got %.64q", s))
	}
	rest = strings.TrimLeft(rest, " \t")
	if !strings.HasPrefix(rest, `"`) {
		return promql.Label{}, "", p.fail("want a quoted value for label %s, got %.64q", name, rest)
	}
	value, rest, err := p.quoted(rest[1:])
	return promql.Label{Name: name, Value: value}, rest, err
}

// quoted returns the value up to the closing quote. Nearly no value has an
// escape, and then it is a part of the input and costs no allocation.
func (p *parser) quoted(s string) (value, rest string, err error) {
	i := strings.IndexAny(s, `"\`)
	if i >= 0 && s[i] == '"' {
		value, rest = s[:i], s[i+1:]
	} else {
		value, rest, err = p.unescape(s)
	}
	if err != nil {
		return "", "", err
	}
	if !utf8.ValidString(value) {
		return "", "", p.fail("label value is not UTF-8: %.64q", value)
	}
	return value, rest, nil
}

// unescape knows the three escapes of both formats. A backslash before anything else
// stands for itself, as Prometheus and the grammar of OpenMetrics have it.
func (p *parser) unescape(s string) (value, rest string, err error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c == '"' {
			return b.String(), s[i+1:], nil
		}
		if c == '\\' && i+1 < len(s) {
			i++
			switch s[i] {
			case 'n':
				c = '\n'
			case '"', '\\':
				c = s[i]
			default:
				b.WriteByte('\\')
				c = s[i]
			}
		}
		b.WriteByte(c)
	}
	return "", "", p.fail("label value without a closing quote: %.64q", s)
}
