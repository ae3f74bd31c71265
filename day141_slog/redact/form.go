package redact

import "strings"

// value returns the part of the text that is to be hidden. What ends a value
// depends on the form in which it stands:
//
//	"…", '…', `…`         the closing quote
//	{…, […                the end of the line: brackets may be part of it
//	Cookie: …             the end of the line
//	?a=…&b=…              & or a space
//	a=…;b=…               a semicolon before the next name
//	DB_PASSWORD=…         the end of the line, as in a file of environment variables
//	a=… b=…   a:… b:…     the space before the next name
//	"a": …, "b": …        the comma before the next quote
//	a: …                  the end of the line, as in YAML and in prose
//	a: and a line break   the lines below that are indented deeper, as in YAML
//
// Where none of them can be told, a value goes to the end of the line. It hides
// too much of some lines, and that is the cheaper mistake.
func (p pair) value() (from, to int) {
	s := p.text
	if p.from == len(s) {
		return p.from, p.from
	}
	if from, slashes := p.openingQuote(); from > 0 {
		return from, quotedEnd(s, from, s[from-1], slashes)
	}
	end := p.around.end(p.from)
	switch {
	case p.below:
		return p.from, blockEnd(s, p.from, p.indent())
	case p.isHeader() || p.opensBracket():
		return p.from, p.around.lineEnd
	case p.quotedName:
		return p.from, beforeMember(s, p.from, end)
	case !p.colon && p.inQuery():
		return p.from, queryEnd(s, p.from, end)
	}
	if p.inSemicolons() {
		if semicolon := beforeSemicolon(s, p.from, end); semicolon >= 0 {
			return p.from, semicolon
		}
	}
	if p.isEnvironment() {
		return p.from, end
	}
	return p.from, beforeName(s, p.from, end)
}

// opensBracket is about a list or an object. Behind = it may be part of a password
// that closes it again.
func (p pair) opensBracket() bool {
	s := p.text
	if s[p.from] != '{' && s[p.from] != '[' {
		return false
	}
	word := s[p.from:wordEnd(s, p.from)]
	return p.colon || !strings.ContainsAny(word, "}]")
}

// openingQuote returns the index behind it, or 0, and how many backslashes escape it.
func (p pair) openingQuote() (from, slashes int) {
	at := p.from
	for at < len(p.text) && p.text[at] == '\\' {
		at++
	}
	if at < len(p.text) && isQuote(p.text[at]) && (at > p.from || p.text[at] != p.around.open) {
		return at + 1, at - p.from
	}
	return 0, 0
}

// inQuery tells a parameter of a URL by what stands before its name.
func (p pair) inQuery() bool {
	before := p.text[:p.nameStart]
	return strings.HasSuffix(before, "?") || strings.HasSuffix(before, "&") || strings.HasSuffix(before, "&amp;") ||
		strings.HasSuffix(before, `\`) && strings.HasPrefix(p.name, "u0026") // & as encoding/json writes it
}

// inSemicolons tells a part of a DSN by what stands before its name: a semicolon, or
// nothing.
func (p pair) inSemicolons() bool {
	at := p.nameStart
	for at > p.around.lineStart && isBlank(p.text[at-1]) {
		at--
	}
	return !p.colon && (at == p.around.lineStart || p.text[at-1] == ';' || isQuote(p.text[at-1]))
}

func queryEnd(s string, from, end int) int {
	for i := from; i < end; i++ {
		c := s[i]
		if c == '&' || isSpace(c) || isQuote(c) && closes(s, i+1) || c == '\\' && strings.HasPrefix(s[i:], `\u0026`) {
			return i
		}
	}
	return end
}

// isEnvironment is true for NAME=… at the beginning of a line.
func (p pair) isEnvironment() bool {
	line := strings.Trim(p.text[p.around.lineStart:p.nameStart], " \t")
	return !p.colon && (line == "" || line == "export" || line == "set") && strings.ToUpper(p.name) == p.name
}

// beforeSemicolon returns the index of the semicolon that the next name of a DSN
// stands behind, or -1. A password may have semicolons of its own.
func beforeSemicolon(s string, from, end int) int {
	const near = 512 // no password is that long, and the search must not be quadratic
	end = min(end, from+near)
	for i := from; i < end; i++ {
		if s[i] == ';' && (i+1 == end || nameAt(s, skipBlanks(s, i+1), "=", true)) {
			return i
		}
	}
	return -1
}

// beforeName returns the end of the first word of a value when a name or a flag
// follows it, and else end. A comma before the name is not part of the value.
func beforeName(s string, from, end int) int {
	word := min(end, wordEnd(s, from))
	next := skipBlanks(s, word)
	if next == word || next >= end || !nameAt(s, next, "=:", false) {
		return end
	}
	return from + len(strings.TrimRight(s[from:word], ",;"))
}

// nameAt reports whether a name and one of separators begin at s[at], or a flag.
// Names in a DSN may have spaces: User Id.
func nameAt(s string, at int, separators string, spaces bool) bool {
	const longest = 64
	i := at
	for i < len(s) && (s[i] == '-' || s[i] == '"') {
		i++
	}
	if i == len(s) || !isLetter(s[i]) && s[i] != '_' {
		return false
	}
	if i > at && s[at] == '-' {
		return true
	}
	for i < len(s) && i-at < longest && (isNameByte(s[i]) || spaces && s[i] == ' ') {
		i++
	}
	if i < len(s) && s[i] == '"' {
		i++
	}
	return i < len(s) && strings.IndexByte(separators, s[i]) >= 0 && !strings.HasPrefix(s[i:], "://")
}

// beforeMember returns where a bare value in JSON, or in what is like it, ends: at
// the comma before the next name.
func beforeMember(s string, from, end int) int {
	for i := from; i < end; i++ {
		if s[i] == ',' {
			next := skipBlanks(s, i+1)
			if next < end && (isQuote(s[next]) || s[next] == '\\') {
				return i
			}
		}
	}
	return from + len(strings.TrimRight(s[from:end], "}]"))
}
