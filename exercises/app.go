package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"workbook/exercises/internal/gotest"
	"workbook/exercises/internal/store"
)

// An app is what the commands know about their surroundings.
type app struct {
	root    string // of the module, absolute
	cwd     string // where the reader stands: paths are printed from there
	self    string // this program, which also guards test binaries
	in      io.Reader
	letters bool // in watch, where advice is a letter to type
	store   store.Folder
	printer
	options
}

// newApp finds the module: the first go.mod, going up, that has an exercises folder beside it.
func newApp() (*app, error) {
	cwd, err := os.Getwd()
	root := cwd
	for err == nil && !(exists(filepath.Join(root, "go.mod")) && exists(filepath.Join(root, "exercises"))) {
		root = filepath.Dir(root)
		if root == filepath.Dir(root) {
			err = errors.New("run this inside the workbook: " + cwd + " is in no module that has exercises")
		}
	}
	if err != nil {
		return nil, err
	}
	self, err := os.Executable()
	return &app{root: root, cwd: cwd, self: self, in: os.Stdin, store: store.Open(root), printer: newPrinter()}, err
}

// goCommand is the go command in the workbook.
func (a *app) goCommand() gotest.Command { return gotest.Command{Root: a.root, Guard: a.self} }

// path makes a slash path below the root an absolute one of this system.
func (a *app) path(slash string) string { return filepath.Join(a.root, filepath.FromSlash(slash)) }

// shown is a slash path below the root as the reader would type it.
func (a *app) shown(slash string) string {
	rel, _ := filepath.Rel(a.cwd, a.path(slash)) // both are absolute, on one drive
	return rel
}

// how says how to run a command on an exercise: as a command line, or as a letter in watch.
func (a *app) how(command string, e *exercise) string {
	if !a.letters {
		return a.line(command + " " + e.name())
	}
	if strings.HasSuffix(command, "-spoil") {
		return command[:1] + " again"
	}
	return command[:1]
}

// line is the command line that runs this program with args. An import path works in sub-folders too.
func (a *app) line(args string) string {
	if a.cwd == a.root {
		return "go run ./exercises " + args
	}
	return "go run " + gotest.Module + "exercises " + args
}

// lines reads a file as lines that end in \n, whatever the editor wrote.
func (a *app) lines(file string) ([]string, error) {
	text, err := os.ReadFile(a.path(file))
	return slices.Collect(strings.Lines(strings.ReplaceAll(string(text), "\r\n", "\n"))), err
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
