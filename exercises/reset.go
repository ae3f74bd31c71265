package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"strings"
)

// gitStub asks git. The authors' latest commit to the tests or the reference has the stub that goes
// with them; a reader's commits change the file alone. If the stub came after, the commit that
// added it counts. Without git or a repository there is no answer.
func (a *app) gitStub(ctx context.Context, e *exercise) (text, from string) {
	git := func(args ...string) string {
		cmd := exec.CommandContext(ctx, "git", args...)
		cmd.Dir = a.root
		out, _ := cmd.Output() // none, when it fails
		return string(out)
	}
	for _, commits := range []string{
		git("log", "-1", "--no-merges", "--format=%h", "--", e.dir+"/testdata", ":(glob)"+e.dir+"/*_test.go"),
		git("log", "--diff-filter=A", "--format=%h", "--reverse", "--", e.file),
	} {
		commit, _, _ := strings.Cut(commits, "\n")
		if text := git("show", commit+":./"+e.file); commit != "" && text != "" {
			return text, "as in commit " + commit
		}
	}
	return "", ""
}

// reset puts the published stub back and keeps the reader's version beside it.
func (a *app) reset(ctx context.Context, e *exercise) error {
	stub, from := a.gitStub(ctx, e)
	if stub == "" {
		memory := map[string]remembered{}
		a.recall("results.json", &memory)
		stub, from = memory[e.dir].Stub, "as the board first saw it"
	}
	if stub == "" {
		return fmt.Errorf("%s stays as it is: there is no git history, and no board was run\nbefore you changed it. Take the file from a fresh copy of the workbook", path.Base(e.file))
	}
	mine, err := os.ReadFile(a.path(e.file))
	switch {
	case err == nil && string(mine) == stub:
		a.printf("%s is the stub already, %s.\n", path.Base(e.file), from)
		return nil
	case err == nil:
		err = a.backup(e.file, mine)
	case errors.Is(err, fs.ErrNotExist):
		err = nil // nothing to keep
	}
	if err == nil {
		err = os.WriteFile(a.path(e.file), []byte(stub), 0o644)
	}
	if err == nil {
		a.printf("%s is the stub again, %s.\n", path.Base(e.file), from)
	}
	return err
}

// backup keeps text under the first free name: redact.go.bak, then redact.go.2.bak.
func (a *app) backup(file string, text []byte) error {
	name := file + ".bak"
	for n := 2; exists(a.path(name)); n++ {
		name = fmt.Sprintf("%s.%d.bak", file, n)
	}
	a.printf("Your version is kept as %s\n", a.shown(name))
	return os.WriteFile(a.path(name), text, 0o644)
}
