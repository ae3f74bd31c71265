// Package diff finds and prints how two texts differ, line by line, applies edits that name their place by its text alone, and
// cuts Go files into declarations.
package diff

import (
	"fmt"
	"slices"
	"strings"
)

// An Edit is one line, with its newline: ' ' in both texts, '-' in the old one only, '+' in the new.
type Edit struct {
	Op   byte
	Line string
}

// tooFar is how many pairs of lines Lines looks at. Texts that differ more are two texts.
const tooFar = 1 << 22

// Lines finds a shortest list of edits, by the table of longest common subsequences: each cell holds how many lines
// the rest of old and the rest of new have in common. What the two begin and end with needs no table.
func Lines(old, new []string) (edits []Edit) {
	first, last := 0, 0
	for first < len(old) && first < len(new) && old[first] == new[first] {
		first++
	}
	for last < min(len(old), len(new))-first && old[len(old)-1-last] == new[len(new)-1-last] {
		last++
	}
	all := func(op byte, lines []string) {
		for _, line := range lines {
			edits = append(edits, Edit{op, line})
		}
	}
	end := old[len(old)-last:]
	all(' ', old[:first])
	old, new = old[first:len(old)-last], new[first:len(new)-last]
	if len(old)*len(new) > tooFar {
		all('-', old)
		all('+', new)
		old, new = nil, nil
	}
	common := make([][]int32, len(old)+1)
	for i := len(old); i >= 0; i-- {
		common[i] = make([]int32, len(new)+1)
		for j := len(new) - 1; j >= 0 && i < len(old); j-- {
			common[i][j] = max(common[i+1][j], common[i][j+1])
			if old[i] == new[j] {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}
	i, j := 0, 0
	for i < len(old) && j < len(new) {
		switch {
		case old[i] == new[j]:
			all(' ', old[i:i+1])
			i++
			j++
		case common[i+1][j] >= common[i][j+1]:
			all('-', old[i:i+1])
			i++
		default:
			all('+', new[j:j+1])
			j++
		}
	}
	all('-', old[i:])
	all('+', new[j:])
	all(' ', end)
	return edits
}

// Text prints edits as diff -u does, without the names of the files: each change with three lines around it.
func Text(edits []Edit) (text string) {
	const around = 3
	changed := func(e Edit) bool { return e.Op != ' ' }
	oldLine, newLine := 1, 1
	for last := slices.IndexFunc(edits, changed); last >= 0; last = slices.IndexFunc(edits, changed) {
		skip := max(0, last-around)
		for i := last; i < len(edits) && i <= last+2*around+1; i++ { // a longer gap ends the hunk
			if changed(edits[i]) {
				last = i
			}
		}
		end := min(len(edits), last+around+1)
		lines, olds, news := hunk(edits[skip:end])
		text += fmt.Sprintf("@@ -%s +%s @@\n%s", span(oldLine+skip, olds), span(newLine+skip, news), lines)
		oldLine, newLine, edits = oldLine+skip+olds, newLine+skip+news, edits[end:]
	}
	return text
}

// hunk prints the lines of one hunk and counts how many of each text it covers.
func hunk(edits []Edit) (text string, olds, news int) {
	for _, e := range edits {
		if e.Op != '+' {
			olds++
		}
		if e.Op != '-' {
			news++
		}
		text += string(e.Op) + e.Line
		if !strings.HasSuffix(e.Line, "\n") {
			text += "\n\\ No newline at end of file\n"
		}
	}
	return text, olds, news
}

// span is a place as diff -u writes it: one line has no count, an empty place the line before it.
func span(line, count int) string {
	if count == 1 {
		return fmt.Sprint(line)
	}
	return fmt.Sprintf("%d,%d", line-1+min(count, 1), count)
}
