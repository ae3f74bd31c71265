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
