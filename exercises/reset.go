package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
)

// reset puts the stub back, of which a copy lies under testdata, and keeps the reader's version beside it.
func (a *app) reset(_ context.Context, e *exercise) error {
	stub, err := os.ReadFile(a.path(e.stub))
	if err != nil {
		return fmt.Errorf("%s stays as it is: %w\nTake it from a fresh copy of the workbook", path.Base(e.file), err)
	}
	if a.untouched(e) {
		a.printf("%s is the stub already.\n", path.Base(e.file))
		return nil
	}
	mine, err := os.ReadFile(a.path(e.file))
	if err == nil {
		err = a.backup(e.file, mine)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) { // without a file there is nothing to keep
		return err
	}
	a.printf("%s is the stub again.\n", path.Base(e.file))
	return os.WriteFile(a.path(e.file), stub, 0o644)
}

// backup keeps text under the first free name: redact.go.bak, then redact.go.2.bak.
func (a *app) backup(file string, text []byte) error {
	name := file + ".bak"
	for n := 2; exists(a.path(name)); n++ {
		name = fmt.Sprintf("%s.%d.bak", file, n)
	}
	a.printf("Your version is kept as %s\n", a.shown(name))
	return os.WriteFile(a.path(name), text, 0o644)
}
