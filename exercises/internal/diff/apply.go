package diff

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ReadEdits reads the part of a text that starts with its first "@@" line. Editors drop the blank at
// the end of a line, so an empty line stands for one in both texts.
func ReadEdits(lines []string) (hunks [][]Edit) {
	for _, line := range lines {
		switch {
		case strings.HasPrefix(line, "@@"):
			hunks = append(hunks, nil)
		case len(hunks) > 0 && line == "\n":
			hunks[len(hunks)-1] = append(hunks[len(hunks)-1], Edit{' ', line})
		case len(hunks) > 0:
			hunks[len(hunks)-1] = append(hunks[len(hunks)-1], Edit{line[0], line[1:]})
		}
	}
	return hunks
}

// Apply returns reference with the old text of each hunk replaced by the new. An old text that stands
// there twice, or not at all any more, is an error: the mistake would be another one than was meant.
func Apply(reference []string, hunks [][]Edit) (text []string, err error) {
	done := 0 // lines of the reference
	for n, edits := range hunks {
		var old, replacement []string
		for _, e := range edits {
			if e.Op != '+' {
				old = append(old, e.Line)
			}
			if e.Op != '-' {
				replacement = append(replacement, e.Line)
			}
			if !strings.ContainsRune(" -+", rune(e.Op)) {
				return nil, fmt.Errorf("hunk %d: a line starts with a blank, - or +, not with %q", n+1, e.Op)
			}
		}
		places := occurrences(reference, old)
		switch {
		case len(places) != 1:
			return nil, fmt.Errorf("hunk %d: its old text stands %d times in the reference, want once", n+1, len(places))
		case places[0] < done:
			return nil, fmt.Errorf("hunk %d: its old text does not stand below that of the hunk before it", n+1)
		case slices.Equal(old, replacement):
			return nil, fmt.Errorf("hunk %d: it changes nothing", n+1)
		}
		text = append(append(text, reference[done:places[0]]...), replacement...)
		done = places[0] + len(old)
	}
	if len(hunks) == 0 {
		return nil, errors.New(`no line starts with "@@": there is no edit`)
	}
	return append(text, reference[done:]...), nil
}

// occurrences are the places where part stands in text; an empty part stands nowhere.
func occurrences(text, part []string) (places []int) {
	for i := 0; len(part) > 0 && i+len(part) <= len(text); i++ {
		if slices.Equal(text[i:i+len(part)], part) {
			places = append(places, i)
		}
	}
	return places
}
