// Package badkey turns the loose arguments of a log call into attrs.
package badkey

import "log/slog"

// BadKey is the key slog gives to a value that has none.
const BadKey = "!BADKEY"

// Attrs turns args into attrs as slog.Logger does it, from left to right: an
// Attr stands for itself, a string takes the argument behind it as its value,
// whatever that is, and what is left over is a value under BadKey. Every
// argument is kept, with its type, and args stay as they are.
//
// TODO: walk over args; how far you step depends on what you meet.
func Attrs(args []any) []slog.Attr {
	return nil
}

// Lost counts the attrs whose key is BadKey, those inside groups included. A
// group whose key is BadKey counts, and so do its members. A value that is a
// LogValuer is not asked: what it will give is not an attr yet. A test of a
// service can demand that none of its log calls has any.
//
// TODO: count, and go into groups.
func Lost(attrs []slog.Attr) int {
	return 0
}
