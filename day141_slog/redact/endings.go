package redact

// endings is a set of the last letters of names: a Bloom filter with one hash. It
// may say yes to a stranger, whom [keyRules.sensitive] then turns away, and never
// says no to one of its own.
type endings struct {
	bits [1 << (endingBits - 6)]uint64
	all  bool // a name of one or two letters: everybody ends like it
}

const endingBits = 14

// letters are the last eight of a name, in lower case and without what separates
// them. A byte of a longer rune counts as a letter.
type letters uint64

func (l letters) add(c byte) letters { return l<<8 | letters(c|0x20) }

// lettersOf are the last letters of s.
func lettersOf(s string) (last letters) {
	for i := 0; i < len(s); i++ {
		if class[s[i]] == letterClass {
			last = last.add(s[i])
		}
	}
	return last
}

// mayBeName reports whether a word of text ends like the name of a secret.
func (k *keyRules) mayBeName(text string) bool { return k.endings.in(0, text) }

// in reports whether a word of text ends like a name in the set. last are the
// letters before text, of the group around a key. Where words end is the rule of
// [name.add].
func (e *endings) in(last letters, text string) bool {
	inWord := false
	for i := 0; i < len(text); i++ {
		c := text[i]
		letter := class[c] == letterClass
		wordEnds := !letter || isCapital(c) && (isSmall(text[max(0, i-1)]) || i+1 < len(text) && isSmall(text[i+1]))
		if inWord && wordEnds && e.has(last) {
			return true
		}
		if letter {
			last = last.add(c)
		}
		inWord = letter
	}
	return inWord && e.has(last)
}

// insert takes a name without separators. Four letters tell more than three, by
// which a shorter name is found.
func (e *endings) insert(name string) {
	if len(name) < 3 {
		e.all = true
		return
	}
	n := slot(uint32(lettersOf(name[max(0, len(name)-4):])))
	e.bits[n/64] |= 1 << (n % 64)
}

// has reports whether a name in the set may end in these letters, or would without
// the s of the plural.
func (e *endings) has(last letters) bool {
	return e.ends(uint32(last)) || last&0xff == 's' && e.ends(uint32(last>>8))
}

func (e *endings) ends(last uint32) bool {
	four, three := slot(last), slot(last&0xffffff)
	return (e.bits[four/64]>>(four%64)|e.bits[three/64]>>(three%64))&1 != 0 || e.all
}

// slot spreads letters over the filter: Fibonacci hashing.
func slot(last uint32) uint32 { return last * 0x9e3779b1 >> (32 - endingBits) }
