// Package badkey turns the loose arguments of a log call into attrs.
package badkey

import "log/slog"

// BadKey is the key slog gives to a value that has none.
const BadKey = "!BADKEY"

// Attrs turns args into attrs as slog.Logger does it, from left to right:
// an Attr stands for itself, a string takes the argument behind it as its
// value, and what is left over is a value under BadKey.
//
// TODO: walk over args; how far you step depends on what you meet.
func Attrs(args []any) []slog.Attr {
	return nil
}

// Lost counts the attrs whose key is BadKey, those inside groups included. A
// test of a service can demand that none of its log calls has any.
//
// TODO: count, and go into groups.
func Lost(attrs []slog.Attr) int {
	return 0
}
