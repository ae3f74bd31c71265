package logging

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"

	"workbook/day141_slog/encode"
)

// guard appends x and turns whatever goes wrong into text: losing a record
// because one value of it cannot be printed is the worse failure. b must be
// untouched when encode fails, so encode appends only what is complete.
//
// It is a function of its own because of the recover: a defer costs each value
// that passes it, and only values of unknown types need it.
func guard(b []byte, x any, encode func([]byte, any) ([]byte, error), text func([]byte, string) []byte) (out []byte) {
	defer func() {
		if r := recover(); r != nil {
			// A nil pointer whose method needs one is the usual cause.
			if v := reflect.ValueOf(x); v.Kind() == reflect.Pointer && v.IsNil() {
				out = text(b, "<nil>")
				return
			}
			out = text(b, fmt.Sprintf("!PANIC: %v", r))
		}
	}()
	out, err := encode(b, x)
	if err != nil {
		return text(b, fmt.Sprintf("!ERROR:%v", err))
	}
	return out
}

// unknownKind is the text for a kind that a later Go release may add.
func unknownKind(v slog.Value) string { return fmt.Sprintf("!PANIC: bad kind: %s", v.Kind()) }

// appendAny prints an error as its text, unless it marshals itself, and
// all else as encoding/json does.
func (e jsonEncoder) appendAny(b []byte, x any) ([]byte, error) {
	if level, ok := x.(slog.Level); ok {
		// The level of every record comes this way when there is a ReplaceAttr.
		// The standard library marshals it, which is most of ReplaceAttr's cost.
		return encode.AppendString(b, level.String()), nil
	}
	// An error is its text at the top of an attr only. Inside a struct,
	// encoding/json prints its exported fields, which is mostly {}.
	_, marshals := x.(json.Marshaler)
	if err, ok := x.(error); ok && !marshals {
		return encode.AppendString(b, err.Error()), nil
	}
	return e.appendMarshal(b, x)
}

// marshaller is an encoder with its buffer. The encoder, unlike json.Marshal,
// can leave < > and & alone.
type marshaller struct {
	buf bytes.Buffer
	enc *json.Encoder
}

func newMarshaller() *marshaller {
	m := new(marshaller)
	m.enc = json.NewEncoder(&m.buf)
	m.enc.SetEscapeHTML(false)
	return m
}

// appendMarshal keeps the marshaller when Encode panics or fails: it has
// written nothing then, and one that panicked is left to the collector.
func (e jsonEncoder) appendMarshal(b []byte, x any) ([]byte, error) {
	m, ok := e.marshallers.Get().(*marshaller)
	if !ok {
		m = newMarshaller()
	}
	m.buf.Reset()
	if err := m.enc.Encode(x); err != nil {
		e.marshallers.Put(m)
		return b, err
	}
	b = append(b, bytes.TrimSuffix(m.buf.Bytes(), []byte("\n"))...)
	if m.buf.Cap() <= 16<<10 { // one huge value must not be paid for ever after
		e.marshallers.Put(m)
	}
	return b, nil
}
