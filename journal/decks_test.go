package main

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func decks(t *testing.T) map[string][]card {
	t.Helper()
	cards, err := readCards("cards")
	if err != nil {
		t.Fatal(err)
	}
	byDeck := make(map[string][]card)
	for _, c := range cards {
		byDeck[c.deck] = append(byDeck[c.deck], c)
	}
	return byDeck
}

func TestDecksAreBigEnough(t *testing.T) {
	for deck, cards := range decks(t) {
		want := 10
		if deck == "earlier" {
			want = 12
		}
		if len(cards) < want {
			t.Errorf("deck %s: got %d cards, want at least %d", deck, len(cards), want)
		}
	}
}

var link = regexp.MustCompile(`^\[[^\]]+\]\(([^)\s]+)\)`)

// TestSources checks that every card says where to read more: a file that
// exists, or an https address.
func TestSources(t *testing.T) {
	for deck, cards := range decks(t) {
		for _, c := range cards {
			if c.source == "" {
				t.Errorf("cards/%s.md:%d: no source", deck, c.line)
				continue
			}
			m := link.FindStringSubmatch(c.source)
			if m == nil {
				t.Errorf("cards/%s.md:%d: source %q is not a Markdown link", deck, c.line, c.source)
				continue
			}
			u, err := url.Parse(m[1])
			if err != nil {
				t.Errorf("cards/%s.md:%d: %v", deck, c.line, err)
				continue
			}
			if u.Scheme == "https" && u.Host != "" {
				continue
			}
			if _, err := os.Stat(filepath.Join("cards", filepath.FromSlash(u.Path))); u.Scheme != "" || err != nil {
				t.Errorf("cards/%s.md:%d: source %q is neither a file here nor an https address", deck, c.line, m[1])
			}
		}
	}
}

var fence = regexp.MustCompile("(?s)```go\n(.*?)```")

// TestCodeInAnswersCompiles builds every Go block of the decks, each in a
// package of its own. A block is a file, a list of declarations, or statements;
// one that starts with "// wrong" is wrong on purpose and only has to be there.
func TestCodeInAnswersCompiles(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "go.mod"), "module cards\n\ngo 1.26\n")
	blocks := 0
	for deck, cards := range decks(t) {
		for _, c := range cards {
			for _, m := range fence.FindAllStringSubmatch(c.answer, -1) {
				if strings.HasPrefix(m[1], "// wrong") {
					continue
				}
				name := deck + "_" + strconv.Itoa(blocks)
				blocks++
				write(t, filepath.Join(dir, name, "answer.go"), asFile(m[1]))
			}
		}
	}
	if blocks == 0 {
		t.Skip("no deck has code")
	}
	cmd := exec.Command("go", "build", "./...")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("the code of the cards does not build: %v\n%s", err, out)
	}
}

// imports are the packages that a block may use without saying so.
var imports = []string{"bytes", "context", "errors", "fmt", "io", "io/fs", "log/slog", "math", "math/rand/v2", "net/http",
	"os", "slices", "sort", "strconv", "strings", "sync", "sync/atomic", "time"}

// asFile makes a block a compilable file: a package clause, the imports it
// uses, and a function around statements.
func asFile(block string) string {
	if strings.HasPrefix(block, "package ") {
		return block
	}
	head := "package answer\n\n"
	if !strings.Contains(block, "import ") {
		for _, path := range imports {
			name := filepath.Base(strings.TrimSuffix(path, "/v2"))
			if regexp.MustCompile(`\b` + name + `\.[A-Z]`).MatchString(block) {
				head += "import \"" + path + "\"\n"
			}
		}
	}
	if !regexp.MustCompile(`(?m)^(func|type|var|const|import) `).MatchString(block) {
		block = "func _() {\n" + block + "}\n"
	}
	return head + block
}
