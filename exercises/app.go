package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// app is what every command needs to know about its surroundings. Tests build one over a
// temporary module.
type app struct {
	root   string // module root, absolute
	module string // module path, from go.mod
	cwd    string // where the reader stands: paths are printed from there
	store  *store // what is remembered between two runs
	in     io.Reader
	out    io.Writer // what was asked for
	log    io.Writer // progress and remarks
	colour bool      // out takes escape sequences
	bar    bool      // log is a terminal that can redraw a line
}

// newApp describes the process's own surroundings.
func newApp() (*app, error) {
	cwd, err := os.Getwd()
	if err != nil {
		return nil, err
	}
	root, module, err := findModule(cwd)
	if err != nil {
		return nil, err
	}
	return &app{
		root: root, module: module, cwd: cwd,
		store:  openStore(root),
		in:     os.Stdin,
		out:    os.Stdout,
		log:    os.Stderr,
		colour: isTerminal(os.Stdout) && os.Getenv("NO_COLOR") == "",
		bar:    isTerminal(os.Stderr),
	}, nil
}

// findModule walks up from dir to the first go.mod that has an exercises folder beside it.
func findModule(dir string) (root, module string, err error) {
	for root = dir; ; root = filepath.Dir(root) {
		mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
		if err == nil && isDir(filepath.Join(root, "exercises")) {
			return root, modulePath(string(mod)), nil
		}
		if root == filepath.Dir(root) {
			return "", "", errors.New("run this inside the workbook: no go.mod with an exercises folder beside it in " + dir + " or above")
		}
	}
}

func modulePath(mod string) string {
	for line := range strings.Lines(mod) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "module "); ok {
			return strings.TrimSpace(rest)
		}
	}
	return ""
}

// isTerminal is a guess that needs no system call package: a character device that is not
// known to be a dumb one. The old Windows console prints escape sequences as they are.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 || os.Getenv("TERM") == "dumb" {
		return false
	}
	return runtime.GOOS != "windows" || os.Getenv("WT_SESSION") != ""
}

// path turns a slash path below the module root into an absolute one of this system.
func (a *app) path(slash string) string { return filepath.Join(a.root, filepath.FromSlash(slash)) }

// shown is a slash path below the root as the reader would type it from where they stand.
func (a *app) shown(slash string) string {
	rel, err := filepath.Rel(a.cwd, a.path(slash))
	if err != nil {
		return a.path(slash)
	}
	return rel
}

// pkg names a package so that the command works from where the reader stands: import paths do
// everywhere inside the module, but ./exercises/... is the form the workbook teaches.
func (a *app) pkg(dir string) string {
	if a.cwd == a.root {
		return "./" + dir
	}
	return a.module + "/" + dir
}

// self is the command line that runs this program again.
func (a *app) self(args string) string { return "go run " + a.pkg("exercises") + " " + args }

// The terminal colours in use. Meaning never depends on them: each comes with a word.
const (
	bold   = "1"
	red    = "31"
	green  = "32"
	yellow = "33"
	cyan   = "36"
)

// paint wraps s in a colour and always ends it, so that nothing is left on at an interrupt.
func (a *app) paint(code, s string) string {
	if !a.colour {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

func (a *app) printf(format string, args ...any) { fmt.Fprintf(a.out, format, args...) }

// parse reads flags wherever they stand, before or after the names, and returns the names.
func parse(fs *flag.FlagSet, args []string) (names []string, err error) {
	for {
		if err := fs.Parse(args); err != nil {
			return nil, errSilent
		}
		if fs.NArg() == 0 {
			return names, nil
		}
		names = append(names, fs.Arg(0))
		args = fs.Args()[1:]
	}
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}
