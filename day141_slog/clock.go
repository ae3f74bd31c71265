package logging

import "time"

// precision is how a format prints the fraction of a second.
type precision int

const (
	milliseconds precision = iota // three digits, always
	nanoseconds                   // up to nine, without trailing zeros
)

// appendTime appends t in RFC 3339; ok is false, and b as it was, when the year
// does not have four digits. It does by hand what t.AppendFormat does from a
// layout: the time of the record is the costliest of the built-ins.
func appendTime(b []byte, t time.Time, p precision) (out []byte, ok bool) {
	_, offset := t.Zone()
	seconds := t.Unix() + int64(offset)
	days := floorDiv(seconds, 86400)
	year, month, day := civil(days)
	if year < 0 || year > 9999 {
		return b, false
	}
	clock := int(seconds - days*86400)
	b = append2(b, year/100)
	b = append2(b, year%100)
	b = append2(append(b, '-'), month)
	b = append2(append(b, '-'), day)
	b = append2(append(b, 'T'), clock/3600)
	b = append2(append(b, ':'), clock/60%60)
	b = append2(append(b, ':'), clock%60)
	b = appendFraction(b, t.Nanosecond(), p)
	return appendOffset(b, offset), true
}

// civil turns days since 1970 into a date of the Gregorian calendar. It counts
// from 1 March of the year 0, so that the leap day is the last of its year and
// the months behind March follow one pattern of 153 days in five months.
func civil(days int64) (year, month, day int) {
	days += 719468                               // 1970-01-01 is that many days after 0000-03-01
	era := floorDiv(days, 146097)                // 400 years
	d := int(days - era*146097)                  // day of the era
	y := (d - d/1460 + d/36524 - d/146096) / 365 // leap days taken out
	d -= 365*y + y/4 - y/100                     // day of the year, from 1 March
	m := (5*d + 2) / 153                         // months since March
	day = d - (153*m+2)/5 + 1
	year, month = int(era)*400+y, m+3
	if month > 12 {
		year, month = year+1, month-12
	}
	return year, month, day
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// append2 appends n, 0-99, as two digits.
func append2(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

// append3 appends n, 0-999, as three digits.
func append3(b []byte, n int) []byte {
	return append(b, byte('0'+n/100), byte('0'+n/10%10), byte('0'+n%10))
}

func appendFraction(b []byte, nanos int, p precision) []byte {
	if p == milliseconds {
		return append3(append(b, '.'), nanos/1e6)
	}
	if nanos == 0 {
		return b
	}
	b = append3(append(b, '.'), nanos/1e6)
	b = append3(b, nanos/1e3%1e3)
	b = append3(b, nanos%1e3)
	for b[len(b)-1] == '0' { // ends at the latest at the digit that is not zero
		b = b[:len(b)-1]
	}
	return b
}

// appendOffset drops the seconds that zones had before about 1900, as RFC 3339
// has no place for them.
func appendOffset(b []byte, seconds int) []byte {
	if seconds == 0 {
		return append(b, 'Z')
	}
	sign, minutes := byte('+'), seconds/60
	if minutes < 0 {
		sign, minutes = '-', -minutes
	}
	b = append2(append(b, sign), minutes/60)
	return append2(append(b, ':'), minutes%60)
}
