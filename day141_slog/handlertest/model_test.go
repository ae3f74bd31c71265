package handlertest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// model is a handler that is right because it is naive: it remembers the calls
// and builds the whole record from them each time. Each faulty handler is a
// model with one of its hooks replaced.
type model struct {
	mu    *sync.Mutex
	w     io.Writer
	level slog.Leveler
	ops   []op
	hooks
}

// op is one WithAttrs or, with a name, one WithGroup.
type op struct {
	group string
	attrs []slog.Attr
}

// hooks are the places where a handler can go wrong.
type hooks struct {
	enabled   func(m *model, ctx context.Context, l slog.Level) bool
	withAttrs func(ops []op, attrs []slog.Attr) []op
	withGroup func(ops []op, name string) []op
	ctxAttrs  func(ctx context.Context) []slog.Attr
	stop      func(ctx context.Context) bool
	rewrite   func(r *slog.Record, ops []op) (slog.Record, []op)
	resolve   func(v slog.Value) slog.Value
	value     func(v slog.Value) any
	keep      func(a slog.Attr, members map[string]any) bool // print a group without members
	builtins  func(r slog.Record, root map[string]any)
	root      func(r slog.Record, ops []op, root map[string]any)
	write     func(m *model, line []byte) error
}

func newModel(w io.Writer, opts *slog.HandlerOptions) *model {
	m := &model{mu: new(sync.Mutex), w: w, hooks: soundHooks()}
	if opts != nil {
		m.level = opts.Level
	}
	return m
}

func (m *model) Enabled(ctx context.Context, l slog.Level) bool { return m.enabled(m, ctx, l) }

func (m *model) WithAttrs(attrs []slog.Attr) slog.Handler {
	derived := *m
	derived.ops = m.withAttrs(m.ops, attrs)
	return &derived
}

func (m *model) WithGroup(name string) slog.Handler {
	derived := *m
	derived.ops = m.withGroup(m.ops, name)
	return &derived
}

func (m *model) Handle(ctx context.Context, r slog.Record) error {
	if m.stop(ctx) {
		return nil
	}
	changed, ops := m.rewrite(&r, m.ops)
	root := map[string]any{}
	m.builtins(changed, root)
	m.add(root, m.ctxAttrs(ctx), 0)
	m.descend(root, ops, changed)
	m.root(changed, ops, root)
	line, err := json.Marshal(root)
	if err != nil {
		return err
	}
	return m.write(m, append(line, '\n'))
}

// descend adds what the remaining ops and the record put into group.
func (m *model) descend(group map[string]any, ops []op, r slog.Record) {
	if len(ops) == 0 {
		r.Attrs(func(a slog.Attr) bool {
			m.add(group, []slog.Attr{a}, 0)
			return true
		})
		return
	}
	if name := ops[0].group; name != noGroup {
		inner := map[string]any{}
		m.descend(inner, ops[1:], r)
		if len(inner) > 0 {
			group[name] = inner
		}
		return
	}
	m.add(group, ops[0].attrs, 0)
	m.descend(group, ops[1:], r)
}

// noGroup marks an op that is a WithAttrs: "" is a name a fault may use.
const noGroup = "\x00"

func (m *model) add(group map[string]any, attrs []slog.Attr, depth int) {
	for _, a := range attrs {
		v := m.resolve(a.Value)
		switch {
		case depth > 50:
			group["deep"] = "too deep"
		case a.Key == "" && v.Equal(slog.Value{}):
		case v.Kind() != slog.KindGroup:
			group[a.Key] = m.value(v)
		case a.Key == "":
			m.add(group, v.Group(), depth+1)
		default:
			inner := map[string]any{}
			m.add(inner, v.Group(), depth+1)
			if len(inner) > 0 || m.keep(a, inner) {
				group[a.Key] = inner
			}
		}
	}
}

func soundHooks() hooks {
	return hooks{
		enabled:   soundEnabled,
		withAttrs: func(ops []op, attrs []slog.Attr) []op { return soundAppend(ops, op{noGroup, deepCopy(attrs)}) },
		withGroup: soundGroup,
		ctxAttrs:  func(context.Context) []slog.Attr { return nil },
		stop:      func(context.Context) bool { return false },
		rewrite:   func(r *slog.Record, ops []op) (slog.Record, []op) { return *r, ops },
		resolve:   func(v slog.Value) slog.Value { return v.Resolve() },
		value:     soundValue,
		keep:      func(slog.Attr, map[string]any) bool { return false },
		builtins:  soundBuiltins,
		root:      func(slog.Record, []op, map[string]any) {},
		write:     soundWrite,
	}
}

func soundEnabled(m *model, _ context.Context, l slog.Level) bool {
	least := slog.LevelInfo
	if v, ok := m.level.(*slog.LevelVar); m.level != nil && (!ok || v != nil) {
		least = m.level.Level()
	}
	return l >= least
}

func soundGroup(ops []op, name string) []op {
	if name == "" {
		return ops
	}
	return soundAppend(ops, op{group: name})
}

// soundAppend never writes into capacity that a sibling may share.
func soundAppend(ops []op, o op) []op { return append(slices.Clip(ops), o) }

func deepCopy(attrs []slog.Attr) []slog.Attr { return slices.Clone(attrs) }

func soundBuiltins(r slog.Record, root map[string]any) {
	if !r.Time.IsZero() {
		root[slog.TimeKey] = r.Time.Format(time.RFC3339Nano)
	}
	root[slog.LevelKey] = r.Level.String()
	root[slog.MessageKey] = r.Message
}

// soundValue prints everything as a string, which is always visible.
func soundValue(v slog.Value) (printed any) {
	defer func() {
		if r := recover(); r != nil {
			printed = fmt.Sprint("panic: ", r)
		}
	}()
	if f, ok := v.Any().(json.Marshaler); ok {
		if _, err := f.MarshalJSON(); err != nil {
			return err.Error()
		}
	}
	return v.String()
}

func soundWrite(m *model, line []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	_, err := m.w.Write(line)
	return err
}
