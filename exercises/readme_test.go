package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"
	"time"
)

// A shown is a command of a README and the output printed under it.
type shown struct {
	where, command, output string
	varies                 bool // the block stands under "<!-- output varies"
}

// shownCommands reads a file. In a fenced block "$ " starts a command, and what
// follows is its output. Go commands that stand alone, in a block, indented or
// in inline code, are commands without one.
func shownCommands(file, text string) []shown {
	var all []shown
	fence, varies, indent := false, false, ""
	for _, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		if strings.HasPrefix(trimmed, "```") {
			fence = !fence
			varies = varies && fence
			indent = line[:strings.Index(line, "`")]
			all = append(all, shown{}) // keeps what follows apart from what was before
			continue
		}
		command, isCommand := strings.CutPrefix(strings.TrimPrefix(line, indent), "$ ")
		switch {
		case strings.HasPrefix(line, "<!-- output varies"):
			varies = true
		case fence && isCommand:
			all = append(all, shown{where: file, command: strings.TrimSpace(command), varies: varies})
		case fence && all[len(all)-1].command != "":
			all[len(all)-1].output += strings.TrimPrefix(line, indent) + "\n"
		case goCommand.MatchString(trimmed):
			all = append(all, shown{where: file, command: trimmed, varies: true}, shown{})
		case !fence:
			for _, code := range inlineCode.FindAllString(line, -1) {
				all = append(all, shown{where: file, command: strings.Trim(code, "`"), varies: true})
			}
		}
	}
	return slices.DeleteFunc(all, func(s shown) bool { return !goCommand.MatchString(s.command) })
}

var (
	comment     = regexp.MustCompile(`\s+#.*$`)
	goCommand   = regexp.MustCompile(`^(WORKBOOK_\w+=\w+ )*go (run|test) .*\./`)
	placeholder = regexp.MustCompile(`\b(NAME|URL|ID|FOLDER|ADDR)\b|…`)
	// What serves until it is told to stop, or changes the reader's files.
	serves  = regexp.MustCompile(`^go run .*(cmd/dashboard|\./exercises/capstone|\./exercises/drills \d|\./exercises watch)`)
	changes = regexp.MustCompile(`\./exercises reset`)
	// What has a step of its own in .ci/run.
	elsewhere = regexp.MustCompile(`\./exercises audit$|solved\.json \./\.\.\.$|WORKBOOK_INTEROP=1 |go test \./\.\.\.$`)
	// A figure that no two runs share: times, go test's (cached).
	figure = regexp.MustCompile(`\(cached\)|\d+(\.\d+)?(ns|µs|ms|s|m)\b`)
)

// TestReadmeCommands runs every go command of every Markdown file in a copy of
// the tree, and holds what it prints against what is pasted there.
func TestReadmeCommands(t *testing.T) {
	if os.Getenv("WORKBOOK_README") == "" {
		t.Skip("set WORKBOOK_README=1 to run every command of every README")
	}
	root := t.TempDir()
	if err := os.CopyFS(root, os.DirFS("..")); err != nil {
		t.Fatal(err)
	}
	files := markdownFiles(t, root)
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	printed := make(map[string]string) // a command shown twice runs once
	for _, name := range names {
		for _, s := range shownCommands(name, files[name]) {
			t.Run(s.where+"/"+s.command, func(t *testing.T) { checkShown(t, root, s, printed) })
		}
	}
}

func checkShown(t *testing.T, root string, s shown, printed map[string]string) {
	command := comment.ReplaceAllString(s.command, "")
	for _, name := range []string{"FILE", "DIR"} {
		command = strings.ReplaceAll(command, name, filepath.Join(t.TempDir(), "out"))
	}
	switch {
	case placeholder.MatchString(command):
		t.Skip("it has a placeholder for the reader to fill in")
	case strings.HasSuffix(command, "capstone.log") && !serves.MatchString(command):
		t.Skip("it reads the log of the incident above it")
	case changes.MatchString(command):
		t.Skip("it would change the tree")
	case elsewhere.MatchString(command):
		t.Skip(".ci/run has a step for it")
	}
	if strings.Contains(command, "-bench") {
		command, s.varies = command+" -benchtime=1x", true
	}
	got, ran := printed[command]
	if !ran {
		fails := strings.Contains(s.output, "exit status ") || strings.Contains(s.output, "\nFAIL")
		got = runShown(t, root, command, fails)
		printed[command] = got
	}
	if !s.varies && s.output != "" && !sameOutput(s.output, got) {
		t.Errorf("%s: %s prints\n%s\nand the page shows\n%s", s.where, command, got, s.output)
	}
}

// runShown runs a command from the root. A server gets an interrupt once it has
// said something, and has to end well. Only what is shown to fail may fail, and
// an open exercise.
func runShown(t *testing.T, root, command string, shownToFail bool) string {
	ctx, cancel := context.WithTimeout(context.Background(), 4*time.Minute)
	defer cancel()
	out := &firstWrite{written: make(chan struct{})}
	server := serves.MatchString(command)
	if server {
		command = buildServer(t, root, command)
	}
	cmd := exec.CommandContext(ctx, "bash", "-c", "exec "+command)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "NO_COLOR=1", "WORKBOOK_README=")
	cmd.Stdout, cmd.Stderr = out, out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if server {
		select {
		case <-out.written:
		case <-time.After(30 * time.Second):
			t.Errorf("%s: no word after 30 s", command)
		}
		cmd.Process.Signal(os.Interrupt)
	}
	err := cmd.Wait()
	var exit *exec.ExitError
	red := strings.HasPrefix(command, "go test") && !strings.Contains(command, "overlay") && strings.Contains(out.text.String(), "edit: ")
	if err != nil && !(errors.As(err, &exit) && (red || shownToFail)) {
		t.Errorf("%s: %v\n%s", command, err, out.text.String())
	}
	return out.text.String()
}

// buildServer builds what "go run [flags] PACKAGE [arguments]" would run, since
// go run does not pass an interrupt on. It returns the command that runs it.
func buildServer(t *testing.T, root, command string) string {
	words := strings.Fields(strings.TrimPrefix(command, "go run "))
	at := slices.IndexFunc(words, func(w string) bool { return strings.HasPrefix(w, "./") })
	binary := filepath.Join(t.TempDir(), "server")
	build := exec.Command("go", append(append([]string{"build", "-o", binary}, words[:at]...), words[at])...)
	build.Dir = root
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", build.Args, err, out)
	}
	arguments, _, _ := strings.Cut(strings.Join(words[at+1:], " "), ">") // its first words are waited for, so they can't go to a file
	return binary + " " + arguments
}

// firstWrite collects output and says when the first of it arrived. The command
// has one writer for both streams, so writes don't overlap.
type firstWrite struct {
	text    bytes.Buffer // not embedded: io.Copy would use its ReadFrom and pass Write by
	written chan struct{}
}

func (w *firstWrite) Write(p []byte) (int, error) {
	if w.text.Len() == 0 {
		close(w.written)
	}
	return w.text.Write(p)
}

// sameOutput compares line by line, figures that vary aside. A line of dots
// stands for any number of lines.
func sameOutput(want, got string) bool {
	return matchLines(outputLines(want), outputLines(got))
}

func outputLines(text string) []string {
	lines := strings.Split(strings.TrimRight(figure.ReplaceAllString(text, "#"), "\n "), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " \t")
	}
	return lines
}

func matchLines(want, got []string) bool {
	for i, line := range want {
		if line == "..." || line == "…" {
			for skip := 0; skip <= len(got)-i; skip++ {
				if matchLines(want[i+1:], got[i+skip:]) {
					return true
				}
			}
			return false
		}
		if i >= len(got) || line != got[i] {
			return false
		}
	}
	return len(want) == len(got)
}

func TestShownCommands(t *testing.T) {
	text := "```console\n$ go run ./a   # why\none\n$ go test ./b\n```\n<!-- output varies: times -->\n```\n$ go run ./c\n9 s\n```\n```sh\ngo run ./d\ngo run ./e\n```\nSay `go test ./f` or `go test`.\n\n    go run ./g\n\n   ```\n   $ go run ./h\n   in a list\n   ```\n```json\n{}\n```\n```go\nx := 1\n```\n"
	want := []shown{
		{"f.md", "go run ./a   # why", "one\n", false}, {"f.md", "go test ./b", "", false},
		{"f.md", "go run ./c", "9 s\n", true}, {"f.md", "go run ./d", "", true}, {"f.md", "go run ./e", "", true},
		{"f.md", "go test ./f", "", true}, {"f.md", "go run ./g", "", true}, {"f.md", "go run ./h", "in a list\n", false},
	}
	got := shownCommands("f.md", text)
	if len(got) != len(want) {
		t.Fatalf("shownCommands: got %+v, want %+v", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("command %d: got %+v, want %+v", i, got[i], want[i])
		}
	}
}

func TestSameOutput(t *testing.T) {
	for _, tt := range []struct {
		want, got string
		same      bool
	}{
		{"a\nb\n", "a\nb\n\n", true},
		{"a\nb\n", "a\n", false},
		{"a\n", "a\nb\n", false},
		{"ok  x 0.12s\n", "ok  x (cached)\n", true},
		{"a\n...\nz\n", "a\nb\nc\nz\n", true},
		{"a\n...\nz\n", "a\nz\n", true},
		{"a\n...\nz\n", "a\nb\n", false},
		{"3 dropped\n", "4 dropped\n", false},
	} {
		if got := sameOutput(tt.want, tt.got); got != tt.same {
			t.Errorf("sameOutput(%q, %q): got %v, want %v", tt.want, tt.got, got, tt.same)
		}
	}
}
