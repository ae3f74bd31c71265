package redact

import "strings"

// pair is a name that is a secret's, and the value behind it, in a text: a query
// parameter, a header, a part of a DSN, a line of YAML, a member of JSON.
type pair struct {
	text       string
	name       string
	nameStart  int
	from       int  // where the value begins
	quotedName bool // "name": the text is JSON or like it
	colon      bool // name: and not name=
	below      bool // the value is in the lines below the name
	around     *place
}

// scrubPairs hides the values behind the names of secrets. It looks from each
// separator to both sides, which takes linear time; a pattern for whole pairs
// would start anew inside the value of each innocent one.
func (c scrubber) scrubPairs(s string) string {
	e := edit{text: s}
	around := place{text: s}
	for at := 0; at < len(s); {
		n := strings.IndexAny(s[at:], "=:")
		if n < 0 {
			break
		}
		separator := at + n
		at = separator + 1
		p := pair{text: s, around: &around, colon: s[separator] == ':' && !strings.HasPrefix(s[at:], "=")}
		// From done on, so that a hidden value is never taken for a name.
		p.findName(e.done, separator)
		if !c.isSecretName(p.name) && !c.isSecretValue(p) {
			continue
		}
		around.advance(p.nameStart - p.quoteLength())
		p.from = valueStart(s, separator)
		p.lookBelow()
		if alreadyHidden(s[p.from:]) || !c.hides(p) {
			continue
		}
		from, to := p.value()
		if from == to || s[from:to] == Marker {
			continue
		}
		e.hide(from, to)
		at = to // what is hidden needs no second look
	}
	return e.String()
}

// isSecretName also takes the signature of a signed URL: it opens the URL for
// everybody. Both words mean other things elsewhere, which hides sorts out.
func (c scrubber) isSecretName(name string) bool {
	return name != "" && (c.keys.sensitive(false, name) || isSignature(name))
}

// isSecretValue finds the value behind the name of a secret that is a value itself: in
// name="password" value="…", in {Name:PASSWORD Value:…}, in two lines of YAML.
func (c scrubber) isSecretValue(p pair) bool {
	if !strings.EqualFold(p.name, "value") {
		return false
	}
	const between = " \t\r\n,\"'`"
	before := strings.TrimRight(p.text[max(0, p.nameStart-longestName):p.nameStart], between)
	start := len(before)
	for start > 0 && isNameByte(before[start-1]) {
		start--
	}
	label := strings.TrimRight(before[:start], between)
	return label != "" && (label[len(label)-1] == '=' || label[len(label)-1] == ':') && c.keys.sensitive(false, before[start:])
}

func isSignature(name string) bool {
	word := strings.ToLower(name[strings.LastIndexAny(name, "-._0123456789")+1:])
	return word == "sig" || word == "signature"
}

// longestName bounds the search for a name; a longer one is judged by its end.
const longestName = 64

// findName takes the name off the end of text[floor:end]. It may be in quotes, and
// these may be escaped.
func (p *pair) findName(floor, end int) {
	s := p.text
	for end > floor && isBlank(s[end-1]) {
		end--
	}
	if end > floor && isQuote(s[end-1]) {
		p.quotedName = true
		end--
		for end > floor && s[end-1] == '\\' {
			end--
		}
	}
	p.nameStart = end
	for p.nameStart > floor && end-p.nameStart < longestName && isNameByte(s[p.nameStart-1]) {
		p.nameStart--
	}
	p.name = s[p.nameStart:end]
}

// quoteLength is 1 when the name's own quote stands before it.
func (p pair) quoteLength() int {
	if p.quotedName && p.nameStart > 0 && isQuote(p.text[p.nameStart-1]) {
		return 1
	}
	return 0
}

// valueStart skips the separator, which may be := or => or ==, and blanks.
func valueStart(s string, at int) int {
	for at < len(s) && strings.IndexByte(":=>", s[at]) >= 0 {
		at++
	}
	return skipBlanks(s, at)
}

// hides reports whether the value is a secret, now that its name is that of one.
func (c scrubber) hides(p pair) bool {
	const enough = 128 // bytes tell a token from a word
	near := p.text[p.from:min(len(p.text), p.from+enough)]
	word := strings.TrimRight(near[:wordEnd(near, 0)], `,;)]}"'`)
	switch {
	case isSignature(p.name) && !c.keys.sensitive(false, p.name): // as long as a SHA-256 in base64 or a SHA-1 in hex
		return len(word) >= 40 && strings.Trim(word[:40], signatureBytes) == ""
	case isNumber(word) && !c.keys.sensitive(true, p.name), isPlaceholder(word):
		return false
	case p.quotedName || !p.colon || strings.EqualFold(p.name, "value"):
		return true
	case p.isHeader() || p.isIndented() || p.below && p.around.lineStart == p.nameStart:
		return true
	}
	// A bare colon is prose as often as not: "invalid token: expired".
	name := strings.ToLower(p.name)
	return name != "pass" && strings.Contains(name, "pass") || len(word) >= 6 && looksRandom(word)
}

const signatureBytes = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789%+/=_~-"

// isHeader is about values that have spaces and semicolons and go to the line's end.
func (p pair) isHeader() bool {
	name := strings.ToLower(p.name)
	return p.colon && !p.quotedName && (strings.HasSuffix(name, "authorization") || strings.HasSuffix(name, "cookie"))
}

// isIndented tells a line of YAML from a sentence: it stands behind blanks or a dash.
func (p pair) isIndented() bool {
	line := p.text[p.around.lineStart:p.nameStart]
	return p.colon && line != "" && strings.Trim(line, " \t-") == ""
}

// isNumber is true for booleans as well.
func isNumber(s string) bool {
	return s == "true" || s == "false" || s != "" && strings.Trim(s, "0123456789.") == ""
}

// isPlaceholder is about what stands where a secret would: the parameter of a
// statement, a verb, nothing at all, and what somebody else has hidden.
func isPlaceholder(s string) bool {
	switch s {
	case "?", "%s", "%v", "%q", "null", "nil", "<nil", "<nil>", "None", "undefined", "<redacted>", "[redacted", "<hidden>":
		return true
	}
	if len(s) > 1 && s[0] == '$' {
		return strings.Trim(s[1:], "0123456789") == ""
	}
	return len(s) > 2 && (strings.Trim(s, "*") == "" || strings.Trim(s, "xX") == "" || strings.Trim(s, "•") == "")
}

// looksRandom tells a token from a word: it has a digit, a capital behind a
// small letter, or a length that words do not reach.
func looksRandom(s string) bool {
	for i := 0; i < len(s); i++ {
		if isDigit(s[i]) || s[i] == '=' || i > 0 && isCapital(s[i]) && isSmall(s[i-1]) {
			return true
		}
	}
	return len(s) >= 20
}
