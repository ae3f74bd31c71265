package main

import (
	"embed"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"workbook/exercises/drills/script"
)

//go:embed [0-9]*/README.md [0-9]*/testdata/recording
var files embed.FS

// drill is one folder with a recording.
type drill struct {
	name  string // 01_slow_checkout
	title string // of its README: "01 · slow checkout (30 minutes)"
}

// drills returns all of them, in order.
func drills() (all []drill) {
	entries, _ := files.ReadDir(".") // what is embedded can be read
	for _, e := range entries {
		text, _ := files.ReadFile(e.Name() + "/README.md")
		title, _, _ := strings.Cut(strings.TrimPrefix(string(text), "# "), "\n")
		all = append(all, drill{e.Name(), strings.TrimSpace(title)})
	}
	return all
}

func list(w io.Writer) {
	for _, d := range drills() {
		fmt.Fprintf(w, "%-46s go run ./exercises/drills %.2s\n", d.title, d.name)
	}
}

// find returns the one drill that a name is part of.
func find(name string) (drill, error) {
	var found []drill
	for _, d := range drills() {
		if strings.Contains(d.name, filepath.Base(name)) {
			found = append(found, d)
		}
	}
	if len(found) != 1 {
		return drill{}, fmt.Errorf("%.64q is the name of %d drills; without a name they are listed", name, len(found))
	}
	return found[0], nil
}

// recording is the folder of the recorded files.
func (d drill) recording() (fs.FS, error) { return fs.Sub(files, d.name+"/testdata/recording") }

// record writes the files of the recording.
func (d drill) record() error {
	dir := filepath.Join("exercises", "drills", d.name, "testdata", "recording")
	if _, err := os.Stat(dir); err != nil {
		return err
	}
	for file, text := range script.All()[d.name]() {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}
