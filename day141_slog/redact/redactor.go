package redact

import (
	"encoding"
	"fmt"
	"log/slog"

	"workbook/day141_slog/encode"
)

// Options extend what a [Redactor] knows. The zero value is useful.
type Options struct {
	// Keys are further names of secrets, such as "national_id". They are
	// compared without case and separators, alone or as a part of a longer
	// name of up to three words.
	Keys []string

	// Allow are whole names that look sensitive and are not, such as
	// "secret_santa".
	Allow []string

	// Literals are secrets that the program knows: its own database password,
	// its API keys. [Redactor.Writer] finds them wherever they turn up. One of
	// less than four bytes would blank half of each line: it panics.
	Literals []string
}

// Redactor hides secrets in log records. Use it in two places: ReplaceAttr sees
// attrs while they still have types and names, Writer sees finished lines and
// so catches what never was an attr value.
//
// A Redactor is immutable and safe for concurrent use. It never changes a
// caller's value and never panics: what it cannot look into becomes [Marker].
// Redacting twice is the same as redacting once.
//
// It reads what it is given while the log call runs, as encoders do: a map that
// another goroutine writes to meanwhile ends the program, since no recover stops
// the runtime's "concurrent map iteration and map write". Log a copy of such.
type Redactor struct {
	keys     *keyRules
	scrubber scrubber
	literals []literal
}

// New panics if a literal is shorter than four bytes.
func New(opts Options) *Redactor {
	keys := newKeyRules(opts.Keys, opts.Allow)
	return &Redactor{keys, scrubber{keys}, newLiterals(opts.Literals)}
}

// ReplaceAttr is for [slog.HandlerOptions]. It hides the value of a sensitive
// key, of any key in a sensitive group, and the secrets inside other values:
// strings, the message, errors, and whatever a struct, map, slice or pointer
// leads to. A value without secrets is returned as it is.
func (r *Redactor) ReplaceAttr(groups []string, a slog.Attr) (out slog.Attr) {
	defer func() {
		if recover() != nil { // a method of the value panicked: fail closed
			out = slog.String(a.Key, Marker)
		}
	}()
	if len(groups) == 0 && builtinValue(a) {
		return a
	}
	if r.hidden(groups, a) {
		return slog.Attr{Key: r.key(a.Key), Value: redactedValue}
	}
	a.Key = r.key(a.Key)
	switch a.Value.Kind() {
	case slog.KindString:
		text := a.Value.String()
		if clean := r.text(text); clean != text {
			a.Value = slog.StringValue(clean)
		}
	case slog.KindAny:
		a.Value = r.anyValue(a.Value)
	case slog.KindGroup, slog.KindLogValuer: // handlers do not pass these; other callers may
		w := walker{redactor: r, budget: maxNodes}
		if tree := w.value(a.Value, 0); w.changed {
			a.Value = slog.AnyValue(tree)
		}
	}
	return a
}

// redactedValue is made once: every hidden attr shares it.
var redactedValue = slog.StringValue(Marker)

// builtinValue is true for the level, time and source of the record: they hold
// no secret, and the level would be taken apart for each record.
func builtinValue(a slog.Attr) bool {
	switch a.Value.Kind() {
	case slog.KindTime:
		return a.Key == slog.TimeKey
	case slog.KindAny:
		switch a.Value.Any().(type) {
		case slog.Level, *slog.Source:
			return true
		}
	}
	return false
}

// hidden judges the names: each open group alone, the key alone, and the key
// together with the group around it, as in card.number.
func (r *Redactor) hidden(groups []string, a slog.Attr) bool {
	if a.Key == badKey {
		return true
	}
	countable := isCount(a.Value.Kind())
	for _, g := range groups {
		if r.keys.sensitive(countable, g) {
			return true
		}
	}
	if r.keys.sensitive(countable, a.Key) {
		return true
	}
	return len(groups) > 0 && r.keys.sensitivePair(groups[len(groups)-1], a.Key)
}

// badKey is what slog calls a value that lost its key. Nothing says whether it
// is a password, so it counts as one.
const badKey = "!BADKEY"

func isCount(k slog.Kind) bool {
	return k == slog.KindInt64 || k == slog.KindUint64 || k == slog.KindFloat64 || k == slog.KindDuration || k == slog.KindBool
}

// key hides a secret that was used as a key. A key that is only a name has no
// shape of a secret, and pairs cannot occur in it.
func (r *Redactor) key(key string) string {
	if !suspicious(key) {
		return key
	}
	return r.scrubber.scrub(key)
}

// anyValue returns v itself when neither the JSON nor the text of it would
// show a secret, so that innocent values print as they always did.
func (r *Redactor) anyValue(v slog.Value) slog.Value {
	x := v.Any()
	if x == nil {
		return v
	}
	w := walker{redactor: r, budget: maxNodes}
	tree := w.any(x, 0)
	if w.changed {
		return slog.AnyValue(tree)
	}
	if encode.Endless(x) {
		return redactedValue
	}
	if text := printed(x); r.text(text) != text {
		if err, ok := x.(error); ok {
			return slog.StringValue(r.text(err.Error()))
		}
		return slog.AnyValue(tree)
	}
	return v
}

// printed is what slog.TextHandler would print: String and Format methods can
// say more than the fields do.
func printed(x any) string {
	if m, ok := x.(encoding.TextMarshaler); ok {
		text, err := m.MarshalText()
		if err != nil {
			return err.Error()
		}
		return string(text)
	}
	if b, ok := encode.Bytes(x); ok {
		return string(b)
	}
	return fmt.Sprintf("%+v", x)
}
