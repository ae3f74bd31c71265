package main

import (
	"encoding/json"
	"os"
)

// overlay is the file format of the go command's -overlay flag: a file to read in place of another.
// Relative paths count from the current directory and are ignored in silence from anywhere
// else, so overlays written for a run hold absolute paths.
type overlay struct{ Replace map[string]string }

func (o overlay) encode() []byte {
	data, err := json.MarshalIndent(o, "", "  ") // map keys come out sorted
	if err != nil {
		panic("an overlay of strings always encodes: " + err.Error())
	}
	return append(data, '\n')
}

// writeOverlay writes an overlay that puts the file with over e's file into dir, and returns its name.
func (a *app) writeOverlay(dir string, e *exercise, with string) (string, error) {
	f, err := os.CreateTemp(dir, "overlay-*.json")
	if err != nil {
		return "", err
	}
	o := overlay{Replace: map[string]string{a.path(e.file): a.path(with)}}
	if _, err := f.Write(o.encode()); err != nil {
		f.Close()
		return "", err
	}
	return f.Name(), f.Close()
}

// solvedFile is the checked-in overlay that puts every reference in place. It is for the module
// root only, hence relative.
const solvedFile = "exercises/solved.json"

// solvedOverlay is what solvedFile must hold: every exercise that has a reference.
func solvedOverlay(list []*exercise) []byte {
	o := overlay{Replace: map[string]string{}}
	for _, e := range list {
		if e.solution != "" {
			o.Replace[e.file] = e.solution
		}
	}
	return o.encode()
}
