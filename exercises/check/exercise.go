package check

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
)

// An exercise is the folder whose tests run now.
type exercise struct {
	root string // of the module
	dir  string // exercises/day146_alerting/01_rate
	file string // rate.go, the file that the reader edits
}

// here finds the exercise by the working directory, which go test sets to the package's folder. The file to edit is
// the one that has a reference.
func here() (exercise, error) {
	dir, err := os.Getwd()
	if err != nil {
		return exercise{}, err
	}
	root := dir
	for !isFile(filepath.Join(root, "go.mod")) {
		parent := filepath.Dir(root)
		if parent == root {
			return exercise{}, fmt.Errorf("no go.mod above %s", dir)
		}
		root = parent
	}
	rel, err := filepath.Rel(root, dir)
	if err != nil {
		return exercise{}, err
	}
	references, err := filepath.Glob(filepath.Join("testdata", "solution", "*.go"))
	if err != nil {
		return exercise{}, err
	}
	if len(references) != 1 {
		return exercise{}, fmt.Errorf("%s/testdata/solution holds %d .go files, want 1: the workbook is damaged, not your code; "+
			"git checkout -- %[1]s/testdata brings it back", filepath.ToSlash(rel), len(references))
	}
	return exercise{root: root, dir: filepath.ToSlash(rel), file: filepath.Base(references[0])}, nil
}

// edit is the path of the reader's file from the root of the module.
func (e exercise) edit() string { return path.Join(e.dir, e.file) }

func isFile(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.Mode().IsRegular()
}
