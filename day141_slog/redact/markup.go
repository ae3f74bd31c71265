package redact

import "strings"

// scrubElements hides what stands between <password> and </password>, attributes,
// prefixes and CDATA included.
func (c scrubber) scrubElements(s string) string {
	e := edit{text: s}
	for at := 0; ; {
		n := strings.IndexByte(s[at:], '<')
		if n < 0 {
			break
		}
		start := at + n + 1
		at = start
		end := start
		for end < len(s) && end-start < 64 && (isNameByte(s[end]) || s[end] == ':') {
			end++
		}
		if end == start || end == len(s) || s[end] != '>' && !isSpace(s[end]) || !c.keys.sensitive(false, s[start:end]) {
			continue
		}
		from := strings.IndexByte(s[end:], '>')
		if from < 0 {
			break
		}
		from += end + 1
		to := len(s) // cut off: all that is left
		if n := strings.Index(s[from:], "</"); n >= 0 {
			to = from + n
		}
		value := s[from:to]
		if value == "" || value == Marker || s[from-2] == '/' || isNumber(value) && !c.keys.sensitive(true, s[start:end]) {
			continue
		}
		e.hide(from, to)
		at = to
	}
	return e.String()
}

// scrubFlags hides the value behind --password or -password. A flag with = is a pair.
func (c scrubber) scrubFlags(s string) string {
	e := edit{text: s}
	for i := 0; i < len(s); i++ {
		if s[i] != '-' || i > 0 && isNameByte(s[i-1]) && s[i-1] != '-' {
			continue
		}
		end := i
		for end < len(s) && isNameByte(s[end]) {
			end++
		}
		from := skipBlanks(s, end)
		if from > end && from < len(s) && s[from] != '-' && isLetter(s[end-1]) {
			to := wordEnd(s, from)
			if isQuote(s[from]) {
				from++
				to = quotedEnd(s, from, s[from-1], 0)
			}
			value := s[from:to]
			if value != "" && !alreadyHidden(value) && c.keys.sensitive(isNumber(value), s[i:end]) {
				e.hide(from, to)
				end = to
			}
		}
		i = max(i, end-1)
	}
	return e.String()
}

// scrubStatements hides a quoted value behind a name and a blank: PASSWORD 'x' and
// IDENTIFIED BY 'x' in SQL, requirepass "x" in a configuration. And it hides what a
// Redis that does not know AUTH quotes of its arguments.
func (c scrubber) scrubStatements(s string) string {
	e := edit{text: s}
	for i := 1; i < len(s); i++ {
		if !isQuote(s[i]) || !isBlank(s[i-1]) && s[i-1] != '(' || !isStatement(s[max(e.done, i-longestName):i]) {
			continue
		}
		to := quotedEnd(s, i+1, s[i], 0)
		if to > i+1 && s[i+1:to] != Marker {
			e.hide(i+1, to)
		}
		i = max(i, to)
	}
	return scrubAuth(e.String())
}

func isStatement(before string) bool {
	before = strings.TrimRight(before, " \t(")
	start := len(before)
	for start > 0 && isNameByte(before[start-1]) {
		start--
	}
	name := strings.ToLower(before[start:])
	if name == "by" {
		before = strings.TrimRight(before[:start], " \t")
		return len(before) >= len("identified") && strings.EqualFold(before[len(before)-len("identified"):], "identified")
	}
	for _, ending := range []string{"password", "passwd", "passphrase", "requirepass", "masterauth"} {
		if strings.HasSuffix(name, ending) {
			return true
		}
	}
	return false
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
