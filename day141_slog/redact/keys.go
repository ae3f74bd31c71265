package redact

import "strings"

// keyRules tell which names are those of secrets. A name is cut into words at
// case changes and at everything that is no letter: X-Api-Key, xApiKey and
// X_API_KEY are all x, api, key.
type keyRules struct {
	words    map[string]bool // sensitive as one word, anywhere in the name
	phrases  map[string]bool // sensitive as two or three words in a row, joined
	suffixes []string        // sensitive at the end of a word: userpassword
	allow    map[string]bool // whole names, joined, that are never sensitive
	endings  endings         // of all of these: what has none of them is no name of a secret
}

// harmless are last words that speak about a secret without being one:
// token_count, password_changed_at, secret_name.
var harmless = wordSet("count total used limit max min length len size expires expiry expired ttl at in age type kind " +
	"policy enabled required present valid version attempts changed consent name url uri endpoint path file")

func newKeyRules(keys, allow []string) *keyRules {
	k := &keyRules{
		words: wordSet("password passwd pwd passphrase passcode secret token apikey authorization cookie credential " +
			"credentials cvv cvc ssn pin otp totp jwt bearer"),
		// key, session or number alone say nothing; these pairs do.
		phrases: wordSet("apikey accesskey secretkey privatekey signingkey encryptionkey masterkey hmackey sshkey accountkey " +
			"sharedkey storagekey licensekey sessionid sessionkey sessid phpsessid jsessionid creditcard cardnumber cardno " +
			"ccnumber accountnumber socialsecurity amzsignature amzcredential dbpass userpass rootpass adminpass smtppass " +
			"redispass pgpass proxypass authpass accesssignature"),
		suffixes: strings.Fields("password passwd passphrase secret token apikey accesskey secretkey privatekey sessionid " +
			"cookie"),
		allow: map[string]bool{},
	}
	for _, name := range keys {
		k.phrases[joined(name)] = true
	}
	for _, name := range allow {
		k.allow[joined(name)] = true
	}
	// And the words behind which forms without such a name have their secret.
	others := wordSet("pass sig signature auth identified requirepass masterauth value")
	for _, set := range []map[string]bool{k.words, k.phrases, others} {
		for name := range set {
			k.endings.insert(name)
		}
	}
	for _, suffix := range k.suffixes {
		k.endings.insert(suffix)
	}
	return k
}

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[w] = true
	}
	return set
}

// joined is the whole name without separators, for comparing names as a whole.
func joined(key string) string {
	return string(name{}.addPart(key).letters)
}

// name is a key in lower case without separators, and where its words end. Its
// methods return the longer name, as append does: then the arrays that callers
// begin with can stay on their stacks.
type name struct {
	letters []byte
	ends    []int
}

// addPart appends the words of part, which never run on into those before.
func (n name) addPart(part string) name {
	for i := 0; i < len(part); i++ {
		n = n.add(part, i)
	}
	return n.endWord()
}

// add takes byte i of part. A word begins at a capital behind a small letter,
// and at the last of several capitals when a small letter follows: APIKey.
func (n name) add(part string, i int) name {
	c := part[i]
	switch {
	case c >= 'A' && c <= 'Z':
		afterSmall := i > 0 && isSmall(part[i-1])
		beforeSmall := i > 0 && i+1 < len(part) && isSmall(part[i+1])
		if afterSmall || beforeSmall {
			n = n.endWord()
		}
		n.letters = append(n.letters, c+'a'-'A')
	case isSmall(c), c >= 0x80:
		n.letters = append(n.letters, c)
	default:
		n = n.endWord() // digits end a word too: password2, oauth2Token
	}
	return n
}

// endWord does nothing when no letter came since the last end: separators may
// follow each other.
func (n name) endWord() name {
	last := 0
	if len(n.ends) > 0 {
		last = n.ends[len(n.ends)-1]
	}
	if len(n.letters) > last {
		n.ends = append(n.ends, len(n.letters))
	}
	return n
}

// word returns the count words that end with word i.
func (n name) word(i, count int) []byte {
	start := 0
	if i >= count {
		start = n.ends[i-count]
	}
	return n.letters[start:n.ends[i]]
}

// sensitive judges a name. countable is for values that are numbers or booleans:
// prompt_tokens=512 is a count and pass=true a result, pin=1234 is neither.
func (k *keyRules) sensitive(countable bool, key string) bool {
	var letters [96]byte
	var ends [16]int
	n := name{letters[:0], ends[:0]}.addPart(key)
	if len(n.ends) == 0 || k.allow[string(n.letters)] {
		return false
	}
	if k.phrases[string(n.letters)] {
		return true
	}
	// The last word says what the value is. A count of tokens is no token.
	if harmless[string(n.word(len(n.ends)-1, 1))] {
		return false
	}
	for i := range n.ends {
		if k.sensitiveWord(n.word(i, 1), countable) || k.phraseEndsAt(n, i, 0) {
			return true
		}
	}
	return false
}

// sensitivePair finds a phrase that begins in the name of the group and ends in
// the key: card.number, api.key.
func (k *keyRules) sensitivePair(group, key string) bool {
	var letters [96]byte
	var ends [16]int
	n := name{letters[:0], ends[:0]}.addPart(group)
	first := len(n.ends)
	n = n.addPart(key)
	for i := first; i < len(n.ends); i++ {
		if first > 0 && k.phraseEndsAt(n, i, i-first+1) {
			return true
		}
	}
	return false
}

// phraseEndsAt tries the phrases of more than least words, at most three, that
// end with word i.
func (k *keyRules) phraseEndsAt(n name, i, least int) bool {
	for count := max(2, least+1); count <= 3 && count <= i+1; count++ {
		if w := n.word(i, count); k.phrases[string(w)] || k.words[string(w)] { // PassWord
			return true
		}
	}
	return false
}

// sensitiveWord judges one word: known as it is, or ending in a known one, which
// finds those that were written without a separator.
func (k *keyRules) sensitiveWord(w []byte, countable bool) bool {
	if k.words[string(w)] || k.phrases[string(w)] || string(w) == "pass" && !countable {
		return true
	}
	if last := len(w) - 1; last > 3 && w[last] == 's' { // plural
		if countable {
			return false
		}
		w = w[:last]
	}
	for _, s := range k.suffixes {
		if len(w) >= len(s) && string(w[len(w)-len(s):]) == s {
			return true
		}
	}
	return false
}
