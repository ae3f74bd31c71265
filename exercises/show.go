package main

import (
	"strings"
	"unicode/utf8"

	"workbook/exercises/internal/gotest"
)

// show prints a verdict: of all failures the first, with its rule.
func (w *watcher) show(s *standing, saved bool) {
	switch v := s.verdict; v.Kind {
	case gotest.Solved:
		w.printf("%s\n", w.paint(green, "solved: every test passes"))
		if saved {
			w.showGreen(s.exercise)
		}
		return
	case gotest.Failing:
		w.printf("%d of %d tests pass. First to fail: %s\n", s.passed(), len(s.judged()), w.paint(red, v.Case))
	default:
		w.printf("%s\n", w.paint(red, strings.TrimSuffix("it "+v.Kind.String()+" in "+v.Case, " in ")+":"))
	}
	for i, line := range s.verdict.Text {
		if i == 24 { // a screen
			w.printf("  ... and more: go test -v ./%s\n", s.dir)
			return
		}
		w.printf("%s\n", fold("  "+line, w.width))
	}
}

// fold breaks a line between words where it would be wider than the screen. What goes on stands below the first word, or
// below the text behind a label such as "got:". A word that is too long stays whole.
func fold(line string, width int) (folded string) {
	text := strings.TrimLeft(line, " ")
	margin := len(line) - len(text)
	if label, _, found := strings.Cut(text, ": "); found && len(label) == len("want") {
		margin += len("want: ")
	}
	for utf8.RuneCountInString(line) > width && margin < width {
		end := len(string([]rune(line)[:width+1]))
		cut := strings.LastIndex(line[:end], " ")
		if cut <= margin {
			break
		}
		folded += line[:cut] + "\n"
		line = strings.Repeat(" ", margin) + line[cut+1:]
	}
	return folded + line
}

// showGreen is for the moment in which one learns most: the reader knows the problem, and has one answer.
func (w *watcher) showGreen(e *exercise) {
	w.printf("  took    %s in watch\n", w.spent(e))
	c, err := w.comparison(e)
	for _, pair := range c.both {
		c.its = append(c.its, pair[1])
	}
	if err == nil && len(c.its) > 0 {
		w.printf("  read    %s in %s\n", names(c.its), strings.TrimPrefix(e.solution, e.dir+"/"))
	}
	w.printf("  next    c compares yours with the reference, w shows how\n          people get it wrong, n goes on\n")
}
