package oracle

import (
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Near returns one of the boundaries, or its neighbour below or above: most mistakes lie there.
func (d *Draw) Near(boundaries ...int64) int64 {
	return Pick(d, boundaries...) + Pick[int64](d, 0, -1, 1)
}

// Byte returns any byte. The simplest is 'a'.
func (d *Draw) Byte() byte { return 'a' + byte(d.Intn(256)) } // wraps around

// Float returns a number that a rule may have forgotten: zeros, NaN, infinities, the largest and the smallest numbers,
// two whose sum overflows, and ordinary whole numbers and fractions.
func (d *Draw) Float() float64 {
	whole := float64(d.Intn(21))
	special := []float64{0, math.Copysign(0, -1), math.NaN(), math.Inf(1), math.Inf(-1), math.MaxFloat64,
		-math.MaxFloat64, math.SmallestNonzeroFloat64, math.Nextafter(1, 0), math.Nextafter(1, 2), 1e300, 1 << 53}
	return Pick(d, whole, -whole, whole/8, whole/10, special[d.Intn(len(special))])
}

// Duration returns a time of zero, a few units, an odd fraction of one, or less than zero.
func (d *Draw) Duration() time.Duration {
	unit := Pick(d, time.Second, time.Millisecond, time.Minute, time.Hour, time.Microsecond, time.Nanosecond)
	odd := Pick[time.Duration](d, 0, 1, unit/2, unit/3, -1)
	return Pick[time.Duration](d, 1, 1, 1, -1) * (time.Duration(d.Intn(8))*unit + odd)
}

// Mutate returns a valid text with a few small changes, most of them of one byte: those are the texts that a parser
// takes by mistake. The simplest number of changes is none.
func (d *Draw) Mutate(text string) string {
	b := []byte(text)
	for range d.Intn(4) {
		b = d.mutateOnce(b)
	}
	return string(b)
}

func (d *Draw) mutateOnce(b []byte) []byte {
	at := d.Intn(len(b) + 1)
	kind := d.Intn(10)
	if at == len(b) { // there is no byte here to change
		return append(b, Pick(d, " ", "\t", "-", ",", "0", "\x00", string(b), string(d.Byte()))...)
	}
	switch kind {
	case 0:
		b[at] = d.Byte()
	case 1:
		return slices.Delete(b, at, at+1)
	case 2:
		return slices.Insert(b, at, d.Byte())
	case 3:
		return slices.Insert(b, at, b[at])
	case 4:
		b[at]++
	case 5:
		b[at]--
	case 6:
		to := d.Intn(len(b))
		b[at], b[to] = b[to], b[at]
	case 7:
		return b[:at]
	case 8:
		b[at] = swapCase(b[at])
	case 9:
		part := b[at : at+1+d.Intn(len(b)-at)]
		return slices.Insert(b, at, slices.Clone(part)...)
	}
	return b
}

// MixCase returns the text with some of its ASCII letters in the other case.
func (d *Draw) MixCase(text string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && d.OneIn(3) {
			return rune(swapCase(byte(r)))
		}
		return r
	}, text)
}

func swapCase(c byte) byte {
	if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' {
		return c ^ 0x20 // the one bit in which the two cases of an ASCII letter differ
	}
	return c
}
