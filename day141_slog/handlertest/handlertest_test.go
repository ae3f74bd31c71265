package handlertest_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"testing/slogtest"
	"testing/synctest"

	"workbook/day141_slog/handlertest"
)

// slogtestNames asks testing/slogtest for the names of its cases.
func slogtestNames(t *testing.T) []string {
	var names []string
	slogtest.Run(t,
		func(t *testing.T) slog.Handler {
			_, name, _ := strings.Cut(t.Name(), "/")
			names = append(names, name)
			return slog.DiscardHandler
		},
		func(t *testing.T) map[string]any {
			t.Skip("only the name is wanted")
			return nil
		})
	return names
}

// A nil handler fails every check, so its failures are the list of them:
// slogtest's list and the kit's own, or the kit has fallen behind.
func TestProgramsAreThoseOfSlogtest(t *testing.T) {
	want := append(slogtestNames(t), decoratorChecks()...)
	got := failed(handlertest.CheckContext(context.Background(), slog.String("id", "7"), nilHandler, handlertest.ParseJSON))
	if slices.Sort(got); len(got) != 17+5 {
		t.Errorf("CheckContext(nil handler): %d failures, want 17 programs and 5 checks", len(got))
	}
	if slices.Sort(want); !slices.Equal(got, want) {
		t.Errorf("programs and checks\n got: %q\nwant: %q", got, want)
	}
}

// newUseless is what an exercise's stub may look like.
func newUseless(io.Writer, *slog.HandlerOptions) slog.Handler { return slog.DiscardHandler }

type nilDeriver struct{ slog.Handler }

func (nilDeriver) WithAttrs([]slog.Attr) slog.Handler { return nil }
func (nilDeriver) WithGroup(string) slog.Handler      { return nil }

// Whatever a half-written handler does, the kit answers.
func TestCheckSurvivesStubs(t *testing.T) {
	stubs := map[string]handlertest.NewHandler{
		"nil":     func(io.Writer, *slog.HandlerOptions) slog.Handler { return nil },
		"useless": newUseless,
		"derives nil": func(w io.Writer, opts *slog.HandlerOptions) slog.Handler {
			return nilDeriver{slog.NewJSONHandler(w, opts)}
		},
		"panics": func(io.Writer, *slog.HandlerOptions) slog.Handler { panic("not today") },
	}
	for name, newHandler := range stubs {
		t.Run(name, func(t *testing.T) {
			got := failed(handlertest.Check(newHandler, handlertest.ParseJSON))
			for _, want := range []string{"WithAttrs", "siblings-attrs", "logvalue-panic"} {
				if !slices.Contains(got, want) {
					t.Errorf("Check(%s) = %q, want %q among them", name, got, want)
				}
			}
		})
	}
}

// Run reports each broken rule as a failed sub-test, and goes on. A test that
// must fail runs in a process of its own.
func TestRunReports(t *testing.T) {
	const runIt = "HANDLERTEST_RUN_A_FAULTY_HANDLER"
	if os.Getenv(runIt) != "" {
		handlertest.Run(t, newJSON, handlertest.ParseJSON)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestRunReports$", "-test.v")
	cmd.Env = append(os.Environ(), runIt+"=1")
	out, err := cmd.CombinedOutput()
	if _, failed := errors.AsType[*exec.ExitError](err); !failed {
		t.Errorf("Run(slog.NewJSONHandler): %v, want a failed test", err)
	}
	for _, want := range []string{
		"--- PASS: TestRunReports/built-ins",
		"--- FAIL: TestRunReports/empty-group-name",
		"rule: WithGroup(\"\") changes nothing",
		"--- PASS: TestRunReports/concurrent",
	} {
		if !strings.Contains(string(out), want) {
			t.Errorf("Run(slog.NewJSONHandler)\n got: %s\nwant: %q in it", out, want)
		}
	}
}

// In a bubble the deadline passes at once: every goroutine is blocked. The
// stuck goroutine ends when the test closes the gate.
func TestCheckReportsAHang(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gate := make(chan struct{})
		newHandler := func(w io.Writer, opts *slog.HandlerOptions) slog.Handler {
			return gated{slog.NewJSONHandler(w, opts), gate}
		}
		got := handlertest.Check(newHandler, handlertest.ParseJSON)
		want := "never returned"
		if len(got) != 1 || !strings.Contains(got[0].Detail, want) {
			t.Errorf("Check(handler that hangs) = %v, want one failure that says %q", got, want)
		}
		close(gate)
	})
}

type gated struct {
	slog.Handler
	gate chan struct{}
}

func (g gated) Handle(context.Context, slog.Record) error {
	<-g.gate
	return nil
}
