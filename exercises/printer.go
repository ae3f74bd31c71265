package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"runtime"
	"strconv"
	"strings"
)

// A printer is where the runner writes: what was asked for goes to out, progress and complaints to log.
type printer struct {
	out, log io.Writer
	colour   bool // out takes escape sequences
	bar      bool // log can redraw a line
	width    int  // columns of out
}

func newPrinter() printer {
	return printer{out: os.Stdout, log: os.Stderr, bar: isTerminal(os.Stderr), width: columns(),
		colour: isTerminal(os.Stdout) && os.Getenv("NO_COLOR") == ""}
}

// isTerminal guesses. The old Windows console prints escape sequences as they are.
func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0 && os.Getenv("TERM") != "dumb" &&
		(runtime.GOOS != "windows" || os.Getenv("WT_SESSION") != "")
}

// columns asks the terminal for its width. Where nobody knows it is 80.
func columns() int {
	words := []string{os.Getenv("COLUMNS")}
	if isTerminal(os.Stdout) && words[0] == "" {
		cmd := exec.Command("stty", "size") // rows and columns of its standard input
		cmd.Stdin = os.Stdin
		size, _ := cmd.Output() // there is no stty on Windows
		words = strings.Fields(string(size))
	}
	if len(words) > 0 {
		if n, err := strconv.Atoi(words[len(words)-1]); err == nil && n >= 20 {
			return n
		}
	}
	return 80
}

func (p *printer) printf(format string, args ...any) { fmt.Fprintf(p.out, format, args...) }

// Meaning never depends on a colour alone: each comes with a word or a sign.
const bold, red, green = "1", "31", "32"

// paint colours s and always ends it, so that an interrupt leaves nothing on.
func (p *printer) paint(code, s string) string {
	if !p.colour || code == "" {
		return s
	}
	return "\x1b[" + code + "m" + s + "\x1b[0m"
}

// printDiff prints lines that start with the sign of an edit or of a hunk.
func (p *printer) printDiff(text string) {
	for line := range strings.Lines(text) {
		p.printf("%s\n", p.paint(map[byte]string{'-': red, '+': green, '@': bold}[line[0]], strings.TrimSuffix(line, "\n")))
	}
}

// progress shows how far a run is: a bar on a terminal, elsewhere a line now and then, the first at once.
func (p *printer) progress(total int) (step func(dir string)) {
	done, format := -1, "%s %d of %d  %.32s\n"
	if p.bar {
		format = "\r%s %d of %d  %.32s\x1b[K"
	}
	step = func(dir string) {
		done++
		if p.bar || done*5/total > (done-1)*5/total || done == 0 {
			fmt.Fprintf(p.log, format, meter(done, total), done, total, path.Base(dir))
		}
	}
	step("building")
	return step
}

// clear takes the bar away, so that something else can be printed.
func (p *printer) clear() {
	if p.bar {
		fmt.Fprint(p.log, "\r\x1b[K")
	}
}

// meter draws done of total.
func meter(done, total int) string {
	filled := 20 * done / max(total, 1)
	return "[" + strings.Repeat("#", filled) + strings.Repeat(".", 20-filled) + "]"
}
