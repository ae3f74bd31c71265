package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// A hint is one <details> fold of HINTS.md: its summary, "Hint 1: a nudge", and its text.
type hint struct{ title, text string }

// hints reads the folds whose summary starts with "Hint"; others are not hints.
func hints(text string) (list []hint) {
	for _, fold := range strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "<details>")[1:] {
		fold, _, _ = strings.Cut(fold, "</details>")
		title, text, _ := strings.Cut(fold, "</summary>")
		title = strings.TrimSpace(strings.Replace(title, "<summary>", "", 1))
		if strings.HasPrefix(title, "Hint") {
			list = append(list, hint{title, strings.TrimSpace(text)})
		}
	}
	return list
}

// hintOne is the command: of an exercise that is named, else of the current one, or of the next if that is solved.
func (a *app) hintOne(ctx context.Context, list []*exercise, words []string) error {
	number := ""
	// A number alone is a hint if it has one digit; 141 would be a day.
	if n := len(words) - 1; n >= 0 && strings.Trim(words[n], "0123456789") == "" && (n > 0 || len(words[n]) == 1) {
		words, number = words[:n], words[n]
	}
	e, err := a.pick(list, words)
	if err == nil && len(words) == 0 {
		e, err = a.nextOpen(ctx, list, e)
	}
	if err != nil {
		return err
	}
	return a.hint(e, number)
}

// hint prints the next hint, or the one whose number is given.
func (a *app) hint(e *exercise, number string) error {
	text, err := os.ReadFile(a.path(e.dir + "/HINTS.md"))
	if err != nil {
		return err
	}
	all, given := hints(string(text)), map[string]int{}
	a.store.Recall("hints.json", &given)
	n := min(given[e.dir]+1, len(all)) // the last one is repeated
	if number != "" {
		n, _ = strconv.Atoi(number)
	}
	if n < 1 || n > len(all) {
		return fmt.Errorf("there is no such hint: %s has %d", e.label(), len(all))
	}
	a.printf("%s\n%s\n\n%s\n\n", e.label(), a.paint(bold, all[n-1].title), all[n-1].text)
	if n < len(all) {
		a.printf("%d more: %s\n", len(all)-n, a.how("hint", e))
	} else {
		a.printf("That was the last hint. The reference: %s\n", a.how("compare -spoil", e))
	}
	given[e.dir] = n
	if err := a.store.Remember("hints.json", given); err != nil {
		fmt.Fprintf(a.log, "This can't be remembered (%v). Ask by number: %s\n", err, a.line("hint "+e.name()+" 2"))
	}
	return nil
}
