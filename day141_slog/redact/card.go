package redact

import "strings"

// scrubCards hides card numbers: 13 to 19 digits, in groups or not, that begin
// as the networks' numbers do and pass the Luhn check. One in ten numbers
// passes Luhn by chance; together with the beginnings it is one in thirty.
func scrubCards(s string) string {
	if !manyDigits(s) {
		return s
	}
	return cardPattern.ReplaceAllStringFunc(s, func(match string) string {
		digits := strings.NewReplacer(" ", "", "-", "").Replace(match)
		if cardNetwork(digits) && luhn(digits) {
			return Marker
		}
		return match
	})
}

// manyDigits spares most text the pattern.
func manyDigits(s string) bool {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] >= '0' && s[i] <= '9' {
			n++
		}
	}
	return n >= 13
}

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
