package redact

import (
	"regexp"
	"strings"
)

// The shapes of secrets in text. All are linear: regexp has no backtracking,
// so no input makes them slow.
var (
	pemPattern = regexp.MustCompile(`-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|\z)`)

	// Three base64url parts, the first of which begins with {" in base64.
	jwtPattern = regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]{4,}\.[A-Za-z0-9_-]*`)

	// RFC 6750 and RFC 7617. Group 1 is judged further: prose has "basic" too.
	schemePattern = regexp.MustCompile(`(?i)\b(?:bearer|basic)\s+([A-Za-z0-9._~+/-]{6,}=*)`)

	// Keys that vendors made recognisable.
	vendorPattern = regexp.MustCompile(`\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abeprs]-[\w-]{10,}|` +
		`[rs]k_(?:live|test)_\w{10,}|A(?:KIA|SIA)[0-9A-Z]{16}|AIza[\w-]{30,}|npm_[A-Za-z0-9]{30,})`)

	// The signature of a signed URL opens it for everybody: SAS, CloudFront, Cloud
	// Storage. Both names are words elsewhere, so the value must be as long as a
	// SHA-256 in base64 or a SHA-1 in hex. \u0026 is the & of JSON.
	signaturePattern = regexp.MustCompile(`(?i)(?:\b|\\u0026)(?:sig|signature)=([A-Za-z0-9%+/=_~-]{40,})`)

	// user:password@ behind ://, up to the last @, since people forget to
	// escape one in a password. RFC 3986 section 3.2.1.
	userinfoPattern = regexp.MustCompile(`://([^\s/?#@:"']*:[^\s"'<>]*)@`)
	userPattern     = regexp.MustCompile(`://([^\s/?#@:"']{16,})@`)     // a token alone
	portPattern     = regexp.MustCompile(`^[^\s/?#@:"']*:\d{0,5}[/?#]`) // not userinfo: host:port/

	// The DSN of a MySQL driver: user:password@tcp(host:3306)/db.
	dsnPattern = regexp.MustCompile(`([^\s:/@"'=]+:[^\s"']*)@(?:tcp6?|udp6?|unix|cloudsql)\(`)

	// <name>value</name> and --name value: group 1 the name, 2 the value.
	elementPattern = regexp.MustCompile(`<([A-Za-z_][A-Za-z0-9_.:-]{1,63})>([^<]+)</`)
	flagPattern    = regexp.MustCompile(`--([A-Za-z][A-Za-z0-9_.-]{1,63})[ \t]+("[^"]*"|'[^']*'|[^\s"'-][^\s"']*)`)

	cardPattern = regexp.MustCompile(`\b\d(?:[ -]?\d){12,18}\b`)
)

// scrubber finds secrets in text by their shape, and by the names before them.
type scrubber struct{ keys *keyRules }

// scrub returns s without its secrets. Most log text has none of the bytes that
// a secret needs, and is returned at once.
func (c scrubber) scrub(s string) string {
	if !suspicious(s) {
		return s
	}
	if strings.Contains(s, "-----BEGIN") {
		s = replaceAll(pemPattern, s)
	}
	s = c.scrubUserinfo(s)
	s = c.scrubPairs(s)
	if strings.Contains(s, "</") {
		s = c.replaceNamed(elementPattern, s)
	}
	if strings.Contains(s, "--") {
		s = c.replaceNamed(flagPattern, s)
	}
	s = scrubSchemes(s)
	if strings.Contains(s, "=") {
		s = replaceGroup(signaturePattern, s, func(string) bool { return true })
	}
	if strings.Contains(s, "eyJ") {
		s = replaceAll(jwtPattern, s)
	}
	s = replaceAll(vendorPattern, s)
	return scrubCards(s)
}

// suspicious reports whether s may hold a secret: a separator of a pair, the
// @ of userinfo, the < of an element, two dashes, a long run of letters and
// digits, enough digits for a card, or a scheme and a space. Each pattern needs
// one of these.
func suspicious(s string) bool {
	run, digits := 0, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '=' || c == ':' || c == '@' || c == '<':
			return true
		case c >= '0' && c <= '9':
			run, digits = run+1, digits+1
		case isSmall(c) || c >= 'A' && c <= 'Z' || c == '_' || c == '.':
			run++
		case c == '-':
			if run++; strings.HasSuffix(s[:i+1], "--") {
				return true
			}
		case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f':
			if run >= 5 && isScheme(s[i-5:i]) || run >= 6 && isScheme(s[i-6:i]) {
				return true
			}
			run = 0
		default:
			run = 0
		}
		if run >= 13 || digits >= 13 {
			return true
		}
	}
	return false
}

func isScheme(w string) bool { return strings.EqualFold(w, "bearer") || strings.EqualFold(w, "basic") }

// scrubUserinfo hides user and password of a URL or DSN.
func (c scrubber) scrubUserinfo(s string) string {
	if !strings.Contains(s, "@") {
		return s
	}
	s = replaceGroup(userinfoPattern, s, func(info string) bool { return !portPattern.MatchString(info) })
	s = replaceGroup(userPattern, s, func(string) bool { return true })
	return replaceGroup(dsnPattern, s, func(string) bool { return true })
}

// scrubSchemes hides what follows Bearer or Basic, unless it is a plain word.
func scrubSchemes(s string) string {
	return replaceGroup(schemePattern, s, looksRandom)
}

// looksRandom tells a token from a word: it has a digit, a capital behind a
// small letter, or a length that words do not reach.
func looksRandom(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= '0' && c <= '9' || c == '=' || i > 0 && c >= 'A' && c <= 'Z' && isSmall(s[i-1]) {
			return true
		}
	}
	return len(s) >= 20
}

// replaceAll spares the copy that ReplaceAllString makes when nothing matches.
func replaceAll(re *regexp.Regexp, s string) string {
	if !re.MatchString(s) {
		return s
	}
	return re.ReplaceAllString(s, Marker)
}

// replaceNamed replaces group 2 of each match whose group 1 is a sensitive name.
func (c scrubber) replaceNamed(re *regexp.Regexp, s string) string {
	var out strings.Builder
	done := 0
	for _, m := range re.FindAllStringSubmatchIndex(s, -1) {
		name, value := s[m[2]:m[3]], s[m[4]:m[5]]
		if c.keys.sensitive(isNumber(value), name) {
			out.WriteString(s[done:m[4]] + Marker)
			done = m[5]
		}
	}
	return out.String() + s[done:]
}

// replaceGroup replaces group 1 of each match that is a secret.
func replaceGroup(re *regexp.Regexp, s string, secret func(group string) bool) string {
	var out strings.Builder
	done := 0
	for _, m := range re.FindAllStringSubmatchIndex(s, -1) {
		if !secret(s[m[2]:m[3]]) {
			continue
		}
		out.WriteString(s[done:m[2]])
		out.WriteString(Marker)
		done = m[3]
	}
	if done == 0 {
		return s
	}
	out.WriteString(s[done:])
	return out.String()
}
