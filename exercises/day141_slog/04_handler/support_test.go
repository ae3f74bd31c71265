package handler_test

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"workbook/exercises/check"
	handler "workbook/exercises/day141_slog/04_handler"
)

//go:embed handler.go testdata/stub/handler.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

// Where the rules are written.
const (
	readGroup  = "day141_slog/line.go line.openGroups"
	readRecord = "day141_slog/line.go line.recordAttrs"
	readWith   = "day141_slog/handler.go Handler.WithAttrs"
	readHandle = "day141_slog/handler.go Handler.Handle"
	readAttr   = "day141_slog/attr.go line.attr"
)

// A step derives a handler from one of those that are there, or sends a record through it. h0 is the handler of New, and
// each derivation makes the next.
type step struct {
	from    int
	kind    string // WithGroup, WithAttrs or Handle
	name    string // of the group
	attrs   []slog.Attr
	message string
	time    time.Time
}

// A program is a list of steps; what it prints is what is compared.
type program []step

func (p program) String() string {
	var texts []string
	handlers := 1
	for _, s := range p {
		switch s.kind {
		case "WithGroup":
			texts = append(texts, fmt.Sprintf("h%d := h%d.WithGroup(%q)", handlers, s.from, s.name))
			handlers++
		case "WithAttrs":
			texts = append(texts, fmt.Sprintf("h%d := h%d.WithAttrs(%v)", handlers, s.from, s.attrs))
			handlers++
		default:
			texts = append(texts, fmt.Sprintf("h%d.Handle(ctx, a record %q with %v)", s.from, s.message, s.attrs))
		}
	}
	return "h0 := New(w, nil); " + strings.Join(texts, "; ")
}

// run plays the program on the handler that newHandler makes. Each step has a copy of its attrs.
func (p program) run(newHandler func(io.Writer) slog.Handler) string {
	var out bytes.Buffer
	handlers := []slog.Handler{newHandler(&out)}
	for _, s := range p {
		h, attrs := handlers[s.from], slices.Clone(s.attrs)
		switch s.kind {
		case "WithGroup":
			handlers = append(handlers, h.WithGroup(s.name))
		case "WithAttrs":
			handlers = append(handlers, h.WithAttrs(attrs))
		default:
			r := slog.NewRecord(s.time, slog.LevelInfo, s.message, 0)
			r.AddAttrs(attrs...)
			if err := h.Handle(context.Background(), r); err != nil {
				return "error: " + err.Error()
			}
		}
	}
	return strings.TrimSuffix(out.String(), "\n")
}

func programCase(p program, want, rule string) check.Case {
	return check.Case{
		Call: "%v", Args: []any{p},
		Got:  func() string { return p.run(func(w io.Writer) slog.Handler { return handler.New(w, nil) }) },
		Want: want, Rule: rule,
	}
}

func withGroup(name string) step         { return step{kind: "WithGroup", name: name} }
func withAttrs(attrs ...slog.Attr) step  { return step{kind: "WithAttrs", attrs: attrs} }
func handle(attrs ...slog.Attr) step     { return step{kind: "Handle", attrs: attrs, message: "m"} }
func handleAt(at time.Time) step         { return step{kind: "Handle", message: "m", time: at} }
func handleMessage(message string) step  { return step{kind: "Handle", message: message} }
func from(handlerIndex int, s step) step { s.from = handlerIndex; return s }

// chain lets each step follow on the handler that the one before it made.
func chain(steps ...step) program {
	derived := 0
	for i := range steps {
		steps[i].from = derived
		if steps[i].kind != "Handle" {
			derived++
		}
	}
	return steps
}

type programTest struct {
	name string
	p    program
	want string
	rule string
}

func runPrograms(t *testing.T, read string, tests []programTest) {
	t.Helper()
	judge := check.New(t, read)
	for _, tt := range tests {
		judge.Run(tt.name, programCase(tt.p, tt.want, tt.rule))
	}
}

// A valuer resolves to v.
type valuer struct{ v slog.Value }

func (v valuer) LogValue() slog.Value { return v.v }

func (v valuer) String() string { return fmt.Sprintf("LogValuer(%v)", v.v) }
