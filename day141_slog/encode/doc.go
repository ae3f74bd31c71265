// Package encode turns strings, numbers and times into the bytes of a log line:
// JSON's strings and numbers (RFC 8259, sections 6 and 7), times (RFC 3339), and
// the quoting of key=value text, which the field calls logfmt.
//
// All functions append to a slice and return it, as those of strconv do, so that
// a record needs no memory beyond the buffer of its line. Their output is that of
// log/slog and encoding/json, byte for byte. There the same code is private;
// zerolog has its own in internal/json (string.go, time.go, bytes.go).
//
// Begin with json.go: how eight bytes are looked at in one step is the only trick
// in here. [Endless] and [Bytes] are about values that have no form of their own:
// values that would never end, and bytes under another name.
package encode
