package redact

import (
	"regexp"
	"strings"
)

// scrubber finds secrets in text by their shape, and by the names before them.
type scrubber struct{ keys *keyRules }

// scrub returns s without its secrets. Each search runs only where the one look at
// the bytes has found what it needs.
func (c scrubber) scrub(s string, found hint) string {
	has := func(h hint) bool { return found&h == h }
	if has(pemHint) && strings.Contains(s, "-----BEGIN") {
		s = pemPattern.ReplaceAllString(s, Marker)
	}
	if has(userHint) {
		s = scrubDriverDSN(scrubUserinfo(s))
	}
	if has(hookHint) {
		s = scrubWebhooks(s)
	}
	if has(pairHint) {
		s = c.scrubPairs(s)
	}
	if has(tagHint) {
		s = c.scrubElements(s)
	}
	if has(flagHint) {
		s = c.scrubFlags(s)
	}
	if has(loginHint) {
		s = scrubLogins(s)
	}
	if has(statementHint) {
		s = scrubStatements(s)
	}
	if has(schemeHint) {
		s = scrubSchemes(s)
	}
	if has(keyHint) {
		s = scrubKeys(s)
	}
	if has(cardHint) {
		s = scrubCards(s)
	}
	return s
}

// regexp has no backtracking, so no input makes this slow. A key that is cut off
// has no end, and the line breaks in it may be escaped.
var pemPattern = regexp.MustCompile(`-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----` +
	`[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----|\z)`)

// scrubUserinfo hides user and password of a URL (RFC 3986, section 3.2.1), up to
// the last @ of the word, since people forget to escape one in a password. A token
// alone is hidden when it is long.
func scrubUserinfo(s string) string {
	e := edit{text: s}
	for at := 0; ; {
		n := strings.Index(s[at:], "://")
		if n < 0 {
			break
		}
		from := at + n + len("://")
		at = from
		to := userinfoEnd(s, from)
		if to > from && s[from:to] != Marker {
			e.hide(from, to)
			at = to
		}
	}
	return e.String()
}

// userinfoEnd returns the index of the @ behind user:password or a token, or from.
func userinfoEnd(s string, from int) int {
	end := authorityEnd(s, from)
	at := strings.LastIndexByte(s[from:end], '@')
	if at < 0 {
		return from
	}
	info := s[from : from+at]
	user := strings.IndexAny(info, "/?#@:\"'")
	isPassword := user >= 0 && info[user] == ':' && !isPort(info[user+1:])
	isToken := (user < 0 || info[user] == '@') && len(info) >= 16
	if isPassword || isToken {
		return from + at
	}
	return from
}

// authorityEnd is the end of the word, or a quote behind which no more of the word
// comes: a URL in quotes ends there, a password with a quote in it does not.
func authorityEnd(s string, from int) int {
	const longest = 1024 // the search must not be quadratic
	end := min(len(s), from+longest)
	for i := from; i < end; i++ {
		if isSpace(s[i]) || isQuote(s[i]) && closes(s, i+1) {
			return i
		}
	}
	return end
}

// isPort tells host:port/ from user:password.
func isPort(s string) bool {
	digits := 0
	for digits < len(s) && isDigit(s[digits]) {
		digits++
	}
	behind := "/?#"
	if digits > 0 {
		behind += "\"'`,;)]}<>"
	}
	return digits <= 5 && digits < len(s) && strings.IndexByte(behind, s[digits]) >= 0
}

// scrubDriverDSN hides user:password before @tcp(host), the form of MySQL's drivers.
// A password may have spaces in it, so words are taken until one has the colon.
func scrubDriverDSN(s string) string {
	e := edit{text: s}
	for i := 0; i < len(s); i++ {
		if s[i] != '@' || !isNetwork(s[i+1:]) {
			continue
		}
		from := credentialsStart(s, max(e.done, i-longestCredentials), i)
		credentials := s[from:i]
		colon := strings.IndexByte(credentials, ':')
		if colon < 0 {
			continue
		}
		from += strings.LastIndexAny(credentials[:colon], "\"'=`/") + 1
		if s[from:i] != Marker {
			e.hide(from, i)
		}
	}
	return e.String()
}

const longestCredentials = 512 // the search must not be quadratic

// credentialsStart goes back from end to the beginning of the word with the colon.
func credentialsStart(s string, floor, end int) int {
	hasColon := false
	for from := end; from > floor; from-- {
		c := s[from-1]
		if c == '\n' || isSpace(c) && hasColon {
			return from
		}
		hasColon = hasColon || c == ':'
	}
	return floor
}

func isNetwork(s string) bool {
	for _, network := range []string{"tcp(", "tcp6(", "udp(", "udp6(", "unix(", "cloudsql(", "cloudsql-mysql("} {
		if strings.HasPrefix(s, network) {
			return true
		}
	}
	return false
}

// scrubSchemes hides what follows Bearer (RFC 6750) or Basic (RFC 7617), unless it
// is a plain word: prose has "basic" too.
func scrubSchemes(s string) string {
	e := edit{text: s}
	for i := 0; i < len(s); i++ {
		if !isSpace(s[i]) || !endsInScheme(s[:i]) {
			continue
		}
		from := i
		for from < len(s) && isSpace(s[from]) {
			from++
		}
		to := from
		for to < len(s) && !isSpace(s[to]) && !(isQuote(s[to]) && closes(s, to+1)) {
			to++
		}
		to = from + len(strings.TrimRight(s[from:to], ",;.)]}\\"))
		if to-from >= 6 && looksRandom(s[from:to]) && !alreadyHidden(s[from:]) {
			e.hide(from, to)
		}
		i = max(i, to-1)
	}
	return e.String()
}

func endsInScheme(s string) bool {
	for _, scheme := range []string{"bearer", "basic"} {
		start := len(s) - len(scheme)
		if start >= 0 && strings.EqualFold(s[start:], scheme) && (start == 0 || !isNameByte(s[start-1]) || s[start-1] == '-') {
			return true
		}
	}
	return false
}
