package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
)

// module is the module path, with the slash that makes it a prefix.
const module = "workbook/"

// An app is what the commands know about their surroundings.
type app struct {
	root     string // of the module, absolute
	cwd      string // where the reader stands: paths are printed from there
	store    string // folder for what is remembered between two runs; "" for none
	in       io.Reader
	out, log io.Writer // what was asked for; progress and complaints
	colour   bool      // out takes escape sequences
	bar      bool      // log can redraw a line
	options
}

// newApp finds the module: the first go.mod, going up, that has an exercises folder beside it.
func newApp() (*app, error) {
	cwd, err := os.Getwd()
	root := cwd
	for err == nil && !(exists(filepath.Join(root, "go.mod")) && exists(filepath.Join(root, "exercises"))) {
		if root = filepath.Dir(root); root == filepath.Dir(root) {
			err = errors.New("run this inside the workbook: " + cwd + " is in no module that has exercises")
		}
	}
	if err != nil {
		return nil, err
	}
	return &app{root: root, cwd: cwd, store: openStore(root), in: os.Stdin, out: os.Stdout, log: os.Stderr,
		colour: isTerminal(os.Stdout) && os.Getenv("NO_COLOR") == "", bar: isTerminal(os.Stderr)}, nil
}

// isTerminal guesses. The old Windows console prints escape sequences as they are.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb" &&
		(runtime.GOOS != "windows" || os.Getenv("WT_SESSION") != "")
}

// path makes a slash path below the root an absolute one of this system.
func (a *app) path(slash string) string { return filepath.Join(a.root, filepath.FromSlash(slash)) }

// shown is a slash path below the root as the reader would type it.
func (a *app) shown(slash string) string {
	rel, _ := filepath.Rel(a.cwd, a.path(slash)) // both are absolute, on one drive
	return rel
}

// pkg names a package for a command line; an import path works in sub-folders too.
func (a *app) pkg(dir string) string {
	if a.cwd == a.root {
		return "./" + dir
	}
	return module + dir
}

// self is the command line that runs this program again.
func (a *app) self(args string) string { return "go run " + a.pkg("exercises") + " " + args }

func (a *app) printf(format string, args ...any) { fmt.Fprintf(a.out, format, args...) }

// Meaning never depends on a colour alone: each comes with a word or a sign.
const bold, red, green = "1", "31", "32"

// paint colours s and always ends it, so that an interrupt leaves nothing on.
func (a *app) paint(code, s string) string {
	if !a.colour || code == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
