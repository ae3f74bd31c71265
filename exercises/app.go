package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// An app is what the commands know about their surroundings; tests build one over a temporary
// module.
type app struct {
	root, module string // module root, absolute, and module path
	cwd          string // where the reader stands: paths are printed from there
	store        string // folder for what is remembered between two runs; "" for none
	in           io.Reader
	out, log     io.Writer // what was asked for; progress and complaints
	colour       bool      // out takes escape sequences
	bar          bool      // log can redraw a line
}

// newApp finds the module: the first go.mod, going up, that has an exercises folder beside it.
func newApp() (*app, error) {
	cwd, err := os.Getwd()
	for root := cwd; err == nil; root = filepath.Dir(root) {
		mod, missing := os.ReadFile(filepath.Join(root, "go.mod"))
		if missing == nil && exists(filepath.Join(root, "exercises")) {
			return &app{
				root: root, module: modulePath(string(mod)), cwd: cwd, store: openStore(root),
				in: os.Stdin, out: os.Stdout, log: os.Stderr,
				colour: isTerminal(os.Stdout) && os.Getenv("NO_COLOR") == "", bar: isTerminal(os.Stderr),
			}, nil
		}
		if root == filepath.Dir(root) {
			err = errors.New("run this inside the workbook: " + cwd + " is in no module that has exercises")
		}
	}
	return nil, err
}

func modulePath(mod string) string {
	_, rest, _ := strings.Cut("\n"+mod, "\nmodule ")
	path, _, _ := strings.Cut(rest, "\n")
	return strings.TrimSpace(path)
}

// isTerminal guesses without system calls. The old Windows console prints escape sequences as
// they are.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb" &&
		(runtime.GOOS != "windows" || os.Getenv("WT_SESSION") != "")
}

// path makes a slash path below the root an absolute one of this system.
func (a *app) path(slash string) string { return filepath.Join(a.root, filepath.FromSlash(slash)) }

// shown is a slash path below the root as the reader would type it.
func (a *app) shown(slash string) string {
	if rel, err := filepath.Rel(a.cwd, a.path(slash)); err == nil {
		return rel
	}
	return a.path(slash)
}

// pkg names a package for a command line: ./dir is the form that the workbook teaches, an
// import path works in sub-folders too.
func (a *app) pkg(dir string) string {
	if a.cwd == a.root {
		return "./" + dir
	}
	return a.module + "/" + dir
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
