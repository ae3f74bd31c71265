package redact

import "strings"

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
