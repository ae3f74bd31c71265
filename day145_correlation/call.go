package correlation

import "log/slog"

// call is one call that derived a logger: WithGroup, or With if group is empty.
type call struct {
	group string
	attrs []slog.Attr
}

// on makes the call on h, which owns c.attrs from then on (see slog.Handler).
func (c call) on(h slog.Handler) slog.Handler {
	if c.group != "" {
		return h.WithGroup(c.group)
	}
	return h.WithAttrs(c.attrs)
}
