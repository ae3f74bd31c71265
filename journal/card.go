package main

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// A card is one question of journal/cards.
type card struct {
	deck     string // the file's stem: "day143", "earlier"
	question string
	answer   string // Markdown, without the source line
	source   string // Markdown after "source:", may be empty
	line     int    // of the question, from 1
}

// key names a card in the record. An edited answer keeps it.
func (c card) key() string { return c.deck + ": " + c.question }

// readCards reads every deck of a folder, in name order. A deck that holds a
// question twice, or a question with no answer, is an error with its line.
func readCards(dir string) ([]card, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return nil, fmt.Errorf("no cards in %s", dir)
	}
	var all []card
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		cards, err := parseDeck(strings.TrimSuffix(filepath.Base(path), ".md"), text)
		if err != nil {
			return nil, fmt.Errorf("%s:%w", path, err)
		}
		all = append(all, cards...)
	}
	return all, nil
}

// parseDeck splits a deck at its "## " headings. A heading inside a code fence
// is text. What stands before the first heading is the deck's title.
func parseDeck(deck string, text []byte) ([]card, error) {
	var cards []card
	seen := make(map[string]int)
	fenced, n := false, 0
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		n++
		line := strings.TrimRight(lines.Text(), " \t\r")
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		}
		question, isHeading := strings.CutPrefix(line, "## ")
		if isHeading && !fenced {
			question = strings.TrimSpace(question)
			if first := seen[question]; first > 0 {
				return nil, fmt.Errorf("%d: question %.64q stands already on line %d", n, question, first)
			}
			seen[question] = n
			cards = append(cards, card{deck: deck, question: question, line: n})
			continue
		}
		if len(cards) > 0 {
			cards[len(cards)-1].addLine(line, fenced)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%d: %w", n+1, err)
	}
	return cards, finish(cards)
}

// addLine puts a line where it belongs: the source or the answer.
func (c *card) addLine(line string, fenced bool) {
	if source, ok := strings.CutPrefix(line, "source:"); ok && !fenced {
		c.source = strings.TrimSpace(source)
		return
	}
	c.answer += line + "\n"
}

func finish(cards []card) error {
	for i := range cards {
		cards[i].answer = strings.Trim(cards[i].answer, "\n")
		if cards[i].answer == "" {
			return fmt.Errorf("%d: question %.64q has no answer", cards[i].line, cards[i].question)
		}
	}
	return nil
}
