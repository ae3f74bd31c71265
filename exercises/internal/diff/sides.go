package diff

import (
	"strings"
	"unicode/utf8"
)

// A Row has the old text on one side and the new on the other; both are exactly so wide as was asked.
type Row struct {
	Old, New string
	Differ   bool
}

// Sides lays edits out in two columns. What is too wide is cut and ends in "~".
func Sides(edits []Edit, width int) (rows []Row) {
	for len(edits) > 0 {
		n := 0
		sides := map[byte][]string{}
		for n < len(edits) && edits[n].Op != ' ' {
			sides[edits[n].Op] = append(sides[edits[n].Op], edits[n].Line)
			n++
		}
		for i := range max(len(sides['-']), len(sides['+'])) {
			rows = append(rows, Row{cell(sides['-'], i, width), cell(sides['+'], i, width), true})
		}
		edits = edits[n:]
		if len(edits) > 0 {
			line := []string{edits[0].Line}
			rows = append(rows, Row{cell(line, 0, width), cell(line, 0, width), false})
			edits = edits[1:]
		}
	}
	return rows
}

// cell is one line made exactly so wide, empty behind the last.
func cell(lines []string, i, width int) string {
	line := ""
	if i < len(lines) {
		line = strings.ReplaceAll(strings.TrimRight(lines[i], "\r\n"), "\t", "  ")
	}
	n := utf8.RuneCountInString(line)
	if n > width {
		return string([]rune(line)[:width-1]) + "~"
	}
	return line + strings.Repeat(" ", width-n)
}
