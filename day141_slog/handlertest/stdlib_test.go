package handlertest_test

import (
	"go/version"
	"io"
	"log/slog"
	"os"
	"runtime"
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

// libraryFault is a check that a handler of log/slog does not pass. mended is the first
// release that passes it; "" when none does.
type libraryFault struct{ name, mended string }

// newestKnown is the latest release of Go whose handlers this table was held against.
const newestKnown = "go1.27"

// When a release mends a fault or brings a new one, this test says so: as an
// error on the releases that it knows, or with WORKBOOK_STRICT=1, and else as a
// line in the log, since it is no fault of the reader's.
func TestStandardLibraryFaults(t *testing.T) {
	tests := []struct {
		name       string
		newHandler handlertest.NewHandler
		parse      handlertest.Parse
		faults     []libraryFault
	}{
		{"JSONHandler", newJSON, handlertest.ParseJSON, []libraryFault{
			{name: "empty-group-name"},           // prints "":{"k":"v"}
			{name: "resolved-empty-group"},       // prints "G":{}
			{name: "emptied-group"},              // loses the comma: "msg":"msg""k":"v"
			{name: "logvalue-group-cycle"},       // recurses until the stack overflows
			{name: "odd-time", mended: "go1.27"}, // printed the error and the time, without a comma
			{name: "nil-level"},                  // nil pointer dereference in Enabled
		}},
		{"TextHandler", newText, handlertest.ParseText, []libraryFault{
			{name: "empty-group-name"},     // prints .k=v
			{name: "emptied-group"},        // prints G.k=v for the attr behind the group
			{name: "logvalue-group-cycle"}, // recurses until the stack overflows
			{name: "nil-level"},            // nil pointer dereference in Enabled
		}},
	}
	release := version.Lang(runtime.Version())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			say := t.Errorf
			if !version.IsValid(release) || version.Compare(release, newestKnown) > 0 && os.Getenv("WORKBOOK_STRICT") != "1" {
				say = t.Logf
			}
			got := failed(handlertest.Check(tt.newHandler, tt.parse))
			for _, f := range tt.faults {
				fails := slices.Contains(got, f.name)
				mended := f.mended != "" && version.Compare(release, f.mended) >= 0
				switch {
				case fails && mended:
					say("slog.%s of %s fails %s again, which %s had mended", tt.name, runtime.Version(), f.name, f.mended)
				case !fails && !mended:
					say("slog.%s of %s no longer fails %s: name the release in this table", tt.name, runtime.Version(), f.name)
				}
			}
			for _, name := range got {
				if !slices.ContainsFunc(tt.faults, func(f libraryFault) bool { return f.name == name }) {
					say("slog.%s of %s fails %s, which is new", tt.name, runtime.Version(), name)
				}
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
