package waterfall_test

import (
	"os"
	"strings"
	"testing"
)

// TestDocDrawing: the drawing in the package comment is what Text draws.
func TestDocDrawing(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	want := "//\t" + strings.ReplaceAll(strings.TrimRight(draw(t, checkout()...), "\n"), "\n", "\n//\t") + "\n"
	if !strings.Contains(string(doc), want) {
		t.Errorf("doc.go does not show what Text draws now:\n%s", want)
	}
}
