package redact_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"workbook/day141_slog/redact"
)

// Types whose output is not in their fields, so that only their methods tell.
type (
	ptrJSON struct{ _ int }
	ptrText struct{ _ int }
	textKey struct{ _ int }
	badText struct{ _ int }
)

func (*ptrJSON) MarshalJSON() ([]byte, error) { return []byte(`{"password":"` + hunter + `"}`), nil }
func (*ptrText) MarshalText() ([]byte, error) { return []byte("token=" + hunter), nil }
func (textKey) MarshalText() ([]byte, error)  { return []byte("token=" + hunter), nil }
func (badText) MarshalText() ([]byte, error)  { return nil, errors.New("vault " + hunter) }

// encoding/json calls a method of the pointer on whatever has an address: the
// elements of a slice, and all that a pointer leads to.
func TestRedactorAsksWhomTheEncoderAsks(t *testing.T) {
	values := map[string]any{
		"MarshalJSON on the pointer, field":   &struct{ C ptrJSON }{},
		"MarshalJSON on the pointer, element": []ptrJSON{{}},
		"MarshalText on the pointer, field":   &struct{ C ptrText }{},
		"MarshalText on the pointer, element": []ptrText{{}},
		"MarshalText of a map's key":          map[textKey]int{{}: 1},
		"MarshalText of a map's key, failing": map[badText]int{{}: 1},
		"Secret in an unexported field":       struct{ s redact.Secret }{hunter},
		"Secret behind an unexported pointer": []any{struct{ s *[1]redact.Secret }{&[1]redact.Secret{hunter}}},
	}
	replace := redact.New(redact.Options{}).ReplaceAttr
	for name, x := range values {
		for _, f := range formats() {
			var out bytes.Buffer
			slog.New(f.newHandler(&out, &slog.HandlerOptions{ReplaceAttr: replace})).Info("m", "note", x)
			if got := out.String(); strings.Contains(got, hunter) {
				t.Errorf("%s, %s\n got: %swant: no %q", name, f.name, got, hunter)
			}
		}
	}
}

// pinned knows whether it is the value that was logged.
type pinned struct{ self *pinned }

func (p *pinned) LogValue() slog.Value {
	if p == p.self {
		return slog.StringValue("itself")
	}
	return slog.StringValue("a copy")
}

// A method with a lock may wait for ever on a copy, whose mutex nobody unlocks.
func TestRedactorAsksTheValueItself(t *testing.T) {
	in := &struct{ P pinned }{}
	in.P.self = &in.P
	out := redact.New(redact.Options{}).ReplaceAttr(nil, slog.Any("note", in))
	if got, want := fmt.Sprint(out.Value), "map[P:itself]"; got != want {
		t.Errorf("ReplaceAttr of a LogValuer behind a pointer\n got: %s\nwant: %s", got, want)
	}
}
