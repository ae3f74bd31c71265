package encode

import (
	"math"
	"strconv"
)

// AppendFloat appends f as a JSON number, in the form that encoding/json has:
// the shortest digits that read back as f, with an exponent only for very small
// and very large numbers, as ECMAScript writes them. What JSON has no number for
// becomes an error text.
func AppendFloat(b []byte, f float64) []byte {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		b = append(b, `"!ERROR:json: unsupported value: `...)
		b = strconv.AppendFloat(b, f, 'g', -1, 64)
		return append(b, '"')
	}
	abs := math.Abs(f)
	if abs == 0 || abs >= 1e-6 && abs < 1e21 {
		return strconv.AppendFloat(b, f, 'f', -1, 64)
	}
	b = strconv.AppendFloat(b, f, 'e', -1, 64)
	// strconv writes at least two exponent digits, ECMAScript as few as it can:
	// e-09 becomes e-9. Large exponents have two digits anyway.
	if n := len(b); b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' {
		b[n-2] = b[n-1]
		b = b[:n-1]
	}
	return b
}
