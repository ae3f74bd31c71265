package main

import (
	"strings"
	"testing"
)

func TestParseDeck(t *testing.T) {
	text := "# Title\r\n\r\n## One?\r\n\r\nFirst.\r\n\r\n```go\n## not a heading\nsource: not a source\n```\n\nsource: [a](b)\n## Two?\nSecond.\n"
	got, err := parseDeck("day141", []byte(text))
	want := []card{
		{deck: "day141", question: "One?", answer: "First.\n\n```go\n## not a heading\nsource: not a source\n```", source: "[a](b)", line: 3},
		{deck: "day141", question: "Two?", answer: "Second.", line: 13},
	}
	if err != nil || len(got) != len(want) {
		t.Fatalf("parseDeck: got %+v, %v; want %+v", got, err, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("card %d: got %+v, want %+v", i, got[i], want[i])
		}
	}
}

func TestParseDeckRefuses(t *testing.T) {
	for name, tt := range map[string]struct{ text, want string }{
		"a question twice":      {"## One?\n\nA.\n\n## One?\n\nB.\n", `5: question "One?" stands already on line 1`},
		"a missing answer":      {"# T\n\n## One?\n\n## Two?\n\nB.\n", `3: question "One?" has no answer`},
		"only a source":         {"## One?\n\nsource: [a](b)\n", `1: question "One?" has no answer`},
		"a line without an end": {"## One?\n" + strings.Repeat("x", 2<<20), "2: bufio.Scanner: token too long"},
	} {
		if _, err := parseDeck("day141", []byte(tt.text)); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", name, err, tt.want)
		}
	}
}

func FuzzParseDeck(f *testing.F) {
	f.Add("# T\n\n## Q?\n\nA.\n\nsource: [a](b)\n")
	f.Add("## Q\n```\n## x\n")
	f.Fuzz(func(t *testing.T, text string) {
		cards, err := parseDeck("d", []byte(text))
		if err != nil {
			return
		}
		seen := make(map[string]bool)
		for _, c := range cards {
			if seen[c.key()] || c.answer == "" {
				t.Fatalf("parseDeck(%q) gave card %+v twice or without an answer", text, c)
			}
			seen[c.key()] = true
		}
	})
}
