package scrape

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"workbook/day146_alerting/promql"
)

// The limits of one exposition. Beyond any of them the whole of it is refused: half
// a scrape would show every missing series as gone, which is worse than an
// error that says so.
const (
	MaxBytes      = 16 << 20
	MaxSamples    = 100_000
	MaxLabelBytes = 16 << 10 // of the labels of one sample
)

// ErrTooLarge is wrapped by the error for an exposition beyond one of these limits.
var ErrTooLarge = errors.New("exposition too large")

// ParseError says which line of an exposition is wrong and why.
type ParseError struct {
	Line   int // counted from 1
	Reason string
}

// Error returns the line and the reason.
func (e *ParseError) Error() string {
	return fmt.Sprintf("exposition line %d: %s", e.Line, e.Reason)
}

// Parse reads a whole exposition: the text format 0.0.4, or OpenMetrics 1.0,
// which it knows by the "# EOF" that ends it. Only there are timestamps in
// seconds and exemplars allowed; exemplars are checked and dropped. Names in quotes,
// which may be any UTF-8, are read as Prometheus 3 writes them.
//
// The names and values of the result are parts of one string that holds the
// input, so keeping a single label keeps all of it: clone what you keep.
// Errors are a *ParseError, or wrap ErrTooLarge, or are those of r.
func Parse(r io.Reader) ([]promql.Sample, error) {
	text, err := readAll(r)
	if err != nil {
		return nil, err
	}
	return parse(text, endsInEOF(text))
}

// parseTyped is Parse for input whose format is declared. OpenMetrics must end in
// "# EOF", which is how that format shows that nothing was cut off; in the text format
// the same line is a comment.
func parseTyped(r io.Reader, open bool) ([]promql.Sample, error) {
	text, err := readAll(r)
	if err != nil {
		return nil, err
	}
	if open && !endsInEOF(text) {
		return nil, &ParseError{Line: strings.Count(text, "\n") + 1, Reason: "OpenMetrics without # EOF at the end: cut off?"}
	}
	return parse(text, open)
}

// readAll reads at most MaxBytes.
func readAll(r io.Reader) (string, error) {
	// One byte more than allowed tells "exactly at the limit" from "cut off".
	var text strings.Builder
	n, err := io.Copy(&text, io.LimitReader(r, MaxBytes+1))
	switch {
	case err != nil:
		return "", fmt.Errorf("reading exposition: %w", err)
	case n > MaxBytes:
		return "", fmt.Errorf("%w: more than %d bytes", ErrTooLarge, MaxBytes)
	}
	return text.String(), nil
}

// endsInEOF reports whether the last line is "# EOF".
func endsInEOF(text string) bool {
	text = strings.TrimSuffix(text, "\n")
	return text == "# EOF" || strings.HasSuffix(text, "\n# EOF")
}

// parser holds one pass over one exposition.
type parser struct {
	text    string
	open    bool // OpenMetrics
	line    int
	samples []promql.Sample
	labels  []promql.Label // one slab that all samples slice, instead of a slice each
}

// parse goes through the text line by line and stops at the first fault: what
// follows a broken line cannot be trusted to be what it looks like.
func parse(text string, open bool) ([]promql.Sample, error) {
	p := &parser{text: text, open: open}
	// A guess of the room needed saves most of the copying of growth, and its
	// bound keeps a hostile body of newlines from choosing our memory.
	p.samples = make([]promql.Sample, 0, min(strings.Count(p.text, "\n")+1, MaxSamples))
	p.labels = make([]promql.Label, 0, min(strings.Count(p.text, `="`), MaxSamples))
	for rest := p.text; rest != ""; {
		var line string
		line, rest, _ = strings.Cut(rest, "\n")
		p.line++
		if err := p.parseLine(strings.TrimSuffix(line, "\r"), rest); err != nil {
			return nil, err
		}
	}
	if !p.open && p.text != "" && !strings.HasSuffix(p.text, "\n") {
		return nil, p.fail("no line feed at the end: cut off?") // "1" may have been 1000
	}
	return p.samples, nil
}

// parseLine tells apart blank lines, comments and samples.
func (p *parser) parseLine(line, rest string) error {
	if p.open && line == "# EOF" && rest != "" {
		return p.fail("text after # EOF: %.64q", rest)
	}
	line = strings.TrimLeft(line, " \t")
	if line == "" {
		return nil
	}
	if line[0] == '#' {
		return p.comment(line[1:])
	}
	if len(p.samples) == MaxSamples {
		return fmt.Errorf("%w: more than %d samples, at line %d", ErrTooLarge, MaxSamples, p.line)
	}
	return p.sample(line)
}

// types are the metric types of the two formats.
const types = " counter gauge histogram summary untyped unknown info stateset gaugehistogram "

// comment checks a TYPE line. All other comments, HELP and UNIT among them, are
// for people.
func (p *parser) comment(s string) error {
	s, ok := strings.CutPrefix(strings.TrimLeft(s, " \t"), "TYPE ")
	if !ok {
		return nil
	}
	name, kind := field(s)
	if strings.HasPrefix(s, `"`) {
		var err error
		name, kind, err = p.quoted(s[1:])
		if err != nil {
			return err
		}
	} else if !validName(name, true) {
		name = ""
	}
	if kind, rest := field(kind); name == "" || rest != "" || !strings.Contains(types, " "+kind+" ") {
		return p.fail("want a metric name and a type after # TYPE, got %.64q", s)
	}
	return nil
}

// fail returns an error that knows the line.
func (p *parser) fail(format string, args ...any) error {
	return &ParseError{Line: p.line, Reason: fmt.Sprintf(format, args...)}
}
