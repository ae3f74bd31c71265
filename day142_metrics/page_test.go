package metrics

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// A readPage is a page read back by a reader that shares no code with the
// writer. It knows what the two formats allow and refuses everything else.
type readPage []*readFamily

type readFamily struct {
	name, help, kind string
	samples          []readSample
}

type readSample struct {
	name     string
	labels   map[string]string
	value    float64
	raw      string // the value as written
	trace    string // of the exemplar
	exemplar string // the exemplar's value and time
}

// key identifies the series: its name and its labels in order of name.
func (s readSample) key() string {
	key := s.name
	for _, name := range slices.Sorted(maps.Keys(s.labels)) {
		key += fmt.Sprintf(" %s=%q", name, s.labels[name])
	}
	return key
}

// without is key without one label, and with another sample name.
func (s readSample) without(label, name string) string {
	labels := maps.Clone(s.labels)
	delete(labels, label)
	return readSample{name: name, labels: labels}.key()
}

// values returns the value of every series.
func (p readPage) values() map[string]float64 {
	all := make(map[string]float64)
	for _, f := range p {
		for _, s := range f.samples {
			all[s.key()] = s.value
		}
	}
	return all
}

// read parses a page line by line; the rules of validate come on top.
func read(data string, f format) (readPage, error) {
	if !utf8.ValidString(data) {
		return nil, fmt.Errorf("the page is not UTF-8")
	}
	if f == openMetrics {
		rest, ok := strings.CutSuffix(data, "# EOF\n")
		if !ok {
			return nil, fmt.Errorf("the page does not end in # EOF") // another one is an unknown comment

		}
		data = rest
	}
	if data != "" && !strings.HasSuffix(data, "\n") {
		return nil, fmt.Errorf("the last line has no line feed")
	}
	var p readPage
	for i, line := range strings.Split(strings.TrimSuffix(data, "\n"), "\n") {
		if data == "" {
			break
		}
		if err := p.line(line, f); err != nil {
			return nil, fmt.Errorf("line %d, %q: %w", i+1, line, err)
		}
	}
	return p, nil
}

func (p *readPage) line(line string, f format) error {
	if comment, ok := strings.CutPrefix(line, "# "); ok {
		return p.comment(comment, f)
	}
	s, err := readLine(line, f)
	if err != nil {
		return err
	}
	if len(*p) == 0 || (*p)[len(*p)-1].kind == "" {
		return fmt.Errorf("a sample before any TYPE")
	}
	last := (*p)[len(*p)-1]
	last.samples = append(last.samples, s)
	return nil
}

func (p *readPage) comment(comment string, f format) error {
	word, rest, _ := strings.Cut(comment, " ")
	name, rest, _ := strings.Cut(rest, " ")
	switch word {
	case "HELP":
		help, err := unescape(rest, f == openMetrics)
		*p = append(*p, &readFamily{name: name, help: help})
		return err
	case "TYPE":
		if n := len(*p); n == 0 || (*p)[n-1].name != name || (*p)[n-1].kind != "" {
			*p = append(*p, &readFamily{name: name})
		}
		(*p)[len(*p)-1].kind = rest
		return nil
	}
	return fmt.Errorf("a comment that is neither HELP nor TYPE")
}

// scrape writes a page, reads it back, and fails the test when it breaks a rule.
func scrape(t testing.TB, r *Registry, f format) readPage {
	t.Helper()
	p, err := read(written(t, r, f), f)
	if err == nil {
		err = p.validate(f)
	}
	if err != nil {
		t.Fatalf("scrape in format %d: %v", f, err)
	}
	return p
}

func written(t testing.TB, r *Registry, f format) string {
	t.Helper()
	var b strings.Builder
	if err := r.write(&b, f); err != nil {
		t.Fatalf("write(%d): got %v, want no error", f, err)
	}
	return b.String()
}
