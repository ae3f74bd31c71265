package logging

import "log/slog"

// builtins prints time, level, source and message. They are in no group, and
// ReplaceAttr sees them with none, even when WithGroup has opened some.
func (l *line) builtins(r *slog.Record) {
	// Not tracking means that the members of a built-in that ReplaceAttr turned
	// into a group are reported with no group either, as in the standard library.
	track := l.track
	l.track = false
	if !r.Time.IsZero() {
		l.builtin(slog.TimeKey, slog.TimeValue(r.Time))
	}
	l.builtin(slog.LevelKey, l.level(r.Level))
	if l.h.addSource {
		position := r.Source()
		if position == nil {
			position = &slog.Source{} // ReplaceAttr may know better; empty prints nothing
		}
		l.attr(slog.Any(slog.SourceKey, position))
	}
	l.builtin(slog.MessageKey, slog.StringValue(r.Message))
	l.track = track
}

// builtin takes the short way when nobody may change the attr: the key needs no
// escaping, and the value is known to be there.
func (l *line) builtin(key string, v slog.Value) {
	if l.h.replace != nil {
		l.attr(slog.Attr{Key: key, Value: v})
		return
	}
	l.buf = l.h.enc.builtinKey(l.buf, key)
	l.buf = l.h.enc.value(l.buf, v.Kind(), v)
}

// The four levels as values, boxed once: boxing a negative number allocates.
var (
	debugValue = slog.AnyValue(slog.LevelDebug)
	infoValue  = slog.AnyValue(slog.LevelInfo)
	warnValue  = slog.AnyValue(slog.LevelWarn)
	errorValue = slog.AnyValue(slog.LevelError)
)

// level is a value of type Level for ReplaceAttr to see, or just the text.
func (l *line) level(level slog.Level) slog.Value {
	if l.h.replace == nil {
		return slog.StringValue(level.String())
	}
	switch level {
	case slog.LevelDebug:
		return debugValue
	case slog.LevelInfo:
		return infoValue
	case slog.LevelWarn:
		return warnValue
	case slog.LevelError:
		return errorValue
	}
	return slog.AnyValue(level)
}
