package metrics

import (
	"fmt"
	"strconv"
	"strings"
)

// readLine reads name{a="x",b="y"} value, and an exemplar in OpenMetrics.
func readLine(line string, f format) (s readSample, err error) {
	end := strings.IndexAny(line, "{ ")
	if end < 0 {
		return s, fmt.Errorf("no value")
	}
	s.name, line = line[:end], line[end:]
	s.labels = map[string]string{}
	if line[0] == '{' {
		s.labels, line, err = readLabels(line)
		if err != nil {
			return s, err
		}
	}
	line, ok := strings.CutPrefix(line, " ")
	if !ok {
		return s, fmt.Errorf("no space before the value")
	}
	line, mark, found := strings.Cut(line, " # ")
	if found {
		if f != openMetrics {
			return s, fmt.Errorf("an exemplar in the text format")
		}
		labels, rest, err := readLabels(mark)
		if err != nil || len(labels) != 1 {
			return s, fmt.Errorf("exemplar labels %v: %v", labels, err)
		}
		s.trace, s.exemplar = labels["trace_id"], strings.TrimPrefix(rest, " ")
	}
	s.raw = line
	s.value, err = strconv.ParseFloat(line, 64) // refuses a timestamp behind the value
	return s, err
}

// readLabels reads from "{" to the matching "}" and returns what follows.
func readLabels(line string) (map[string]string, string, error) {
	labels, line := map[string]string{}, line[1:]
	for {
		name, rest, ok := strings.Cut(line, `="`)
		if !ok || !validName(name, false) {
			return nil, "", fmt.Errorf("label name %q", name)
		}
		end := 0
		for end < len(rest) && rest[end] != '"' {
			if rest[end] == '\\' {
				end++
			}
			end++
		}
		if end >= len(rest) {
			return nil, "", fmt.Errorf("label %s does not end", name)
		}
		value, err := unescape(rest[:end], true)
		if _, twice := labels[name]; twice || err != nil {
			return nil, "", fmt.Errorf("label %s, twice: %v: %v", name, twice, err)
		}
		labels[name] = value
		line = rest[end+1:]
		if after, ok := strings.CutPrefix(line, "}"); ok {
			return labels, after, nil
		}
		line, ok = strings.CutPrefix(line, ",")
		if !ok {
			return nil, "", fmt.Errorf("neither comma nor brace after label %s", name)
		}
	}
}

// unescape refuses any escape but the three, and a bare quote where quotes
// have to be escaped.
func unescape(s string, quotes bool) (string, error) {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '"' && quotes:
			return "", fmt.Errorf("a bare quote in %q", s)
		case s[i] != '\\':
			b.WriteByte(s[i])
			continue
		case i+1 == len(s):
			return "", fmt.Errorf("a lone backslash at the end of %q", s)
		}
		i++
		switch {
		case s[i] == 'n':
			b.WriteByte('\n')
		case s[i] == '\\' || s[i] == '"' && quotes:
			b.WriteByte(s[i])
		default:
			return "", fmt.Errorf(`the escape \%c in %q`, s[i], s)
		}
	}
	return b.String(), nil
}
