package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
)

// begunDecks are the decks whose new cards may be asked: those of days, and of the drills, of which an exercise is begun,
// which is one whose file is no longer the stub, and the deck of earlier weeks.
func begunDecks(root string) map[string]bool {
	begun := map[string]bool{"earlier": true}
	pattern := filepath.Join(root, "exercises", "*", "*", "testdata", "stub", "*.go") // of days and drills
	stubs, _ := filepath.Glob(pattern)                                                // it is well formed
	for _, stub := range stubs {
		exercise := filepath.Dir(filepath.Dir(filepath.Dir(stub)))
		published, err := os.ReadFile(stub)
		mine, mineErr := os.ReadFile(filepath.Join(exercise, filepath.Base(stub)))
		deck, _, _ := strings.Cut(filepath.Base(filepath.Dir(exercise)), "_")
		if err == nil && mineErr == nil && !bytes.Equal(unixLines(mine), unixLines(published)) {
			begun[deck] = true
		}
	}
	return begun
}

func unixLines(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) }
