package redact

import "strings"

// edit is a text of which some parts become the Marker. Parts are hidden from
// left to right; a text of which none is hidden is returned as it is.
type edit struct {
	text string
	out  strings.Builder
	done int // text[:done] is in out
}

// hide puts the Marker in the place of text[from:to].
func (e *edit) hide(from, to int) {
	e.out.WriteString(e.text[e.done:from])
	e.out.WriteString(Marker)
	e.done = to
}

func (e *edit) String() string {
	if e.done == 0 {
		return e.text
	}
	e.out.WriteString(e.text[e.done:])
	return e.out.String()
}

// alreadyHidden reports whether a value begins with a Marker that stands for all of
// it. A Marker that runs on into letters is part of somebody's text.
func alreadyHidden(value string) bool {
	rest, found := strings.CutPrefix(value, Marker)
	return found && (rest == "" || isDelimiter(rest[0]) || strings.IndexByte("\\@<\"'`", rest[0]) >= 0)
}

// isDelimiter is true for what may follow a value that has ended.
func isDelimiter(c byte) bool { return isSpace(c) || strings.IndexByte(",;:&)]}>", c) >= 0 }

func isSpace(c byte) bool {
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '`' }

func isSmall(c byte) bool { return c >= 'a' && c <= 'z' }

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return isSmall(c) || isCapital(c) }

func isNameByte(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' || c == '.' || c == '-' }

// skipBlanks returns the first index from at on that is no blank.
func skipBlanks(s string, at int) int {
	for at < len(s) && isBlank(s[at]) {
		at++
	}
	return at
}

// lineEnd returns where the line ends that at is in.
func lineEnd(s string, at int) int {
	if n := strings.IndexAny(s[at:], "\r\n"); n >= 0 {
		return at + n
	}
	return len(s)
}

// wordEnd returns where the text without spaces ends that at is in.
func wordEnd(s string, at int) int {
	for at < len(s) && !isSpace(s[at]) {
		at++
	}
	return at
}

// quotedEnd returns where the closing quote begins of a text in quotes, whose first
// byte is at from. slashes is how many backslashes stand before each of its quotes.
// A quote that is followed by more of a word closes nothing, and a text without a
// closing quote goes on to the end.
func quotedEnd(s string, from int, quote byte, slashes int) int {
	run := 0 // backslashes directly before s[i]
	for i := from; i < len(s); i++ {
		if s[i] == '\\' {
			run++
			continue
		}
		if s[i] == quote && closes(s, i+1) && (run == slashes || slashes == 0 && run%2 == 0) {
			return i - slashes
		}
		run = 0
	}
	return len(s)
}

// closes reports whether a quote before s[at] may be a closing one.
func closes(s string, at int) bool {
	return at == len(s) || isDelimiter(s[at]) || s[at] == '\\' || s[at] == '<' || s[at] == '.'
}
