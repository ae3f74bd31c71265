package redact

import "strings"

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

// loginFlag is a hint for what stands behind the dash of a flag.
func loginFlag(name string) hint {
	if strings.HasPrefix(name, "u") || strings.HasPrefix(name, "U") || strings.HasPrefix(name, "proxy-u") {
		return loginHint
	}
	return 0
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
		start, end := login(s, flag)
		colon := strings.IndexByte(s[start:end], ':')
		if colon < 0 {
			continue
		}
		from := start + colon + 1
		if isPassword(s[start:from-1], s[from:end], isCurl(s[:flag])) {
			e.hide(from, end)
			at = end
		}
	}
	return e.String()
}

// login returns the value of a flag for logins, without quotes around it, or the end of s
// when there is no such flag.
func login(s string, flag int) (from, to int) {
	if flag > 0 && isNameByte(s[flag-1]) {
		return len(s), len(s)
	}
	for _, name := range []string{"-u", "-U", "--user ", "--proxy-user "} {
		if !strings.HasPrefix(s[flag:], name) {
			continue
		}
		from = skipBlanks(s, flag+len(name))
		quote := from + len(s[from:]) - len(strings.TrimLeft(s[from:], `\`))
		if quote < len(s) && isQuote(s[quote]) {
			return quote + 1, quotedEnd(s, quote+1, s[quote], quote-from)
		}
		return from, from + len(strings.TrimRight(s[from:authorityEnd(s, from)], `\`))
	}
	return len(s), len(s)
}

func isCurl(before string) bool {
	const near = 512 // a command is no longer, and the search must not be quadratic
	before = before[max(0, len(before)-near):]
	return strings.Contains(before[strings.LastIndexByte(before, '\n')+1:], "curl")
}

// isPassword tells user:password from user:group, host:port and URLs. curl has nothing
// else there; with another program, or none, it has to look like one.
func isPassword(user, password string, curl bool) bool {
	if password == "" || alreadyHidden(password) || isPlaceholder(password) || strings.HasPrefix(password, "//") {
		return false
	}
	return curl || looksRandom(password) && !isNumber(password) && password != user
}
