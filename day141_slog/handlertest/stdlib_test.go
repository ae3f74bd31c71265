package handlertest_test

import (
	"io"
	"log/slog"
	"slices"
	"testing"

	"workbook/day141_slog/handlertest"
)

func newJSON(w io.Writer, opts *slog.HandlerOptions) slog.Handler {
	return slog.NewJSONHandler(w, opts)
}

func newText(w io.Writer, opts *slog.HandlerOptions) slog.Handler {
	return slog.NewTextHandler(w, opts)
}

// knownFaults are the checks that the handlers of log/slog do not pass, up to
// and including Go 1.26. When a later release mends one, this test says so.
func TestStandardLibraryFaults(t *testing.T) {
	tests := []struct {
		name       string
		newHandler handlertest.NewHandler
		parse      handlertest.Parse
		want       []string
	}{
		{"JSONHandler", newJSON, handlertest.ParseJSON, []string{
			"empty-group-name",     // prints "":{"k":"v"}
			"resolved-empty-group", // prints "G":{}
			"emptied-group",        // loses the comma: "msg":"msg""k":"v"
			"logvalue-group-cycle", // recurses until the stack overflows
			"odd-time",             // prints the error and the time, without a comma
			"nil-level",            // nil pointer dereference in Enabled
		}},
		{"TextHandler", newText, handlertest.ParseText, []string{
			"empty-group-name",     // prints .k=v
			"emptied-group",        // prints G.k=v for the attr behind the group
			"logvalue-group-cycle", // recurses until the stack overflows
			"nil-level",            // nil pointer dereference in Enabled
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := failed(handlertest.Check(test.newHandler, test.parse))
			if !slices.Equal(got, test.want) {
				t.Errorf("Check(slog.New%s)\n got: %q\nwant: %q", test.name, got, test.want)
			}
		})
	}
}

func failed(failures []handlertest.Failure) []string {
	var names []string
	for _, f := range failures {
		names = append(names, f.Name)
	}
	return names
}

// A failure reads as a test's own: the call, then got, want and the rule.
func TestFailureString(t *testing.T) {
	failures := handlertest.Check(newJSON, handlertest.ParseJSON)
	want := `empty-group-name: WithGroup("") and attr k=v
     got: {"":{"k":"v"},"level":"INFO","msg":"msg","time":"2026-03-02T12:00:00Z"}
    want: k="v"
    and 4 more of this kind
    rule: WithGroup("") changes nothing: slog.Logger never passes it on, other handlers do`
	if got := failures[0].String(); got != want {
		t.Errorf("Failure.String()\n got: %s\nwant: %s", got, want)
	}
}
