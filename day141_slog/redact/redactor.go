package redact

import "log/slog"

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
	// its API keys. [Redactor.Writer] finds them wherever they turn up. An empty
	// one, as of a variable that is not set, hides nothing. One of less than four
	// bytes would blank half of each line, so it is not looked for: see
	// [Redactor.TooShort].
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
	tooShort int
}

// New returns a Redactor that knows opts besides its own rules.
func New(opts Options) *Redactor {
	keys := newKeyRules(opts.Keys, opts.Allow)
	literals, tooShort := newLiterals(opts.Literals)
	return &Redactor{keys, scrubber{keys}, literals, tooShort}
}

// TooShort returns how many of the Literals have one to three bytes and are not
// looked for. It is a mistake to tell about when the program starts, and no reason
// not to start: a password of three bytes comes from a variable, too.
func (r *Redactor) TooShort() int { return r.tooShort }

// ReplaceAttr is for [slog.HandlerOptions]. It hides the value of a sensitive
// key, of any key in a sensitive group, and the secrets inside other values:
// strings, the message, errors, and whatever a struct, map, slice or pointer
// leads to. A value without secrets is returned as it is.
func (r *Redactor) ReplaceAttr(groups []string, a slog.Attr) slog.Attr {
	if len(groups) == 0 && builtinValue(a) {
		return a
	}
	hidden := r.hidden(groups, a)
	a.Key = r.key(a.Key)
	if hidden {
		a.Value = redactedValue
		return a
	}
	switch a.Value.Kind() {
	case slog.KindString:
		text := a.Value.String()
		if clean := r.text(text); clean != text {
			a.Value = slog.StringValue(clean)
		}
	case slog.KindAny, slog.KindGroup, slog.KindLogValuer: // handlers pass the first alone; other callers may pass all
		a.Value = r.guarded(a.Value)
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
// together with the group around it, as in card.number. The endings turn nearly
// all of them away.
func (r *Redactor) hidden(groups []string, a slog.Attr) bool {
	if a.Key == badKey {
		return true
	}
	countable := isCount(a.Value.Kind())
	for _, g := range groups {
		if r.keys.mayBeName(g) && r.keys.sensitive(countable, g) {
			return true
		}
	}
	if len(groups) == 0 {
		return r.keys.mayBeName(a.Key) && r.keys.sensitive(countable, a.Key)
	}
	around := groups[len(groups)-1]
	return r.keys.endings.in(lettersOf(around), a.Key) &&
		(r.keys.sensitive(countable, a.Key) || r.keys.sensitivePair(around, a.Key))
}

// badKey is what slog calls a value that lost its key. Nothing says whether it
// is a password, so it counts as one.
const badKey = "!BADKEY"

func isCount(k slog.Kind) bool {
	return k == slog.KindInt64 || k == slog.KindUint64 || k == slog.KindFloat64 || k == slog.KindDuration || k == slog.KindBool
}

// key hides a secret that was used as a key. A short name can be none: the shapes
// have at least 13 bytes, and a pair has a separator.
func (r *Redactor) key(key string) string {
	if len(key) < shortestKey && isName(key) {
		return key
	}
	return r.text(key)
}

func isName(s string) bool {
	for i := 0; i < len(s); i++ {
		if class[s[i]] == 0 && s[i] != '_' && s[i] != '.' && s[i] != '-' {
			return false
		}
	}
	return true
}
