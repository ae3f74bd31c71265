package tracecontext

import (
	"os"
	"strings"
	"testing"
)

// TestReadmeWaterfall: the drawing in the lesson is what Waterfall draws.
func TestReadmeWaterfall(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	want := "    " + strings.ReplaceAll(strings.TrimRight(draw(t, checkout()...), "\n"), "\n", "\n    ")
	if !strings.Contains(string(readme), want) {
		t.Errorf("README.md does not show what Waterfall draws now:\n%s", want)
	}
}
