// The exercise runner of the workbook finds the exercises, runs their tests and says where you stand.
// The directory tree is the list of them (catalogue.go), and all it knows about a solution comes
// from go test (gotest.go), so it never disagrees with the command that you can type yourself.
//
// It does not handle: a module inside the workbook, GOFLAGS that change what go test prints.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
)

const usage = `usage: go run ./exercises [command]; in a sub-folder: go run workbook/exercises

  (none)           the board: where you stand and what comes next
  watch [NAME]     run the exercise each time you save its file
  hint NAME [N]    the next hint, or hint N
  wrong NAME       how people get it wrong; -spoil before it is solved
  compare NAME     your file against the reference; -spoil before it is solved
  reset NAME       the stub back, your version kept as a .bak file
  audit [NAME...]  check the exercises themselves; -fix writes solved.json

NAME is any part of a path that names one exercise: redact, 141/2, 141_slog/02.`

// errFailed asks for exit status 1 without a message: the command has said it all.
var errFailed = errors.New("failed")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	a, err := newApp()
	if err == nil {
		err = a.command(ctx, os.Args[1:])
	}
	switch {
	case err == nil:
		return
	case ctx.Err() != nil:
		fmt.Fprintln(os.Stderr, "interrupted")
	case err != errFailed:
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(1)
}

// options are the flags of all commands.
type options struct {
	spoil, fix bool
	count      int           // runs of each reference in a row
	timeout    time.Duration // of one run of a test binary in the audit
}

// parse takes flags before and after the names, since people type them where they think of them.
func (a *app) parse(args []string) (names []string, err error) {
	fs := flag.NewFlagSet("exercises", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // an error says enough
	fs.BoolVar(&a.spoil, "spoil", false, "")
	fs.BoolVar(&a.fix, "fix", false, "")
	fs.IntVar(&a.count, "count", 3, "")
	fs.DurationVar(&a.timeout, "timeout", time.Minute, "")
	for err = fs.Parse(args); err == nil && fs.NArg() > 0; err = fs.Parse(fs.Args()[1:]) {
		names = append(names, fs.Arg(0))
	}
	return names, err
}

func (a *app) command(ctx context.Context, args []string) error {
	names, err := a.parse(args)
	if errors.Is(err, flag.ErrHelp) || len(names) > 0 && names[0] == "help" {
		a.printf("%s\n", usage)
		return nil
	} else if err != nil {
		return fmt.Errorf("%w\n\n%s", err, usage)
	}
	list, err := a.catalogue()
	if err != nil || len(names) == 0 {
		return errors.Join(err, a.board(ctx, list))
	}
	run, ok := map[string]func(e *exercise) error{
		"watch":   func(e *exercise) error { return a.watch(ctx, list, e) },
		"hint":    func(e *exercise) error { return a.hint(e, names[2:]...) },
		"wrong":   func(e *exercise) error { return a.wrongs(ctx, e) },
		"compare": func(e *exercise) error { return a.compare(ctx, e) },
		"reset":   func(e *exercise) error { return a.reset(ctx, e) },
	}[names[0]]
	switch {
	case names[0] == "audit":
		return a.audit(ctx, list, names[1:])
	case !ok:
		return fmt.Errorf("there is no command %.64q\n\n%s", names[0], usage)
	case names[0] == "watch" && len(names) == 1:
		return run(nil)
	}
	e, err := findOne(list, append(names, "")[1]) // without a name it lists them all
	if err == nil && e.file == "" {
		return fmt.Errorf("%s is not complete: %s says what it lacks", e.label(), a.self("audit "+e.label()))
	} else if err != nil {
		return err
	}
	return run(e)
}
