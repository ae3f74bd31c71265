package logline

import (
	"bytes"
	"strconv"
	"strings"
)

// isPairs reports whether line is key=value pairs and nothing else.
func isPairs(line []byte) bool {
	for rest := bytes.TrimSpace(line); len(rest) > 0; {
		_, _, after, ok := cutPair(rest)
		if !ok {
			return false
		}
		rest = after
	}
	return len(bytes.TrimSpace(line)) > 0
}

// readPairs takes the pairs of line. The dots of a key are those of groups, which
// slog writes in front; other loggers have few.
func (f *fields) readPairs(line []byte) {
	for rest := bytes.TrimSpace(line); len(rest) > 0; {
		key, value, after, _ := cutPair(rest)
		f.add(nil, unquote(key), unquote(value))
		rest = after
	}
}

// cutPair cuts the first pair off text, and the blanks behind it. Key and value
// are as written, in quotes or not.
func cutPair(text []byte) (key, value, after []byte, ok bool) {
	key, after = cutWord(text, "= ")
	if len(key) == 0 || len(after) == 0 || after[0] != '=' {
		return nil, nil, nil, false
	}
	value, after = cutWord(after[1:], " ")
	if len(after) > 0 && after[0] != ' ' { // something behind a closing quote
		return nil, nil, nil, false
	}
	return key, value, bytes.TrimLeft(after, " "), true
}

// cutWord cuts the text in quotes at the start of text, or else what stands in
// front of the first of the bytes in ends.
func cutWord(text []byte, ends string) (word, after []byte) {
	end := 0
	if len(text) > 0 && text[0] == '"' {
		end = quoted(text)
	}
	if end == 0 {
		end = bytes.IndexAny(text, ends)
	}
	if end < 0 {
		end = len(text)
	}
	return text[:end], text[end:]
}

// quoted returns the length of the text in quotes at the start of text, or 0 if
// the closing quote is missing.
func quoted(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return 0
}

// unquote returns a word without its quotes and escapes.
func unquote(word []byte) string {
	if len(word) < 2 || word[0] != '"' {
		return string(word)
	}
	text, err := strconv.Unquote(string(word))
	if err != nil { // not Go's escapes, so JSON's, as some logfmt writers use them
		text = string(unescape(word[1 : len(word)-1]))
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}
