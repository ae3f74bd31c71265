package encode

import "time"

// Precision is how a format prints the fraction of a second.
type Precision int

// The two that log/slog has: one for text, one for JSON.
const (
	Milliseconds Precision = iota // three digits, always
	Nanoseconds                   // up to nine, without trailing zeros
)

// AppendTime appends t as RFC 3339 writes it, without quotes; ok is false, and b
// as it was, when the year does not have four digits. It does by hand what
// t.AppendFormat does from a layout: the time of the record is the costliest of
// the built-ins.
func AppendTime(b []byte, t time.Time, p Precision) (out []byte, ok bool) {
	_, offset := t.Zone()
	seconds := t.Unix() + int64(offset)
	days := floorDiv(seconds, 86400)
	year, month, day := civil(days)
	if year < 0 || year > 9999 {
		return b, false
	}
	clock := int(seconds - days*86400)
	d := stamp{4: '-', 7: '-', 10: 'T', 13: ':', 16: ':', 19: '.'}
	d.put(0, year/100)
	d.put(2, year%100)
	d.put(5, month)
	d.put(8, day)
	d.put(11, clock/3600)
	d.put(14, clock/60%60)
	d.put(17, clock%60)
	return appendOffset(append(b, d[:d.fraction(t.Nanosecond(), p)]...), offset), true
}

// stamp is a time without its offset. Its places are known when the program is
// compiled, so writing to them needs no checks, and one append takes them all.
type stamp [len("2006-01-02T15:04:05.999999999")]byte

// put writes n, 0-99, as two digits.
func (d *stamp) put(at, n int) { d[at], d[at+1] = byte('0'+n/10), byte('0'+n%10) }

// put3 writes n, 0-999, as three digits.
func (d *stamp) put3(at, n int) {
	d[at], d[at+1], d[at+2] = byte('0'+n/100), byte('0'+n/10%10), byte('0'+n%10)
}

// fraction writes the digits behind the point, and returns how much of the
// stamp is to be printed.
func (d *stamp) fraction(nanos int, p Precision) (length int) {
	const point = len("2006-01-02T15:04:05")
	if p == Nanoseconds && nanos == 0 {
		return point
	}
	d.put3(point+1, nanos/1e6)
	if p == Milliseconds {
		return point + 4
	}
	d.put3(point+4, nanos/1e3%1e3)
	d.put3(point+7, nanos%1e3)
	length = len(d)
	for d[length-1] == '0' { // ends at the latest at the digit that is not zero
		length--
	}
	return length
}

// civil turns days since 1970 into a date of the Gregorian calendar. It counts
// from 1 March of the year 0, so that the leap day is the last of its year and
// the months behind March follow one pattern of 153 days in five months.
func civil(days int64) (year, month, day int) {
	days += 719468                               // 1970-01-01 is that many days after 0000-03-01
	era := floorDiv(days, 146097)                // 400 years
	d := uint(days - era*146097)                 // day of the era
	y := (d - d/1460 + d/36524 - d/146096) / 365 // leap days taken out
	d -= 365*y + y/4 - y/100                     // day of the year, from 1 March
	m := (5*d + 2) / 153                         // months since March
	day = int(d - (153*m+2)/5 + 1)
	year, month = int(era)*400+int(y), int(m)+3
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
	hours := minutes / 60
	minutes %= 60
	return append(b, sign, byte('0'+hours/10), byte('0'+hours%10), ':', byte('0'+minutes/10), byte('0'+minutes%10))
}
