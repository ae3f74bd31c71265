package logging_test

import (
	"go/version"
	"io"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"testing"
)

// newestKnown is the latest release of Go whose handlers these tests were held against.
const newestKnown = "go1.27"

// surprise says that log/slog does something that these tests do not expect of
// it. On a release that they know it is an error. On a later one it is no fault
// of the reader's, so it is a line in the log, unless WORKBOOK_STRICT=1 asks.
func surprise(t *testing.T, format string, args ...any) {
	t.Helper()
	if known(runtime.Version()) || os.Getenv("WORKBOOK_STRICT") == "1" {
		t.Errorf(format, args...)
		return
	}
	t.Logf(runtime.Version()+": "+format, args...)
}

func known(release string) bool {
	return version.IsValid(release) && version.Compare(version.Lang(release), newestKnown) <= 0
}

func TestKnown(t *testing.T) {
	for release, want := range map[string]bool{"go1.26.0": true, "go1.27.4": true, "go1.27rc1": true,
		"go1.28.0": false, "devel go1.29-0123456789": false} {
		if got := known(release); got != want {
			t.Errorf("known(%q) = %v, want %v: a release that is not known yet is no fault of the reader's", release, got, want)
		}
	}
}

// sameSpelling makes two spellings of one JSON text alike. Releases differ in
// what a byte that is not UTF-8 becomes: Go 1.26 writes \ufffd, Go 1.27 the
// character itself. The running library is asked which one it writes.
func sameSpelling(line string) string {
	if !escapesBadBytes() {
		return line
	}
	var b strings.Builder
	for i := 0; i < len(line); {
		n := 1
		if line[i] == '\\' {
			n = 2 // \\ufffd is a backslash and five letters
		}
		if strings.HasPrefix(line[i:], `\ufffd`) {
			b.WriteRune('\ufffd')
			i += len(`\ufffd`)
			continue
		}
		b.WriteString(line[i:min(i+n, len(line))])
		i += n
	}
	return b.String()
}

func escapesBadBytes() bool {
	var out strings.Builder
	slog.New(slog.NewJSONHandler(io.Writer(&out), nil)).Info("\xff")
	return strings.Contains(out.String(), `"msg":"\ufffd"`)
}
