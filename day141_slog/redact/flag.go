package redact

import (
	"slices"
	"strings"
)

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
		if from > end && from < len(s) && s[from] != '-' && isLetter(s[end-1]) && c.keys.sensitive(false, s[i:end]) {
			to := wordEnd(s, from)
			if isQuote(s[from]) {
				from++
				to = quotedEnd(s, from, s[from-1], 0)
			}
			value := s[from:to]
			isCount := isNumber(value) && !c.keys.sensitive(true, s[i:end])
			if value != "" && !alreadyHidden(value) && !isCount {
				e.hide(from, to)
				end = to
			}
		}
		i = max(i, end-1)
	}
	return e.String()
}

// hasLogin reports whether a text with flags has one that scrubLogins knows.
func hasLogin(s string) bool {
	return strings.Contains(s, "-u") || strings.Contains(s, "-U") || strings.Contains(s, "-p")
}

// scrubLogins hides the password in -u user:password, as curl has it.
func scrubLogins(s string) string {
	e := edit{text: s}
	for at := 0; ; {
		n := strings.IndexByte(s[at:], '-')
		if n < 0 {
			break
		}
		flag := at + n
		at = flag + 1
		from, to := login(s, flag)
		if from == to {
			from, to = shortFlag(s, flag)
		}
		if from < to && !alreadyHidden(s[from:]) && !isPlaceholder(s[from:to]) {
			e.hide(from, to)
			at = to
		}
	}
	return e.String()
}

// shortFlag returns the password of -p, where that is what -p means: it follows at once
// with MySQL's programs, which take what stands apart for a database, and apart with
// sshpass and docker login.
func shortFlag(s string, flag int) (from, to int) {
	name := flag + len("-p")
	if !strings.HasPrefix(s[flag:], "-p") || name == len(s) || flag > 0 && isNameByte(s[flag-1]) {
		return flag, flag
	}
	programs := []string{"mysql", "mariadb"}
	if isBlank(s[name]) {
		programs = []string{"sshpass", " login "}
	}
	if !runs(s[:flag], programs...) {
		return flag, flag
	}
	return value(s, name)
}

// runs reports whether the command line before a flag has one of words in it.
func runs(before string, words ...string) bool {
	const near = 512 // a command is no longer, and the search must not be quadratic
	before = before[max(0, len(before)-near):]
	before = before[strings.LastIndexByte(before, '\n')+1:]
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(before, word) })
}

// value returns the value of a flag behind its name, without blanks and quotes.
func value(s string, name int) (from, to int) {
	from = skipBlanks(s, name)
	quote := from + len(s[from:]) - len(strings.TrimLeft(s[from:], `\`))
	if quote < len(s) && isQuote(s[quote]) {
		return quote + 1, quotedEnd(s[:min(len(s), quote+longestCredentials)], quote+1, s[quote], quote-from)
	}
	return from, from + len(strings.TrimRight(s[from:authorityEnd(s, from)], `\`))
}

// login returns the password in the value of a flag for logins, or nothing when there is
// no such flag.
func login(s string, flag int) (from, to int) {
	if flag > 0 && isNameByte(s[flag-1]) {
		return flag, flag
	}
	for _, name := range []string{"-u", "-U", "--user ", "--proxy-user "} {
		if !strings.HasPrefix(s[flag:], name) {
			continue
		}
		from, to = value(s, flag+len(name))
		user, password, found := strings.Cut(s[from:to], ":")
		if found && isPassword(user, password, runs(s[:flag], "curl")) {
			return to - len(password), to
		}
	}
	return flag, flag
}

// isPassword tells user:password from user:group, host:port and URLs. curl has nothing
// else there; with another program, or none, it has to look like one.
func isPassword(user, password string, curl bool) bool {
	if strings.HasPrefix(password, "//") {
		return false
	}
	return curl || looksRandom(password) && !isNumber(password) && password != user
}
