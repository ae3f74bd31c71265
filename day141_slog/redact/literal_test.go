package redact_test

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"

	"workbook/day141_slog/redact"
)

func TestWriterScrubsLiterals(t *testing.T) {
	secrets := []string{hunter, hunter + "-and-more", "quo\"te\\d <&> \u2028é\n2", "päss wörd/+="}
	r := redact.New(redact.Options{Literals: secrets})
	for _, f := range formats() {
		for _, secret := range secrets {
			t.Run(f.name+"/"+secret, func(t *testing.T) {
				var raw, out bytes.Buffer
				for _, w := range []io.Writer{&raw, r.Writer(&out)} {
					l := slog.New(f.newHandler(w, nil))
					l.WithGroup(secret).Info("x"+secret+"y", "k"+secret, secret, "err", errors.New(secret), "list", []string{secret})
				}
				for _, part := range []string{hunter, "more", "te\\\\d", "te\\d", "rd/"} {
					printed := strings.Contains(raw.String(), part) && strings.Contains(secret, part)
					if printed && strings.Contains(out.String(), part) {
						t.Errorf("secret %q\n got: %swant: nothing of it, not even %q", secret, out.String(), part)
					}
				}
				if got, want := strings.Count(out.String(), redact.Marker), 5; got < want {
					t.Errorf("secret %q\n got: %swant: %d times %s", secret, out.String(), want, redact.Marker)
				}
			})
		}
	}
}

// writes records what it is given, and may fail.
type writes struct {
	lines []string
	err   error
}

func (w *writes) Write(b []byte) (int, error) {
	w.lines = append(w.lines, string(b))
	if w.err != nil {
		return 0, w.err
	}
	return len(b), nil
}

func TestWriterContract(t *testing.T) {
	r := redact.New(redact.Options{Literals: []string{hunter}})
	t.Run("one Write a record, its length reported, the caller's bytes kept", func(t *testing.T) {
		var inner writes
		line := []byte("a " + hunter + " b\n")
		before := string(line)
		n, err := r.Writer(&inner).Write(line)
		if n != len(line) || err != nil {
			t.Errorf("Write(%q)\n got: %d, %v\nwant: %d, nil", before, n, err, len(line))
		}
		if want := "a [REDACTED] b\n"; len(inner.lines) != 1 || inner.lines[0] != want {
			t.Errorf("Write(%q)\n got: %q\nwant: once %q", before, inner.lines, want)
		}
		if string(line) != before {
			t.Errorf("the caller's bytes\n got: %q\nwant: %q", line, before)
		}
	})
	t.Run("errors pass", func(t *testing.T) {
		want := errors.New("disk full")
		if n, err := r.Writer(&writes{err: want}).Write([]byte(hunter)); n != 0 || !errors.Is(err, want) {
			t.Errorf("Write on a failing writer\n got: %d, %v\nwant: 0, %v", n, err, want)
		}
	})
	t.Run("a short literal is told and not looked for, an empty one is none", func(t *testing.T) {
		var inner writes
		r := redact.New(redact.Options{Literals: []string{"", "abc", hunter}})
		if got, want := r.TooShort(), 1; got != want {
			t.Errorf("New(literals \"\", \"abc\" and a long one).TooShort()\n got: %d\nwant: %d", got, want)
		}
		if _, err := r.Writer(&inner).Write([]byte("abc " + hunter)); err != nil {
			t.Fatal(err)
		}
		if want := "abc [REDACTED]"; inner.lines[0] != want {
			t.Errorf("Write(%q)\n got: %q\nwant: %q", "abc "+hunter, inner.lines[0], want)
		}
	})
}
