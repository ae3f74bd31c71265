package script_test

import (
	"os"
	"path/filepath"
	"testing"

	"workbook/exercises/drills/script"
)

// maxBytes bounds a recording.
const maxBytes = 300_000

// Each recording is made again, and is the same to the byte.
func TestRecordings(t *testing.T) {
	for drill, record := range script.All() {
		t.Run(drill, func(t *testing.T) {
			size, files := 0, record()
			dir := filepath.Join("..", drill, "testdata", "recording")
			for name, want := range files {
				size += len(want)
				got, err := os.ReadFile(filepath.Join(dir, name))
				if err != nil {
					t.Fatal(err)
				}
				if string(got) != want {
					t.Errorf("%s is not what its script makes: go run ./exercises/drills -record %s writes it anew", name, drill)
				}
			}
			if size > maxBytes {
				t.Errorf("%d bytes, at most %d", size, maxBytes)
			}
			entries, err := os.ReadDir(dir)
			if err != nil || len(entries) != len(files) {
				t.Errorf("%s has %d files, want %d (%v)", dir, len(entries), len(files), err)
			}
		})
	}
}
