package handlertest

import (
	"log/slog"
	"unsafe"
)

// forgeKind makes a Value whose Kind is none that slog has today. There is no
// lawful way to get one, so the layout of slog.Value is copied here: a word
// and an interface that holds the Kind. ok is false when a later Go release
// has changed the layout; the check then does without.
func forgeKind() (v slog.Value, ok bool) {
	type layout struct {
		num  uint64
		kind any
	}
	if unsafe.Sizeof(v) != unsafe.Sizeof(layout{}) {
		return slog.Value{}, false
	}
	forged := layout{kind: slog.Kind(77)}
	v = *(*slog.Value)(unsafe.Pointer(&forged))
	return v, v.Kind() == slog.Kind(77)
}
