package logging

import (
	"encoding"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"workbook/day141_slog/encode"
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
	if key == "" || encode.NeedsQuoting(b[start:]) {
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
		return encode.AppendText(b, v.String())
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
		return guard(b, v.Any(), appendTextAny, encode.AppendText)
	}
	return encode.AppendText(b, unknownKind(v))
}

// sourceValue is what editors and terminals turn into a link.
func (textEncoder) sourceValue(s *slog.Source) slog.Value {
	return slog.StringValue(s.File + ":" + strconv.Itoa(s.Line))
}

// appendTextTime falls back on a layout for years that do not have four digits.
func appendTextTime(b []byte, t time.Time) []byte {
	if b, ok := encode.AppendTime(b, t, encode.Milliseconds); ok {
		return b
	}
	return t.AppendFormat(b, "2006-01-02T15:04:05.000Z07:00")
}

// appendTextAny prefers the value's own text, and prints bytes as a string.
func appendTextAny(b []byte, x any) ([]byte, error) {
	if level, ok := x.(slog.Level); ok {
		return encode.AppendText(b, level.String()), nil
	}
	if m, ok := x.(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		if err != nil {
			return b, err
		}
		return encode.AppendText(b, string(text)), nil
	}
	// Bytes are always quoted: nobody knows whether they are text.
	if text, ok := encode.Bytes(x); ok {
		return strconv.AppendQuote(b, string(text)), nil
	}
	// %+v and not %v: the names of fields are half of what a struct says.
	if encode.Endless(x) {
		return encode.AppendText(b, "!ERROR:value contains itself"), nil
	}
	return encode.AppendText(b, fmt.Sprintf("%+v", x)), nil
}
