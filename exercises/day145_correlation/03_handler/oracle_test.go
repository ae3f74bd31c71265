package handler_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"workbook/exercises/check"
	handler "workbook/exercises/day145_correlation/03_handler"
	"workbook/exercises/oracle"
)

// A program is a list of With and WithGroup calls and a record at its end.
type program struct {
	calls   []programCall
	attrs   []node // of the record
	replace string // what the inner handler's ReplaceAttr does
	stamps  []string
	level   slog.Level
}

type programCall struct {
	group bool
	name  string
	attrs []node
}

// A node is an attribute that can be made afresh for each run, since some count how often they are asked.
type node struct {
	kind, key string
	members   []node
}

func TestOracle(t *testing.T) {
	check.New(t, readHandle).Oracle(1500, func(d *oracle.Draw) check.Case {
		p := drawProgram(d)
		return check.Case{
			Call: "%v", Args: []any{p},
			Got:  func() string { return p.run(func(h slog.Handler) slog.Handler { return handler.New(h, p.source) }) },
			Want: p.run(same),
			Rule: "without its stamps, each once at the root, the line is the one that the inner handler prints by itself",
		}
	})
}

func drawProgram(d *oracle.Draw) program {
	p := program{
		replace: oracle.Pick(d, "", "", "drops drop", "renames user"),
		stamps:  oracle.Pick(d, []string{"request_id"}, []string{"request_id", "trace_id"}, nil),
		level:   oracle.Pick(d, slog.LevelInfo, slog.LevelInfo, slog.LevelDebug),
	}
	p.calls = oracle.List(d, 6, func() programCall {
		if d.OneIn(2) {
			return programCall{group: true, name: oracle.Pick(d, "g", "h", "")}
		}
		return programCall{attrs: oracle.List(d, 4, func() node { return drawNode(d, 3) })}
	})
	p.attrs = oracle.List(d, 8, func() node { return drawNode(d, 3) })
	return p
}

func drawNode(d *oracle.Draw, depth int) node {
	n := node{kind: oracle.Pick(d, "int", "text", "nil", "counter", "empty"), key: oracle.Pick(d, "k", "user", "drop",
		"request_id", "a b", "")}
	if depth > 0 && d.OneIn(3) {
		n.kind = oracle.Pick(d, "group", "group", "LogValuer")
		n.members = oracle.List(d, 3, func() node { return drawNode(d, depth-1) })
	}
	return n
}

func (n node) attr() slog.Attr {
	var members []slog.Attr
	for _, m := range n.members {
		members = append(members, m.attr())
	}
	switch n.kind {
	case "int":
		return slog.Int(n.key, 7)
	case "text":
		return slog.String(n.key, "two \"words\"\n")
	case "nil":
		return slog.Any(n.key, nil)
	case "counter":
		return slog.Any(n.key, counter{new(int)})
	case "group":
		return slog.Attr{Key: n.key, Value: slog.GroupValue(members...)}
	case "LogValuer":
		return slog.Any(n.key, giving{new(int), members})
	}
	return slog.Attr{}
}

// giving is a LogValuer that gives a group once.
type giving struct {
	asked   *int
	members []slog.Attr
}

func (g giving) LogValue() slog.Value {
	*g.asked++
	if *g.asked > 1 {
		return slog.StringValue("asked twice")
	}
	return slog.GroupValue(g.members...)
}

func (n node) String() string {
	switch n.kind {
	case "group", "LogValuer":
		return fmt.Sprintf("%s(%q, %v)", n.kind, n.key, n.members)
	case "empty":
		return "Attr{}"
	}
	return fmt.Sprintf("%q=%s", n.key, n.kind)
}

func (p program) String() string {
	var b strings.Builder
	b.WriteString("h := New(json, source)")
	for _, c := range p.calls {
		if c.group {
			fmt.Fprintf(&b, ".WithGroup(%q)", c.name)
		} else {
			fmt.Fprintf(&b, ".WithAttrs(%v)", c.attrs)
		}
	}
	fmt.Fprintf(&b, "; h.Handle(ctx with %v, %v record with %v)", p.stamps, p.level, p.attrs)
	if p.replace != "" {
		fmt.Fprintf(&b, "; json has a ReplaceAttr that %s", p.replace)
	}
	return b.String()
}

func (p program) source(context.Context) []slog.Attr {
	var stamps []slog.Attr
	for _, key := range p.stamps {
		stamps = append(stamps, slog.String(key, "STAMP"))
	}
	return stamps
}

// run prints two records through decorate, takes the stamps out, and says which are missing.
func (p program) run(decorate func(slog.Handler) slog.Handler) string {
	var buf bytes.Buffer
	json := slog.NewJSONHandler(&buf, &slog.HandlerOptions{Level: slog.LevelDebug, ReplaceAttr: p.replaceAttr})
	h := decorate(json)
	decorated := h != slog.Handler(json)
	for _, c := range p.calls {
		if c.group && c.name == "" && !decorated {
			continue // slog's own handler opens a group without a name, which its contract forbids
		}
		if c.group {
			h = h.WithGroup(c.name)
		} else {
			h = h.WithAttrs(attrsOf(c.attrs))
		}
	}
	var lines []string
	for range 2 {
		buf.Reset()
		r := slog.NewRecord(time.Time{}, p.level, "paid", 0)
		r.AddAttrs(attrsOf(p.attrs)...)
		if err := h.Handle(context.Background(), r); err != nil {
			return "error: " + err.Error()
		}
		line := strings.TrimSuffix(buf.String(), "\n")
		if decorated {
			line = p.without(line)
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// without is the line without its stamps, or what is wrong with them.
func (p program) without(line string) string {
	for _, key := range p.stamps {
		rest, found := cutStamp(line, key, "STAMP")
		if !found || strings.Contains(rest, `"`+key+`":"STAMP"`) {
			return fmt.Sprintf("%s does not stand once at the root: %s", key, line)
		}
		line = rest
	}
	return line
}

func attrsOf(nodes []node) []slog.Attr {
	var attrs []slog.Attr
	for _, n := range nodes {
		attrs = append(attrs, n.attr())
	}
	return attrs
}

func (p program) replaceAttr(groups []string, a slog.Attr) slog.Attr {
	switch {
	case p.replace == "drops drop" && a.Key == "drop":
		return slog.Attr{}
	case p.replace == "renames user" && len(groups) > 0 && a.Key == "user":
		a.Key = strings.Join(groups, "/")
	}
	return a
}
