package redact

import "strings"

// keyStarts is a set of the first three bytes of keys, hashed: what begins otherwise
// is none.
var keyStarts = func() (starts [1 << (endingBits - 6)]uint64) {
	add := func(prefix string) {
		n := slot(firstThree(prefix))
		starts[n/64] |= 1 << (n % 64)
	}
	for _, formats := range keyFormats {
		for _, f := range formats {
			if len(f.prefix) > 2 {
				add(f.prefix)
				continue
			}
			for _, next := range "0123456789abcdef" {
				add(f.prefix + string(next))
			}
		}
	}
	for _, start := range []string{"eyJ", "bot", "pat"} {
		add(start)
	}
	return starts
}()

func firstThree(s string) uint32 { return uint32(s[0])<<16 | uint32(s[1])<<8 | uint32(s[2]) }

// mayBeKey reports whether a key may begin at s[i]: nearly always it says no, and
// after a few bytes.
func mayBeKey(s string, i int) bool {
	s = s[i:]
	if len(s) < shortestKey {
		return false
	}
	n := slot(firstThree(s))
	switch {
	case keyStarts[n/64]>>(n%64)&1 != 0:
		return true
	case len(s) > mailchimpDigits && s[mailchimpDigits] == '-', s[5] == '~':
		return true
	case s[0] >= 'M' && s[0] <= 'O': // 24 digits of base64 at the least, and a dot
		return len(s) > 56 && strings.IndexByte(s[24:29], '.') >= 0
	}
	return isDigit(s[0]) && isDigit(s[5]) && strings.IndexByte(s[6:13], ':') >= 0
}

const shortestKey = len("eyJ") + 4 + len(".") + 4 + len(".") // of a JWT

// keyLength returns how many bytes from s[i] on are a key, or 0. It takes constant
// time where there is none: a text may have a hundred thousand beginnings.
func keyLength(s string, i int) int {
	const window = 128
	joined := i > 0 && (s[i-1] == '-' || s[i-1] == '_')
	s = s[i:]
	for _, f := range keyFormats[s[0]] {
		if !strings.HasPrefix(s, f.prefix) {
			continue
		}
		near := s[:span(s[:min(len(s), window)], len(f.prefix), f.more)]
		if len(near) >= len(f.prefix)+f.least && (!f.common || issued(near[len(f.prefix):])) {
			return span(s, len(f.prefix), f.more)
		}
	}
	if joined {
		return max(telegram(s), mailchimp(s))
	}
	return max(dotted(s), telegram(s), mailchimp(s), airtable(s), azure(s))
}

// span returns the end of the letters, digits, _, - and more that begin at from.
// A full stop at the end is that of the sentence.
func span(s string, from int, more string) int {
	n := from
	for n < len(s) && (s[n] != '.' && isNameByte(s[n]) || strings.IndexByte(more, s[n]) >= 0) {
		n++
	}
	return len(strings.TrimRight(s[:n], "."))
}

// issued reports whether text was made by a machine: it has a long run without
// separators in which digits and letters, or small letters and capitals, mix.
func issued(text string) bool {
	run, digits, small, capitals := 0, 0, 0, 0
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case isDigit(c):
			digits++
		case isSmall(c):
			small++
		case isCapital(c):
			capitals++
		default:
			run, digits, small, capitals = 0, 0, 0, 0
			continue
		}
		run++
		if run >= 12 && digits < run && (digits > 0 || small > 0 && capitals > 0) || run >= 16 && capitals == run {
			return true
		}
	}
	return false
}

// dotted finds what is known by its parts: a JWT (RFC 7519), which begins with {"
// in base64, or the token of a Discord bot, which begins with a number in base64.
func dotted(s string) int {
	if !strings.HasPrefix(s, "eyJ") && strings.IndexByte("MNO", s[0]) < 0 {
		return 0
	}
	first := span(s, 0, "")
	if first == len(s) || s[first] != '.' {
		return 0
	}
	second := span(s, first+1, "")
	if second == len(s) || s[second] != '.' {
		return 0
	}
	if s[0] == 'e' && first >= len("eyJ")+4 && second-first > 4 {
		return max(span(s, second+1, "."), second+1)
	}
	third := span(s[:min(len(s), second+1+40)], second+1, "")
	if s[0] != 'e' && first >= 24 && first <= 28 && second-first-1 == 6 && third-second-1 >= 27 && issued(s[:third]) {
		return third
	}
	return 0
}

// telegram finds 123456789:AA…, the token of a bot, alone or behind bot in a path.
func telegram(s string) int {
	digits := len("bot")
	if !strings.HasPrefix(s, "bot") {
		digits = 0
	}
	colon := digits
	for colon < len(s) && colon-digits < 13 && isDigit(s[colon]) {
		colon++
	}
	if colon-digits < 6 || colon-digits > 12 || colon == len(s) || s[colon] != ':' {
		return 0
	}
	end := span(s, colon+1, "")
	if end-colon-1 < 30 {
		return 0
	}
	return end
}

const mailchimpDigits = 32

// mailchimp finds 32 digits in hex and a data centre: …-us12.
func mailchimp(s string) int {
	const n = mailchimpDigits
	if len(s) < n+4 || !strings.HasPrefix(s[n:], "-us") || !isDigit(s[n+3]) || strings.Trim(s[:n], "0123456789abcdef") != "" {
		return 0
	}
	return span(s, n, "")
}

// airtable finds pat, 14 letters and digits, a dot, and 64 digits in hex.
func airtable(s string) int {
	const dot, end = len("pat") + 14, len("pat") + 14 + 1 + 64
	if !strings.HasPrefix(s, "pat") || len(s) < end || s[dot] != '.' || span(s[:end], 0, ".") != end || !issued(s[dot:end]) {
		return 0
	}
	return end
}

// azure finds the secret of an application: 8Q~ behind three letters, 40 in all.
func azure(s string) int {
	const least = 37
	if len(s) < least || !isDigit(s[3]) || s[4] != 'Q' || s[5] != '~' {
		return 0
	}
	if end := span(s, 0, "~."); end >= least {
		return end
	}
	return 0
}

// scrubKeys hides the keys that can be told without a name.
func scrubKeys(s string) string {
	e := edit{text: s}
	for i := 0; i < len(s); i++ {
		if i > 0 && (isLetter(s[i-1]) || isDigit(s[i-1])) || !mayBeKey(s, i) {
			continue
		}
		if n := keyLength(s, i); n > 0 {
			e.hide(i, i+n)
			i += n - 1
		}
	}
	return e.String()
}
