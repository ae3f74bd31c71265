package redact

import "strings"

// hint is what one look at each byte of a text says about the secrets that it can
// hold. Nearly all text of a log has no hint, and is passed on without a second
// look; each search behind this one runs only where its hint is.
type hint uint16

const (
	pairHint      hint = 1 << iota // a name before = or : that may be a secret's
	userHint                       // an @, as in user:password@host
	schemeHint                     // Bearer or Basic, and a space
	keyHint                        // the beginning of a key whose maker can be told, or of a JWT
	hookHint                       // a URL
	cardHint                       // as many digits as a card number has
	pemHint                        // five dashes
	escapeHint                     // a backslash: JSON may spell a name with it
	tagHint                        // the end of an element, </
	flagHint                       // a dash that may begin a flag
	loginHint                      // -u, --user or -p, as in curl -u user:password
	statementHint                  // a quote, or a blank behind such a word: PASSWORD 'x', requirepass x
	wordHint                       // a word that ends like a secret's name; looked for only where it matters
)

// class says what a byte is to look.
var class = func() (class [256]uint8) {
	for c := range class {
		switch c := byte(c); {
		case isDigit(c):
			class[c] = digitClass
		case isLetter(c), c >= 0x80:
			class[c] = letterClass
		}
	}
	return class
}()

const (
	letterClass = 1
	digitClass  = 2
)

// look makes the hints for s in one pass and without memory. It runs over letters
// and digits, and thinks only at what separates them.
func (k *keyRules) look(s string) (found hint) {
	digits := 0 // of a number that may be a card's
	for i := 0; i < len(s); i++ {
		start, sum := i, 0
		for i < len(s) && class[s[i]] != 0 {
			sum += int(class[s[i]])
			i++
		}
		if n := i - start; n > 0 {
			if found&keyHint == 0 && mayBeKey(s, start) && keyLength(s, start) > 0 {
				found |= keyHint
			}
			digits += n
			if sum < n*digitClass { // not digits alone
				digits = 0
			}
			if digits >= shortestCard {
				found |= cardHint
			}
		}
		if i < len(s) {
			found |= k.separator(s, i)
			if i == start || s[i] != ' ' && s[i] != '-' {
				digits = 0
			}
		}
	}
	if found&(tagHint|flagHint|statementHint|escapeHint) != 0 || s != "" && (s[0] == '{' || s[0] == '[') {
		return k.lookAtWords(s, found)
	}
	return found
}

// separator is the part of look for a byte that is neither a letter nor a digit.
func (k *keyRules) separator(s string, i int) hint {
	switch c := s[i]; c {
	case ' ', '\t', '\n', '\r', '\f', '\v':
		if i >= len("basic") && lastLetters>>(s[i-1]&31)&1 != 0 {
			return behindWord(s[:i])
		}
	case '=', ':':
		if c == ':' && strings.HasPrefix(s[i:], "://") {
			return hookHint
		}
		if k.mayBeName(s[nameStart(s, i):i]) {
			return pairHint
		}
	case '@':
		return userHint
	case '"', '\'', '`':
		return statementHint
	case '\\':
		return escapeHint
	case '/':
		if i > 0 && s[i-1] == '<' {
			return tagHint
		}
	case '-':
		if strings.HasPrefix(s[i:], "-----") {
			return pemHint
		}
		if i == 0 || class[s[i-1]] == 0 {
			return flagHint
		}
	}
	return 0
}

// lastLetters of the words that behindWord knows, a bit each.
const lastLetters = 1<<('c'&31) | 1<<('d'&31) | 1<<('e'&31) | 1<<('h'&31) | 1<<('r'&31) | 1<<('s'&31)

// behindWord is the part of separator for a space behind s. Four letters turn nearly all
// words away.
func behindWord(s string) hint {
	n := len(s)
	switch string([]byte{s[n-4] | 0x20, s[n-3] | 0x20, s[n-2] | 0x20, s[n-1] | 0x20}) { // no allocation
	case "asic", "arer":
		if endsInScheme(s) {
			return schemeHint
		}
	case "word", "sswd", "rase", "pass", "auth":
		if endsInStatement(s) {
			return statementHint
		}
	}
	return 0
}

// nameStart goes back from a separator over the name before it, and over quotes
// and blanks between them. It may go too far: the name that ends here is in it.
func nameStart(s string, end int) int {
	at := end
	for at > 0 && (isBlank(s[at-1]) || isQuote(s[at-1]) || s[at-1] == '\\') {
		at--
	}
	for at > 0 && end-at < longestName && isNameByte(s[at-1]) {
		at--
	}
	return at
}

// lookAtWords asks each word whether it ends like the name of a secret. If none
// does, elements, flags and quotes tell nothing.
func (k *keyRules) lookAtWords(s string, found hint) hint {
	if found&flagHint != 0 && hasLogin(s) {
		found |= loginHint
	}
	if k.mayBeName(s) {
		return found | wordHint
	}
	return found &^ (tagHint | flagHint | statementHint)
}
