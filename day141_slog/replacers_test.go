package logging_test

import (
	"log/slog"
	"slices"
	"strings"
)

// replacers are what users do with ReplaceAttr, and some that nobody should.
func replacers() []func([]string, slog.Attr) slog.Attr {
	return []func([]string, slog.Attr) slog.Attr{
		nil, nil,
		func(_ []string, a slog.Attr) slog.Attr { return a },
		func(groups []string, a slog.Attr) slog.Attr { // drops, also the built-ins
			if a.Key == "drop" || len(groups) == 0 && slices.Contains([]string{"time", "level", "msg", "a"}, a.Key) {
				return slog.Attr{}
			}
			return a
		},
		func(groups []string, a slog.Attr) slog.Attr { // shows which groups it was told
			if a.Key == "keep" || a.Key == "status" {
				return slog.String(a.Key, strings.Join(groups, "/"))
			}
			return a
		},
		func(groups []string, a slog.Attr) slog.Attr { // changes kinds
			switch {
			case a.Key == "explode" || a.Key == "msg" || a.Key == "level":
				return slog.Group("was "+a.Key, "text", a.Value.Kind().String(), "groups", len(groups))
			case a.Value.Kind() == slog.KindTime:
				return slog.Int64(a.Key, a.Value.Time().Unix())
			case a.Key == "rename":
				return slog.Any("", a.Value.Any())
			case a.Key == "user":
				return slog.Any(a.Key, resolved{slog.StringValue("resolved late")})
			}
			return a
		},
	}
}
