package redact

import "strings"

// scrubStatements hides a value behind a name and a blank: PASSWORD 'x' and
// IDENTIFIED BY 'x' in SQL, requirepass x in the configuration of a Redis. And it hides
// what a Redis that does not know AUTH quotes of its arguments.
func scrubStatements(s string) string {
	e := edit{text: s}
	for i := len("passwd"); i < len(s); i++ {
		if !isBlank(s[i-1]) && s[i-1] != '(' || isBlank(s[i]) {
			continue
		}
		before := cutLink(s[max(e.done, i-longestName):i])
		from, to := i, i
		switch {
		case isQuote(s[i]) && isStatement(before):
			from, to = i+1, quotedEnd(s, i+1, s[i], 0)
		case endsInStatement(before) && isBareValue(s, i):
			to = i + len(trimWord(s[i:wordEnd(s, i)]))
		}
		if to > from && !alreadyHidden(s[from:]) {
			e.hide(from, to)
			i = to
		}
	}
	return scrubAuth(e.String())
}

// cutLink takes the blanks off the end, and the word that links a name to its value in a
// sentence.
func cutLink(before string) string {
	before = strings.TrimRight(before, " \t")
	for _, link := range []string{" is", " was", " to"} {
		if rest, ok := cutSuffixFold(before, link); ok {
			return strings.TrimRight(rest, " \t")
		}
	}
	return before
}

func isStatement(before string) bool {
	before = strings.TrimRight(before, " \t(")
	if rest, ok := cutSuffixFold(before, "by"); ok {
		_, ok = cutSuffixFold(strings.TrimRight(rest, " \t"), "identified")
		return ok
	}
	unquoted := strings.TrimRight(before, "\"'`")
	return endsInStatement(before) || unquoted != before && endsInSetting(unquoted)
}

// endsInStatement reports whether s ends in a name behind which a blank is enough.
func endsInStatement(s string) bool {
	return endsInAny(s, "password", "passwd", "passphrase") || endsInSetting(s)
}

// endsInSetting is about names that stand in no sentence. The others do: "password
// expired".
func endsInSetting(s string) bool {
	return endsInAny(s, "requirepass", "masterauth", "insecure-password")
}

func endsInAny(s string, names ...string) bool {
	for _, name := range names {
		if _, ok := cutSuffixFold(s, name); ok {
			return true
		}
	}
	return false
}

// isBareValue tells a value at s[at] from the next word of a sentence, and from the next
// pair of a line: it looks like one, or it is the last word behind a setting or in
// a line of a .netrc.
func isBareValue(s string, at int) bool {
	word := trimWord(s[at:wordEnd(s, at)])
	if isPlaceholder(word) || nameAt(s, at, "=:", false) || strings.Contains(word, "://") {
		return false
	}
	if len(word) >= 6 && looksRandom(word) && strings.Trim(word, timeBytes) != "" {
		return true
	}
	next := skipBlanks(s, at+len(word))
	if next < len(s) && !isQuote(s[next]) && s[next] != '\n' && s[next] != '\r' {
		return false
	}
	const near = 512 // no line of these is longer, and the search must not be quadratic
	before := s[max(0, at-near):at]
	line := strings.TrimSpace(before[strings.LastIndexByte(before, '\n')+1:])
	return endsInSetting(line) || strings.HasPrefix(line, "machine ")
}

const timeBytes = "0123456789-:.,TZ+/%"

// trimWord takes off what ends a sentence or a list, and not a word.
func trimWord(s string) string { return strings.TrimRight(s, `,;.)]}"'`+"`") }

func cutSuffixFold(s, suffix string) (rest string, ok bool) {
	start := len(s) - len(suffix)
	if start < 0 || !strings.EqualFold(s[start:], suffix) {
		return s, false
	}
	return s[:start], true
}

// scrubAuth hides the arguments of AUTH, to the end of the line.
func scrubAuth(s string) string {
	e := edit{text: s}
	for at := 0; ; {
		n := strings.Index(s[at:], "AUTH")
		if n < 0 {
			break
		}
		at += n + len("AUTH")
		rest := strings.TrimLeft(s[at:], "\"'`")
		begin := strings.TrimPrefix(rest, ", with args beginning with:")
		if begin == rest && !strings.HasPrefix(rest, ` "`) {
			continue
		}
		from := skipBlanks(s, len(s)-len(begin))
		to := lineEnd(s, from)
		if to > from && s[from:to] != Marker {
			e.hide(from, to)
			at = to
		}
	}
	return e.String()
}
