package handler_test

import "strings"

// cutStamp takes the member "key":"value" out of a JSON line if it stands at its root.
func cutStamp(line, key, value string) (without string, found bool) {
	member := `,"` + key + `":"` + value + `"`
	for at := 0; ; at++ {
		i := strings.Index(line[at:], member)
		if i < 0 {
			return line, false
		}
		at += i
		if depthOf(line[:at]) == 1 {
			return line[:at] + line[at+len(member):], true
		}
	}
}

// depthOf is the number of objects that are open at the end of the beginning of a JSON line.
func depthOf(line string) int {
	depth, inString, escaped := 0, false, false
	for _, c := range line {
		switch {
		case escaped:
			escaped = false
		case c == '\\':
			escaped = true
		case c == '"':
			inString = !inString
		case !inString && c == '{':
			depth++
		case !inString && c == '}':
			depth--
		}
	}
	return depth
}
