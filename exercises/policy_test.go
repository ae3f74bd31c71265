package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The rules of the house, for the whole module. They are in policyrules_test.go, each proven there
// on a file that breaks it.
func TestPolicy(t *testing.T) {
	root := filepath.Dir(workingDir(t))
	reader := readersFiles(t, root)
	for _, problem := range topLevelProblems(t, root) {
		t.Error(problem)
	}
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range modProblems(string(mod)) {
		t.Error(problem)
	}
	sources := map[string]string{}
	for _, file := range goFiles(t, root) {
		if slices.Contains(reader, file) {
			continue // half-written answers are nobody's business
		}
		src, err := os.ReadFile(filepath.Join(root, file))
		if err != nil {
			t.Fatal(err)
		}
		for _, problem := range fileProblems(file, string(src)) {
			t.Errorf("%s: %s", file, problem)
		}
		sources[file] = string(src)
	}
	for _, problem := range slices.Concat(sameFilesProblems(sources), roomProblems(sources)) {
		t.Error(problem)
	}
}

// readersFiles are the files that belong to the reader.
func readersFiles(t *testing.T, root string) []string {
	t.Helper()
	list, err := (&app{root: root}).catalogue()
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, e := range list {
		files = append(files, e.file)
	}
	return files
}

// goFiles lists the .go files of the module as slash paths, testdata included.
func goFiles(t *testing.T, root string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != root && d.Name()[0] == '.' {
			return filepath.SkipDir
		}
		rel, err := filepath.Rel(root, p)
		if filepath.Ext(p) == ".go" {
			files = append(files, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// topLevelProblems looks at what is under version control, or at the folder where there is none: a
// reader's scratch file at the top is no fault of the workbook.
func topLevelProblems(t *testing.T, root string) []string {
	t.Helper()
	var names []string
	git := exec.Command("git", "ls-files")
	git.Dir = root
	if out, err := git.Output(); err == nil && len(out) > 0 {
		for file := range strings.Lines(string(out)) {
			name, _, _ := strings.Cut(strings.TrimSpace(file), "/")
			names = append(names, name)
		}
	} else {
		entries, err := os.ReadDir(root)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			names = append(names, entry.Name())
		}
	}
	return strangers(names)
}

func workingDir(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}
