package logging

import (
	"encoding"
	"fmt"
	"log/slog"
	"reflect"
	"strconv"
	"time"
	"unicode"
	"unicode/utf8"
)

// textEncoder prints a record as key=value pairs. A group is a prefix of its
// members' keys, so opening one writes nothing.
type textEncoder struct{}

// begin and end: a line has no frame, and no groups to close.
func (textEncoder) begin(b []byte) []byte { return b }

func (textEncoder) end(b []byte, _ int) []byte { return append(b, '\n') }

func (textEncoder) join(b []byte) []byte {
	if len(b) == 0 {
		return b
	}
	return append(b, ' ')
}

// key joins prefix and key in b itself and quotes them as one if need be: with
// "a.b c" only the whole can be quoted. The prefix ends in a dot, so no rune is
// cut in two between them.
func (e textEncoder) key(b, prefix []byte, key string) []byte {
	b = e.join(b)
	start := len(b)
	b = append(b, prefix...)
	b = append(b, key...)
	if key == "" || NeedsQuoting(b[start:]) {
		b = strconv.AppendQuote(b[:start], string(b[start:]))
	}
	return append(b, '=')
}

func (e textEncoder) builtinKey(b []byte, key string) []byte {
	return append(append(e.join(b), key...), '=')
}

func (textEncoder) openGroup(b, prefix []byte, name string) (newB, newPrefix []byte) {
	return b, append(append(prefix, name...), '.')
}

func (textEncoder) closeGroup(b []byte) []byte { return b }

func (textEncoder) value(b []byte, kind slog.Kind, v slog.Value) []byte {
	switch kind {
	case slog.KindString:
		return AppendText(b, v.String())
	case slog.KindInt64:
		return strconv.AppendInt(b, v.Int64(), 10)
	case slog.KindUint64:
		return strconv.AppendUint(b, v.Uint64(), 10)
	case slog.KindFloat64:
		return strconv.AppendFloat(b, v.Float64(), 'g', -1, 64) // NaN and Inf are fine here
	case slog.KindBool:
		return strconv.AppendBool(b, v.Bool())
	case slog.KindDuration:
		return append(b, v.Duration().String()...) // 1.5s, where JSON has nanoseconds
	case slog.KindTime:
		return appendTextTime(b, v.Time())
	case slog.KindAny:
		return guard(b, v.Any(), appendTextAny, AppendText)
	}
	return AppendText(b, unknownKind(v))
}

// source is what editors and terminals turn into a link.
func (textEncoder) source(s *slog.Source) slog.Value {
	return slog.StringValue(s.File + ":" + strconv.Itoa(s.Line))
}

// appendTextTime falls back on a layout for years that do not have four digits.
func appendTextTime(b []byte, t time.Time) []byte {
	if b, ok := AppendTime(b, t, Milliseconds); ok {
		return b
	}
	return t.AppendFormat(b, "2006-01-02T15:04:05.000Z07:00")
}

// appendTextAny prefers the value's own text, and prints bytes as a string.
func appendTextAny(b []byte, x any) ([]byte, error) {
	if level, ok := x.(slog.Level); ok {
		return AppendText(b, level.String()), nil
	}
	if m, ok := x.(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		if err != nil {
			return b, err
		}
		return AppendText(b, string(text)), nil
	}
	// Bytes are always quoted: nobody knows whether they are text.
	if text, ok := Bytes(x); ok {
		return strconv.AppendQuote(b, string(text)), nil
	}
	// %+v and not %v: the names of fields are half of what a struct says.
	if Endless(x) {
		return AppendText(b, "!ERROR:value contains itself"), nil
	}
	return AppendText(b, fmt.Sprintf("%+v", x)), nil
}

// Bytes returns x as bytes if it is a slice of them. It also takes named types
// of byte slices, as %s does.
func Bytes(x any) ([]byte, bool) {
	if b, ok := x.([]byte); ok {
		return b, true
	}
	v := reflect.ValueOf(x)
	if v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8 {
		return v.Bytes(), true
	}
	return nil, false
}

// AppendText appends s as logfmt has it: in quotes if a reader could misread it without.
func AppendText(b []byte, s string) []byte {
	if s == "" || NeedsQuoting(s) {
		return appendQuoted(b, s)
	}
	return append(b, s...)
}

// appendQuoted is strconv.AppendQuote with a short cut for the common case of
// words with spaces between them.
func appendQuoted(b []byte, s string) []byte {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			return strconv.AppendQuote(b, s)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

// NeedsQuoting reports whether s has a byte that would end a key or value, or
// a rune that does not print. It is generic because keys are bytes, in the line
// already, and values are strings: converting either would copy.
func NeedsQuoting[S string | []byte](s S) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return hasUnprintable(string(s[i:]))
		}
		if !textPlain(s[i]) {
			return true
		}
	}
	return false
}

// textPlain is about ASCII. The standard library lets DEL (0x7F) pass.
func textPlain(c byte) bool { return c > ' ' && c != '=' && c != '"' }

func hasUnprintable(s string) bool {
	for _, r := range s {
		// RuneError: bytes that are not UTF-8, or U+FFFD itself.
		if r < utf8.RuneSelf && !textPlain(byte(r)) || r == utf8.RuneError ||
			r >= utf8.RuneSelf && (unicode.IsSpace(r) || !unicode.IsPrint(r)) {
			return true
		}
	}
	return false
}
