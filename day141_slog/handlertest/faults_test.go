package handlertest_test

import (
	"io"
	"log/slog"
	"slices"
	"testing"

	"workbook/day141_slog/handlertest"
)

// fault is a small wrong handler and the one check that must find it.
type fault struct {
	check string
	wrong string // the mistake, in words
	spoil func(h *hooks)
}

// spoiled is the model with some hooks replaced.
func spoiled(spoil func(h *hooks)) handlertest.NewHandler {
	return func(w io.Writer, opts *slog.HandlerOptions) slog.Handler {
		m := newModel(w, opts)
		spoil(&m.hooks)
		return m
	}
}

func TestModelIsSound(t *testing.T) {
	handlertest.Run(t, spoiled(func(*hooks) {}), handlertest.ParseJSON)
}

// Every check has at least one fault that it finds and no other check does: so
// none is idle, and none is a copy of another.
func TestEachCheckFindsItsFault(t *testing.T) {
	var all []fault
	all = append(all, programFaults()...)
	all = append(all, kitFaults()...)
	all = append(all, deliveryFaults()...)
	for _, f := range all {
		t.Run(f.check+"/"+f.wrong, func(t *testing.T) {
			want := []string{f.check}
			failures := handlertest.Check(spoiled(f.spoil), handlertest.ParseJSON)
			if got := failed(failures); !slices.Equal(got, want) {
				t.Errorf("Check(%s)\n got: %q\nwant: %q\n%v", f.wrong, got, want, failures)
			}
		})
	}
	t.Run("all covered", func(t *testing.T) {
		for _, name := range failed(handlertest.Check(nilHandler, handlertest.ParseJSON)) {
			if !slices.ContainsFunc(all, func(f fault) bool { return f.check == name }) {
				t.Errorf("check %s has no faulty handler", name)
			}
		}
	})
}

// nilHandler fails every check.
func nilHandler(io.Writer, *slog.HandlerOptions) slog.Handler { return nil }
