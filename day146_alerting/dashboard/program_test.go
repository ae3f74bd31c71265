package dashboard

import (
	"os"
	"os/exec"
	"testing"
)

// program returns the path of a program that an interop test drives. Without
// WORKBOOK_INTEROP=1 the test is skipped; with it, a missing program fails the test.
func program(t testing.TB, name string) string {
	t.Helper()
	if os.Getenv("WORKBOOK_INTEROP") != "1" {
		t.Skip("drives a real program; set WORKBOOK_INTEROP=1")
	}
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("WORKBOOK_INTEROP=1 asks for %s: %v", name, err)
	}
	return path
}
