package redact

import "strings"

// place follows a text from left to right and knows the line and the quotes around
// each point. It never looks back, so that all of its answers together cost one pass.
type place struct {
	text               string
	seen               int
	lineStart, lineEnd int
	open               byte // the quote that is open at seen, or 0
	closing            int  // where it closes, once asked for
}

// advance goes on to at. A quote in a word, as in can't, opens nothing, and none is
// open at the beginning of a line.
func (p *place) advance(at int) {
	for i := p.seen; i < at; i++ {
		c := p.text[i]
		switch {
		case c == '\n':
			p.open, p.lineStart = 0, i+1
		case !isQuote(c) || i > 0 && p.text[i-1] == '\\':
		case p.open == 0 && (i == 0 || !isNameByte(p.text[i-1])):
			p.open, p.closing = c, 0
		case p.open == c && closes(p.text, i+1):
			p.open = 0
		}
	}
	p.seen = max(p.seen, at)
}

// end returns where a value ends at the latest that begins at from: with the line,
// or with the quote that is open around it.
func (p *place) end(from int) int {
	if p.lineEnd < from || p.lineEnd == 0 {
		p.lineEnd = lineEnd(p.text, from)
	}
	if p.open == 0 {
		return p.lineEnd
	}
	if p.closing < from || p.closing == 0 {
		p.closing = from
		for p.closing < p.lineEnd && !(p.text[p.closing] == p.open && closes(p.text, p.closing+1)) {
			p.closing++
		}
	}
	return from + len(strings.TrimRight(p.text[from:min(p.closing, p.lineEnd)], `\`))
}

// lookBelow is about YAML, where a value may stand in the lines below its name, indented
// deeper: the line of the name has nothing else, a comment, or | or >.
func (p *pair) lookBelow() {
	p.around.end(p.from)
	if !p.colon || !announcesBlock(strings.TrimSpace(p.text[p.from:p.around.lineEnd])) {
		return
	}
	if at := nextLine(p.text, p.around.lineEnd, p.indent()); at > 0 {
		p.from, p.below = at, true
	}
}

func announcesBlock(rest string) bool {
	return rest == "" || rest[0] == '#' || (rest[0] == '|' || rest[0] == '>') && strings.Trim(rest[1:], "+-0123456789") == ""
}

// indent is how far the line of the name is indented, with the dash of a list: what
// belongs to the name stands deeper.
func (p pair) indent() int {
	line := p.text[p.around.lineStart:p.nameStart]
	return len(line) - len(strings.TrimLeft(line, " \t-"))
}

// blockEnd returns where the lines end that are indented deeper than indent.
func blockEnd(s string, from, indent int) int {
	end := lineEnd(s, from)
	for {
		at := nextLine(s, end, indent)
		if at == 0 {
			return end
		}
		end = lineEnd(s, at)
	}
}

// nextLine returns the first byte of the next line, behind its blanks, when it is indented
// deeper than indent or an item of a list, and else 0. An empty line ends nothing.
func nextLine(s string, lineEnd, indent int) int {
	at := lineEnd
	for at < len(s) && isSpace(s[at]) {
		at++
	}
	start := at
	for start > lineEnd && isBlank(s[start-1]) {
		start--
	}
	switch {
	case at == len(s):
		return 0
	case at-start > indent, at-start == indent && strings.HasPrefix(s[at:], "- "):
		return at
	}
	return 0
}
