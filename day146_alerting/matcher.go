package alerting

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// ParseSelector reads labels that every series of a service has, as PromQL writes
// them: job="api",zone="eu". Only equality is known, because the tests that are
// generated have to make up series that match. The error says where it stopped.
func ParseSelector(s string) (map[string]string, error) {
	out := map[string]string{}
	for rest := s; ; {
		name, after, ok := strings.Cut(rest, "=")
		at := len(s) - len(rest) + 1
		if !ok {
			return nil, fmt.Errorf(`selector %.64q, character %d: want LABEL="VALUE", got %.32q`, s, at, rest)
		}
		if err := checkName("label", name, false); err != nil {
			return nil, fmt.Errorf("selector %.64q, from character %d: %w", s, at, err)
		}
		quoted, err := strconv.QuotedPrefix(after)
		if err != nil {
			return nil, fmt.Errorf("selector %.64q, character %d: want a value in quotes, got %.32q",
				s, len(s)-len(after)+1, after)
		}
		if _, twice := out[name]; twice {
			return nil, fmt.Errorf("selector %.64q, character %d: label %s twice", s, at, name)
		}
		out[name], _ = strconv.Unquote(quoted) // QuotedPrefix has checked it
		rest = after[len(quoted):]
		if rest == "" {
			return out, nil
		}
		rest, ok = strings.CutPrefix(rest, ",")
		if !ok {
			return nil, fmt.Errorf("selector %.64q, character %d: want a comma, got %.32q", s, len(s)-len(rest)+1, rest)
		}
	}
}

// ParseFailures reads LABEL=REGEX, the label and its values that tell failed requests.
func ParseFailures(s string) (label, values string, err error) {
	label, values, ok := strings.Cut(s, "=")
	if !ok || values == "" {
		return "", "", fmt.Errorf("failures %.64q: want LABEL=REGEX, such as class=5xx", s)
	}
	if err := checkName("label", label, false); err != nil {
		return "", "", fmt.Errorf("failures %.64q: %w", s, err)
	}
	if _, err := regexp.Compile(values); err != nil {
		return "", "", fmt.Errorf("failures %.64q, from character %d: %w", s, len(label)+2, err)
	}
	return label, values, nil
}

// Validate refuses names with which no rule would load.
func (s SLI) Validate() error {
	s = s.Defaults()
	for _, metric := range []string{s.Requests, s.Histogram} {
		if err := checkName("metric", metric, true); metric != "" && err != nil {
			return err
		}
	}
	for _, label := range append(slices.Sorted(maps.Keys(s.Selector)), s.ErrorLabel) {
		if err := checkName("label", label, false); err != nil {
			return err
		}
	}
	_, err := regexp.Compile(s.ErrorValue)
	return err
}

// checkName refuses what is no name of a metric or label, and says where. Prometheus 3
// takes any UTF-8, but only in quotes.
func checkName(what, name string, colon bool) error {
	for i, r := range name {
		letter := 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_' || r == ':' && colon
		if !letter && (i == 0 || r < '0' || r > '9') {
			return fmt.Errorf("%s name %.64q, character %d: %q: want letters, digits and _", what, name, i+1, r)
		}
	}
	if name == "" {
		return fmt.Errorf("%s name is empty", what)
	}
	return nil
}
