package metrics

import (
	"math"
	"strconv"
)

// maxExact is the largest power of two below which a float64 holds every integer.
const maxExact = 1 << 53

// appendNumber appends a sample value as both formats accept it: NaN, +Inf,
// -Inf, integers up to 2^53 in full (so that a diff of two pages reads well),
// and the shortest form that reads back as the same float64 for the rest.
func appendNumber(b []byte, v float64) []byte {
	if v == math.Trunc(v) && math.Abs(v) <= maxExact {
		return strconv.AppendInt(b, int64(v), 10)
	}
	return strconv.AppendFloat(b, v, 'g', -1, 64) // writes NaN, +Inf and -Inf as wanted
}

// appendCanonical appends an le or quantile value in the OpenMetrics form,
// where it must look like a float: 1.0, 0.25, 1e+06, +Inf. The string is part
// of the series' identity, so 1 and 1.0 are two series to a query. Prometheus
// writes both as 1.0 since its version 3.0.
func appendCanonical(b []byte, v float64) []byte {
	start := len(b)
	b = strconv.AppendFloat(b, v, 'g', -1, 64)
	for _, c := range b[start:] {
		if c == '.' || c == 'e' || c == 'I' {
			return b
		}
	}
	return append(b, '.', '0')
}
