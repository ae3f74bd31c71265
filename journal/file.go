package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// loadRecord reads a record; a missing file is an empty one. A damaged file is
// an error that names the line, and the caller must not save over it.
func loadRecord(path string) (*record, error) {
	text, err := readRegular(path)
	if errors.Is(err, fs.ErrNotExist) {
		return newRecord(), nil
	}
	if err != nil {
		return nil, err
	}
	r, line, err := decodeRecord(text)
	if err != nil {
		const advice = "nothing was changed: mend the line, or move the file away to start anew"
		return nil, fmt.Errorf("%s:%d: %w; %s", path, line, err, advice)
	}
	return r, nil
}

// readRegular reads a file that is one: a named pipe would hold the reader until somebody writes.
func readRegular(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%s is no regular file", path)
	}
	return os.ReadFile(path)
}

// decodeRecord refuses whatever a later save would lose or spoil. With an error
// it returns the line, from 1, where it stands.
func decodeRecord(text []byte) (*record, int, error) {
	r := newRecord()
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields() // a field we don't know would be gone after the save
	if err := dec.Decode(r); err != nil {
		return nil, lineAt(text, errorOffset(text, err)), err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, lineAt(text, dec.InputOffset()), errors.New("text after the record")
	}
	// encoding/json keeps the last of two, and the save would lose the other.
	if key, end := repeated(json.NewDecoder(bytes.NewReader(text))); end > 0 {
		return nil, lineAt(text, end), fmt.Errorf("%.64q stands there a second time", key)
	}
	if r.Version != 1 {
		return nil, 1, fmt.Errorf("version %d is not known to this program", r.Version)
	}
	if r.Cards == nil {
		return nil, 1, errors.New("no cards")
	}
	if key, found := r.damaged(); found {
		quoted, _ := json.Marshal(key) // a string always marshals
		at := max(bytes.Index(text, quoted), 0)
		return nil, lineAt(text, int64(at)), fmt.Errorf("the entry of card %.64q is damaged", key)
	}
	return r, 0, nil
}

// repeated reads one value and returns the first key that its object has had
// before, and the byte at which it ends; 0 if there is none. The text is valid.
func repeated(dec *json.Decoder) (key string, end int64) {
	token, _ := dec.Token()
	open, ok := token.(json.Delim)
	if !ok {
		return "", 0
	}
	seen := make(map[string]bool)
	for dec.More() {
		if open == '{' {
			token, _ := dec.Token()
			key, _ := token.(string)
			if seen[key] {
				return key, dec.InputOffset()
			}
			seen[key] = true
		}
		if key, end := repeated(dec); end > 0 {
			return key, end
		}
	}
	_, _ = dec.Token() // the bracket that closes it
	return "", 0
}

// errorOffset returns the byte at which encoding/json gave up.
func errorOffset(text []byte, err error) int64 {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return syntax.Offset
	case errors.As(err, &kind):
		return kind.Offset
	}
	// An unknown field comes with its name alone, a cut text with nothing.
	if _, name, ok := strings.Cut(err.Error(), "unknown field "); ok {
		return int64(max(bytes.Index(text, []byte(name)), 0))
	}
	return int64(len(text))
}

func lineAt(text []byte, offset int64) int {
	return 1 + bytes.Count(text[:min(int(offset), len(text))], []byte("\n"))
}

// saveRecord writes the record beside path and renames it over path: a crash at
// any byte leaves the old file whole. Where path is a link, that is done to the file it leads to.
func saveRecord(path string, r *record) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	text, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), ".progress-*.tmp")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // after the rename there is nothing left to remove
	_, err = tmp.Write(append(text, '\n'))
	// Sync before the rename, or a power cut can keep the name and lose the bytes.
	if err := errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
