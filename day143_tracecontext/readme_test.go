package tracecontext

import (
	"os"
	"regexp"
	"strconv"
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

// TestReadmeMinutes: what the sections and files ask for is what the title says.
func TestReadmeMinutes(t *testing.T) {
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	sum, title := 0, 0
	minutes := regexp.MustCompile(`(?m)^# .*\((\d+) minutes\)$|^\*\((\d+) minutes?\)\*|^\| \[.* \| (\d+) \|$`)
	for _, found := range minutes.FindAllStringSubmatch(string(readme), -1) {
		n, err := strconv.Atoi(found[1] + found[2] + found[3])
		if err != nil {
			t.Fatal(err)
		}
		if found[1] != "" {
			title = n
			continue
		}
		sum += n
	}
	if sum != title {
		t.Errorf("the sections and files of README.md add up to %d minutes, its title says %d", sum, title)
	}
}
