package redact

const shortestCard, longestCard = 13, 19

// scrubCards hides card numbers: 13 to 19 digits, in groups or not, that begin
// as the networks' numbers do and pass the Luhn check. One in ten numbers
// passes Luhn by chance; together with the beginnings it is one in thirty.
func scrubCards(s string) string {
	e := edit{text: s}
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) || i > 0 && isWordByte(s[i-1]) {
			continue
		}
		var digits [longestCard]byte
		n, end := cardDigits(s[i:], &digits)
		number := string(digits[:min(n, longestCard)])
		if n >= shortestCard && n <= longestCard && cardNetwork(number) && luhn(number) {
			e.hide(i, i+end)
		}
		i += end - 1
	}
	return e.String()
}

// cardDigits takes the digits at the beginning of s, with single blanks or dashes
// between them, and returns how many there are and where they end. Behind a letter
// or an underscore they are part of a name, and none.
func cardDigits(s string, digits *[longestCard]byte) (n, end int) {
	for end < len(s) {
		at := end
		if n > 0 && (s[at] == ' ' || s[at] == '-') {
			at++
		}
		if at == len(s) || !isDigit(s[at]) {
			break
		}
		if n < longestCard {
			digits[n] = s[at]
		}
		n++
		end = at + 1
	}
	if end < len(s) && isWordByte(s[end]) {
		return 0, end
	}
	return n, end
}

func isWordByte(c byte) bool { return isLetter(c) || isDigit(c) || c == '_' }

// cardNetwork knows the beginnings and lengths of ISO/IEC 7812 numbers of the
// large networks.
func cardNetwork(digits string) bool {
	n := len(digits)
	// Prefixes are compared as text: the digits of both bounds are as many.
	begins := func(low, high string) bool { return digits[:len(low)] >= low && digits[:len(high)] <= high }
	switch {
	case digits[0] == '4':
		return n == 13 || n == 16 || n == 19
	case begins("51", "55"), begins("2221", "2720"):
		return n == 16
	case begins("34", "34"), begins("37", "37"):
		return n == 15
	case begins("300", "305"), begins("36", "36"), begins("38", "39"):
		return n >= 14
	case begins("6011", "6011"), begins("644", "659"), begins("3528", "3589"), begins("62", "62"):
		return n >= 16
	}
	return false
}

// luhn is the check of ISO/IEC 7812-1 annex B: from the right, every second
// digit counts double, as the sum of its digits, and the total ends in 0.
func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			d *= 2
			if d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
