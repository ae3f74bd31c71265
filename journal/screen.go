package main

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// screenWidth asks the terminal for its columns. Where nobody knows, or out is no terminal, they are 80.
func screenWidth() int {
	words := []string{os.Getenv("COLUMNS")}
	info, err := os.Stdout.Stat()
	if words[0] == "" && err == nil && info.Mode()&os.ModeCharDevice != 0 {
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

// wrap breaks the lines of a text that are longer than width, at blanks. What is indented, fenced or a table stays.
func wrap(text string, width int) string {
	var out strings.Builder
	fenced := false
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "```") {
			fenced = !fenced
		}
		if fenced || line == "\n" || strings.ContainsAny(line[:1], " \t|`") {
			out.WriteString(line)
			continue
		}
		column := 0
		for _, word := range strings.Fields(line) {
			n := utf8.RuneCountInString(word)
			if column > 0 && column+1+n > width {
				out.WriteString("\n")
				column = 0
			} else if column > 0 {
				out.WriteString(" ")
				column++
			}
			out.WriteString(word)
			column += n
		}
		if strings.HasSuffix(line, "\n") {
			out.WriteString("\n")
		}
	}
	return out.String()
}

// plain shows what would steer a terminal, an escape sequence say, as a sign.
func plain(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return utf8.RuneError
		}
		return r
	}, text)
}
