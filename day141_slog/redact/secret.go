package redact

import (
	"fmt"
	"log/slog"
)

// Marker is what stands in place of a hidden value.
const Marker = "[REDACTED]"

// Secret is a string that hides itself from every ordinary way of printing it:
// slog, fmt, encoding/json, and whatever asks for text. To use the value,
// convert it: string(s). It is also the way to mark a field of your own type,
// which no key name can do as surely.
//
// Three ways remain open. As a map key it is printed by encoding/json, which
// takes keys of a string type as they are. In an unexported field it is printed
// by fmt, and so by text handlers, which may read such a field but not call its
// methods: export the field, or give its struct a LogValue. And %p, and %w
// outside of fmt.Errorf, which go vet reports, make fmt print the bare value. A
// [Redactor] hides a Secret in the first two places.
type Secret string

// LogValue implements [slog.LogValuer], for attrs.
func (Secret) LogValue() slog.Value { return slog.StringValue(Marker) }

// String implements [fmt.Stringer].
func (Secret) String() string { return Marker }

// GoString implements [fmt.GoStringer], for %#v.
func (Secret) GoString() string { return Marker }

// Format implements [fmt.Formatter]. String alone would not do: fmt asks it for
// %v, %s, %q and %x, and prints the value itself for verbs such as %d.
func (Secret) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(Marker)) }

// MarshalJSON implements [json.Marshaler], for Secrets inside other values:
// slog resolves only attrs, not the fields of a struct.
func (Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + Marker + `"`), nil }

// MarshalText implements [encoding.TextMarshaler], for XML and text formats.
func (Secret) MarshalText() ([]byte, error) { return []byte(Marker), nil }
