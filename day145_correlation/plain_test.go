package correlation

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
)

// plainHandler is a small handler with none of slog's faults: it keeps calls
// and builds a map for each record. It shows that the decorator does not lean
// on how slog's own handlers are made.
type plainHandler struct {
	w     io.Writer
	mu    *sync.Mutex
	level slog.Leveler
	calls []call
}

func newPlain(w io.Writer, o *slog.HandlerOptions) slog.Handler {
	h := &plainHandler{w: w, mu: new(sync.Mutex), level: slog.LevelInfo}
	if o != nil && o.Level != nil {
		if v, ok := o.Level.(*slog.LevelVar); !ok || v != nil {
			h.level = o.Level
		}
	}
	return h
}

func (h *plainHandler) Enabled(_ context.Context, l slog.Level) bool { return l >= h.level.Level() }

func (h *plainHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return h.with(call{attrs: slices.Clone(attrs)})
}

func (h *plainHandler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	return h.with(call{group: name})
}

func (h *plainHandler) with(c call) slog.Handler {
	h2 := *h
	h2.calls = append(slices.Clip(h.calls), c)
	return &h2
}

func (h *plainHandler) Handle(_ context.Context, r slog.Record) error {
	root := map[string]any{slog.LevelKey: r.Level.String(), slog.MessageKey: r.Message}
	if !r.Time.IsZero() {
		root[slog.TimeKey] = r.Time
	}
	levels, names := []map[string]any{root}, []string{""}
	for _, c := range h.calls {
		if c.group != "" {
			levels, names = append(levels, map[string]any{}), append(names, c.group)
		}
		put(levels[len(levels)-1], c.attrs, 0)
	}
	r.Attrs(func(a slog.Attr) bool { put(levels[len(levels)-1], []slog.Attr{a}, 0); return true })
	for i := len(levels) - 1; i > 0; i-- {
		if len(levels[i]) > 0 {
			levels[i-1][names[i]] = levels[i]
		}
	}
	line, err := json.Marshal(root)
	if err != nil {
		return err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	_, err = h.w.Write(append(line, '\n'))
	return err
}

// put adds attrs to m, and bounds values that have no bottom.
func put(m map[string]any, attrs []slog.Attr, depth int) {
	for _, a := range attrs {
		v := a.Value.Resolve()
		switch {
		case depth > 10:
			m[a.Key] = "too deep"
		case v.Kind() == slog.KindGroup && a.Key == "":
			put(m, v.Group(), depth+1)
		case v.Kind() == slog.KindGroup:
			group := map[string]any{}
			put(group, v.Group(), depth+1)
			if len(group) > 0 {
				m[a.Key] = group
			}
		case a.Key != "" || v.Any() != nil:
			m[a.Key] = text(v)
		}
	}
}

func text(v slog.Value) (s string) {
	defer func() {
		if p := recover(); p != nil {
			s = fmt.Sprintf("panic: %v", p)
		}
	}()
	return v.String()
}
