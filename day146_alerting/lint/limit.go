package lint

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"
)

// isComparison reports whether a word compares, and so filters a vector.
func isComparison(t token) bool {
	return slices.Contains([]string{">", "<", ">=", "<=", "==", "!="}, t.text)
}

// comparison refuses alerts that fire whenever their series exists.
func (l *linter) comparison(ts []token) {
	if hasWord(ts, "bool") {
		l.refuse("bool turns false into the value 0, and an alert fires for any value")
	}
	if !slices.ContainsFunc(ts, isComparison) && !hasWord(ts, "absent", "absent_over_time", "unless") {
		l.refuse("no comparison: it fires whenever the series exists")
	}
}

// threshold judges the limits of error ratios.
func (l *linter) threshold(ts []token) {
	if !isRatio(ts) {
		return
	}
	if !hasWord(ts, "and") {
		l.warn("one window: it goes on for as long as the window after the last error; add a short one with and")
	}
	for i := 0; i+1 < len(ts); i++ {
		limit, err := strconv.ParseFloat(ts[i+1].text, 64)
		if err != nil || ts[i].text != ">" && ts[i].text != ">=" || !isRatio(leftOf(ts, i)) {
			continue // "and requests > 1" compares something else
		}
		switch budget := l.SLO.Budget(); {
		case limit >= 1: // often a percentage that was meant as a ratio
			l.refuse("threshold %v on a ratio can never be passed: the ratio is at most 1", limit)
		case l.SLO.Period > 0 && limit < budget && limit > 0:
			l.refuse("threshold %v is a burn rate of %.2g: below 1 it alerts inside the SLO", limit, limit/budget)
		}
	}
}

// isRatio reports whether the words compute a ratio, or name a recorded one.
func isRatio(ts []token) bool {
	return hasWord(ts, "/") || slices.ContainsFunc(metrics(ts), func(m string) bool { return strings.Contains(m, "ratio") })
}

// leftOf returns the left side of the comparison at i: back to where its bracket
// opens, or to the last and, or, unless before it.
func leftOf(ts []token, i int) []token {
	from, depth := 0, 0
	for j := i - 1; j >= 0; j-- {
		switch t := ts[j].text; {
		case strings.Contains(")]}", t):
			depth++
		case strings.Contains("([{", t):
			depth--
		}
		if depth < 0 || depth == 0 && slices.Contains([]string{"and", "or", "unless"}, ts[j].text) {
			from = j + 1
			break
		}
	}
	left := slices.Clone(ts[from:i])
	for k := range left {
		left[k].end -= from
	}
	return left
}

// checkRunbook wants a file with the four sections, each saying something.
func checkRunbook(books fs.FS, url string) error {
	text, err := fs.ReadFile(books, path.Base(url))
	if err != nil {
		return fmt.Errorf("does not exist")
	}
	for _, name := range []string{"Meaning", "Impact", "Diagnosis", "Mitigation"} {
		_, section, ok := strings.Cut("\n"+string(text), "\n## "+name+"\n")
		section, _, _ = strings.Cut(section, "\n## ") // up to the next heading
		if !ok || len(strings.TrimSpace(section)) < 20 {
			return fmt.Errorf("section %s is missing or empty", name)
		}
	}
	return nil
}
