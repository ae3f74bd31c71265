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
