package logging

import (
	"log/slog"
	"strconv"
	"sync"
	"time"

	"workbook/day141_slog/encode"
)

// jsonEncoder prints a record as one JSON object, groups as nested objects.
type jsonEncoder struct{ marshallers *sync.Pool }

func newJSONEncoder() jsonEncoder { return jsonEncoder{new(sync.Pool)} }

func (jsonEncoder) begin(b []byte) []byte { return append(b, '{') }

// end closes what is open at the end of b, wherever it was opened: in the
// preformatted bytes or in the record.
func (jsonEncoder) end(b []byte, open int) []byte {
	for range open {
		b = append(b, '}')
	}
	return append(b, '}', '\n')
}

// join relies on the format: no value ends in an opening brace.
func (jsonEncoder) join(b []byte) []byte {
	if len(b) == 0 || b[len(b)-1] == '{' {
		return b
	}
	return append(b, ',')
}

// key has no use for the prefix: in JSON, groups are nested and not spelled out.
func (e jsonEncoder) key(b, _ []byte, key string) []byte {
	return append(encode.AppendString(e.join(b), key), ':')
}

func (e jsonEncoder) builtinKey(b []byte, key string) []byte {
	return append(append(append(e.join(b), '"'), key...), '"', ':')
}

func (e jsonEncoder) openGroup(b, prefix []byte, name string) (newB, newPrefix []byte) {
	return append(e.key(b, nil, name), '{'), prefix
}

func (jsonEncoder) closeGroup(b []byte) []byte { return append(b, '}') }

// value never fails: what JSON has no form for becomes a string that says so.
func (e jsonEncoder) value(b []byte, kind slog.Kind, v slog.Value) []byte {
	switch kind {
	case slog.KindString:
		return encode.AppendString(b, v.String())
	case slog.KindInt64:
		return strconv.AppendInt(b, v.Int64(), 10)
	case slog.KindUint64:
		return strconv.AppendUint(b, v.Uint64(), 10)
	case slog.KindFloat64:
		return encode.AppendFloat(b, v.Float64())
	case slog.KindBool:
		return strconv.AppendBool(b, v.Bool())
	case slog.KindDuration:
		return strconv.AppendInt(b, int64(v.Duration()), 10) // nanoseconds, as encoding/json has it
	case slog.KindTime:
		return appendJSONTime(b, v.Time())
	case slog.KindAny:
		return guard(b, v.Any(), e.appendAny, encode.AppendString)
	}
	return encode.AppendString(b, unknownKind(v))
}

// sourceValue is the known parts of a position as a group.
func (jsonEncoder) sourceValue(s *slog.Source) slog.Value {
	var parts []slog.Attr
	if s.Function != "" {
		parts = append(parts, slog.String("function", s.Function))
	}
	if s.File != "" {
		parts = append(parts, slog.String("file", s.File))
	}
	if s.Line != 0 {
		parts = append(parts, slog.Int("line", s.Line))
	}
	return slog.GroupValue(parts...)
}

// appendJSONTime gives up on years that RFC 3339 has no form for.
func appendJSONTime(b []byte, t time.Time) []byte {
	if quoted, ok := encode.AppendTime(append(b, '"'), t, encode.Nanoseconds); ok {
		return append(quoted, '"')
	}
	return encode.AppendString(b, "!ERROR:time.Time year outside of range [0,9999]")
}
