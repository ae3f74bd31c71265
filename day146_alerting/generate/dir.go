package generate

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"

	alerting "workbook/day146_alerting"
)

// Dir writes everything into the directory, which it creates: NAME.rules.json,
// NAME.tests.json, the same of NAME.traffic for the alert on a drop of traffic, and
// runbooks/ALERT.md for each alert. A runbook that somebody has edited stays as it is; see
// Write.
func Dir(dir string, p alerting.Policy) error {
	_, err := Write(dir, p, Options{})
	return err
}

// Options are what Write does besides.
type Options struct {
	Force   bool   // replace runbooks and configurations that somebody has edited
	Webhook string // unless empty, write for Alertmanager too, which posts to this URL
}

// Write is Dir, and with a Webhook it writes alertmanager/ too:
// alertmanager.yml, the Watchdog's rule and its test; the Watchdog's runbook stands beside
// the others. It returns the files that somebody has edited: those stay as they are, and
// the new text is written beside each, as ALERT.md.new.
func Write(dir string, given alerting.Policy, o Options) (kept []string, err error) {
	hook, err := parseWebhook(o.Webhook)
	if err != nil {
		return nil, err
	}
	if _, err := Groups(given); err != nil { // before the first file: all or nothing
		return nil, err
	}
	p := complete(given)
	files := p.files(dir)
	if hook != nil {
		files = append(files, p.alertmanagerFiles(dir, hook)...)
	}
	out := output{force: o.Force}
	err = out.writeAll(files)
	return out.kept, err
}

// files lists what every policy is written to.
func (p policy) files(dir string) []file {
	given := p.Policy
	files := []file{
		{filepath.Join(dir, p.rulesFile()), func(w io.Writer) error { return Rules(w, given) }},
		{filepath.Join(dir, p.Name+".tests.json"), func(w io.Writer) error { return Tests(w, given) }},
		{filepath.Join(dir, p.trafficFile()), p.trafficRules},
		{filepath.Join(dir, p.Name+".traffic.tests.json"), p.trafficTests},
	}
	for _, alert := range p.alertNames() {
		name := filepath.Join(dir, "runbooks", alert+".md")
		files = append(files, file{name, func(w io.Writer) error { return Runbook(w, given, alert) }})
	}
	return files
}

// alertNames lists every alert that Groups emits, so that none lacks its runbook.
func (p policy) alertNames() []string {
	names := []string{p.absentName(), p.trafficName()}
	for i := range p.Alerts {
		names = append(names, p.alertName(i))
	}
	return names
}

// file is one file that is to be written.
type file struct {
	name  string
	write func(io.Writer) error
}

// output writes files, and leaves alone what people have edited.
type output struct {
	force bool     // replace that too
	kept  []string // what was left alone
}

// writeAll writes all files with their directories, up to the first error.
func (o *output) writeAll(files []file) error {
	for _, f := range files {
		var text bytes.Buffer
		if err := f.write(&text); err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(f.name), 0o755); err != nil {
			return err
		}
		if err := o.write(f.name, text.Bytes()); err != nil {
			return err
		}
	}
	return nil
}

// write writes one file, signed if people edit its kind. Where they have, it writes a
// file beside it.
func (o *output) write(name string, text []byte) error {
	s, editable := signatures[filepath.Ext(name)]
	if !editable {
		return os.WriteFile(name, text, 0o644)
	}
	text = append(text, '\n')
	target := name
	if old, err := os.ReadFile(name); err == nil && !o.force && s.edited(old) {
		o.kept = append(o.kept, name)
		target = name + ".new"
	}
	return os.WriteFile(target, append(text, s.of(text)...), 0o644)
}

// signature is the last line of a file that nobody has edited, a comment: it holds the hash
// of all before it.
type signature string

// signatures are the kinds of files that people edit.
var signatures = map[string]signature{
	".md":  "<!-- as generated, sha256 %x; a file without this line, or edited since, is never overwritten -->\n",
	".yml": "# as generated, sha256 %x; a file without this line, or edited since, is never overwritten\n",
}

// of returns the signature of a text.
func (s signature) of(text []byte) []byte { return fmt.Appendf(nil, string(s), sha256.Sum256(text)) }

// edited reports whether a file is not as it was written. Line ends do not count: some
// tools change them all.
func (s signature) edited(text []byte) bool {
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	end := bytes.LastIndexByte(bytes.TrimRight(text, "\n"), '\n') + 1
	return !bytes.Equal(text[end:], s.of(text[:end]))
}
