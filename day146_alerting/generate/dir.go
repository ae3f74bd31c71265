package generate

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	alerting "workbook/day146_alerting"
)

// Dir writes everything into the directory, which it creates: NAME.rules.json,
// NAME.tests.json, and runbooks/ALERT.md for each alert. A runbook that somebody has
// edited stays as it is; see Write.
func Dir(dir string, p alerting.Policy) error {
	_, err := Write(dir, p, false)
	return err
}

// Write is Dir. It returns the runbooks that somebody has edited: those stay as they are,
// and the new text is written beside each as ALERT.md.new. With force they are replaced.
func Write(dir string, given alerting.Policy, force bool) (kept []string, err error) {
	if _, err := Groups(given); err != nil { // before the first file: all or nothing
		return nil, err
	}
	p := complete(given)
	books := filepath.Join(dir, "runbooks")
	if err := os.MkdirAll(books, 0o755); err != nil {
		return nil, err
	}
	files := []struct {
		name  string
		write func(io.Writer, alerting.Policy) error
	}{{p.rulesFile(), Rules}, {p.Name + ".tests.json", Tests}}
	for _, f := range files {
		if err := writeFile(filepath.Join(dir, f.name), func(w io.Writer) error { return f.write(w, given) }); err != nil {
			return nil, err
		}
	}
	for _, alert := range p.alertNames() {
		name := filepath.Join(books, alert+".md")
		target := name
		if old, err := os.ReadFile(name); err == nil && !force && edited(old) {
			kept = append(kept, name)
			target = name + ".new"
		}
		if err := writeFile(target, func(w io.Writer) error { return signed(w, given, alert) }); err != nil {
			return kept, err
		}
	}
	return kept, nil
}

// signature is the last line of a runbook that nobody has edited: a hash of all before it.
const signature = "<!-- as generated, sha256 %x; a runbook without this line, or edited since, is never overwritten -->\n"

// signed writes a runbook and its signature.
func signed(w io.Writer, p alerting.Policy, alert string) error {
	var text bytes.Buffer
	if err := Runbook(&text, p, alert); err != nil {
		return err
	}
	text.WriteByte('\n')
	_, err := fmt.Fprintf(w, "%s"+signature, text.Bytes(), sha256.Sum256(text.Bytes()))
	return err
}

// edited reports whether a runbook is not as it was written. Line ends do not count: some
// tools change them all.
func edited(book []byte) bool {
	book = bytes.ReplaceAll(book, []byte("\r\n"), []byte("\n"))
	end := bytes.LastIndexByte(bytes.TrimRight(book, "\n"), '\n') + 1
	return !slices.Equal(book[end:], fmt.Appendf(nil, signature, sha256.Sum256(book[:end])))
}

// alertNames lists every alert that Groups emits, so that none lacks its runbook.
func (p policy) alertNames() []string {
	names := []string{p.absentName()}
	for i := range p.Alerts {
		names = append(names, p.alertName(i))
	}
	return names
}

// writeFile creates or replaces one file.
func writeFile(name string, write func(io.Writer) error) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	return f.Close() // a full disk may show only here
}
