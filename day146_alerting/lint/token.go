package lint

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// token is one word of a PromQL expression. This is not a parser: Lint looks
// for patterns, and for those the words and their brackets are enough.
type token struct {
	text string
	kind tokenKind
	end  int // for an opening bracket, the index of its closing one
}

// tokenKind is what a word is. The order is that of the groups in words.
type tokenKind int

// The kinds, in the order of the groups of words.
const (
	word   tokenKind = iota // names, keywords, functions
	length                  // a duration
	number
	quoted
	operator
	bracket
)

// words is compiled once. Durations come before numbers, and two-letter
// operators before one-letter ones.
var words = regexp.MustCompile(`^(?:` +
	`([a-zA-Z_:][a-zA-Z0-9_:]*)|` +
	`([0-9]+(?:ms|[smhdwy])(?:[0-9]+(?:ms|[smhdwy]))*)|` +
	`((?:0x[0-9a-fA-F]+|[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?))|` +
	"(\"(?:[^\"\\\\]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)*'|`[^`]*`)|" +
	`(==|!=|>=|<=|=~|!~|[-+*/%^<>=,:@])|` +
	`([][(){}]))`)

// tokenize splits an expression and pairs its brackets.
func tokenize(expr string) ([]token, error) {
	var out []token
	var open []int
	for rest := strings.TrimSpace(expr); rest != ""; rest = strings.TrimSpace(rest) {
		m := words.FindStringSubmatch(rest)
		if m == nil {
			return nil, fmt.Errorf("cannot read %.32q", rest)
		}
		kind := tokenKind(slices.IndexFunc(m[1:], func(s string) bool { return s != "" }))
		rest = rest[len(m[0]):]
		if kind == bracket {
			// Strings are one word, so a bracket inside of one is never seen here.
			if i := strings.Index("([{", m[0]); i >= 0 {
				open = append(open, len(out))
			} else if n := len(open); n == 0 || out[open[n-1]].text != string("([{"[strings.Index(")]}", m[0])]) {
				return nil, fmt.Errorf("%s closes nothing", m[0])
			} else {
				out[open[n-1]].end = len(out)
				open = open[:n-1]
			}
		}
		out = append(out, token{text: m[0], kind: kind})
	}
	if len(open) > 0 {
		return nil, fmt.Errorf("%s is never closed", out[open[0]].text)
	}
	return out, nil
}

// call is a function or aggregation and the words inside its parentheses.
type call struct {
	name   string
	by     []token // inside by (...), nil when there is none
	has    bool    // there is a by or without
	inside []token // as their own slice, with bracket ends relative to it
}

// calls returns all calls in the tokens, the nested ones too.
func calls(ts []token) []call {
	var out []call
	for i, t := range ts {
		if t.kind != word || isKeyword(t.text) {
			continue
		}
		c, j := call{name: t.text}, i+1
		if c.takeBy(ts, &j); j < len(ts) && ts[j].text == "(" {
			c.inside = inner(ts, j)
			j = ts[j].end + 1
			c.takeBy(ts, &j) // by may also follow: sum(...) by (le)
			out = append(out, c)
		}
	}
	return out
}

// takeBy reads by (...) or without (...) at j, and moves j behind it.
func (c *call) takeBy(ts []token, j *int) {
	if i := *j; i+1 < len(ts) && (ts[i].text == "by" || ts[i].text == "without") && ts[i+1].text == "(" {
		c.has, c.by = true, inner(ts, i+1)
		if ts[i].text == "without" {
			c.by = []token{{text: "le"}} // everything but what is named, so le stays
		}
		*j = ts[i+1].end + 1
	}
}

// inner returns a copy of what is between the bracket at i and its partner.
func inner(ts []token, i int) []token {
	out := slices.Clone(ts[i+1 : ts[i].end])
	for k := range out {
		out[k].end -= i + 1
	}
	return out
}

// isKeyword reports whether a word is part of the language and neither a metric
// nor a function.
func isKeyword(s string) bool {
	return slices.Contains([]string{
		"and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset",
	}, s)
}

// metrics returns the metric names among the tokens: words that are neither
// keywords nor calls, outside of label lists and selectors.
func metrics(ts []token) []string {
	var out []string
	for i := 0; i < len(ts); i++ {
		next := ""
		if i+1 < len(ts) {
			next = ts[i+1].text
		}
		switch t := ts[i]; {
		case t.text == "{":
			i = t.end
		case t.kind != word || next == "(" && !isKeyword(t.text):
		case isKeyword(t.text):
			if next == "(" && !slices.Contains([]string{"and", "or", "unless", "bool", "offset"}, t.text) {
				i = ts[i+1].end
			}
		case next == "by" || next == "without": // an aggregation
		default:
			out = append(out, t.text)
		}
	}
	return out
}

// hasWord reports whether any of the names is among the tokens, at any depth.
func hasWord(ts []token, names ...string) bool {
	return slices.ContainsFunc(ts, func(t token) bool { return slices.Contains(names, t.text) })
}
