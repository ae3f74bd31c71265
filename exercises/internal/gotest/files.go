package gotest

import (
	"encoding/json"
	"os"
	"strings"
)

// Funcs lists the Test functions of a file in source order. It reads lines instead of
// parsing: test files are gofmt'd, and one that does not parse still has names.
func Funcs(file string) (names []string) {
	src, _ := os.ReadFile(file)
	for line := range strings.Lines(string(src)) {
		rest, ok := strings.CutPrefix(line, "func Test")
		name, params, _ := strings.Cut(rest, "(")
		if ok && strings.Contains(params, " *testing.T)") && (name == "" || name[0] < 'a' || name[0] > 'z') {
			names = append(names, "Test"+name)
		}
	}
	return names
}

// Overlay is the file of the go command's -overlay flag: which file to read in place of which.
func Overlay(replace map[string]string) []byte {
	data, _ := json.MarshalIndent(map[string]any{"Replace": replace}, "", "  ") // strings always encode
	return append(data, '\n')
}
