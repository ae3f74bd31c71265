// The exercise runner of the workbook finds the exercises, runs their tests and says where you
// stand. Run it without arguments for the board, with -h for its commands.
//
// There is no list of exercises to maintain: the directory tree is the list (catalogue.go). All
// it knows about a solution comes from go test (gotest.go), so it never disagrees with the
// command that you can type yourself.
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
	"slices"
	"time"
)

const usage = `usage: go run ./exercises [command]

  (none)             the board: where you stand and what comes next
  watch [NAME]       run the exercise each time you save its file
  hint NAME [N]      the next hint, or hint N
  compare NAME       your file against the reference (-spoil before it is solved)
  reset NAME         the stub back, your version kept as a .bak file
  audit [NAME...]    check the exercises themselves (-count N, -timeout 60s);
                     -fix writes solved.json anew instead

NAME is any part of a path that names one exercise: redact, 141/2, 141_slog/02.
From a sub-folder: go run workbook/exercises`

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
func parse(args []string, log io.Writer) (o options, names []string, err error) {
	fs := flag.NewFlagSet("exercises", flag.ContinueOnError)
	fs.SetOutput(log)
	fs.Usage = func() { fmt.Fprintln(log, usage) }
	fs.BoolVar(&o.spoil, "spoil", false, "")
	fs.BoolVar(&o.fix, "fix", false, "")
	fs.IntVar(&o.count, "count", 3, "")
	fs.DurationVar(&o.timeout, "timeout", time.Minute, "")
	for err = fs.Parse(args); err == nil && fs.NArg() > 0; err = fs.Parse(fs.Args()[1:]) {
		names = append(names, fs.Arg(0))
	}
	return o, names, err
}

func (a *app) command(ctx context.Context, args []string) error {
	o, names, err := parse(args, a.log)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	} else if err != nil {
		return errFailed
	}
	list, err := a.catalogue()
	if err != nil || len(names) == 0 {
		return errors.Join(err, a.board(ctx, list))
	}
	var e *exercise
	switch command := names[0]; {
	case command == "audit":
		return a.audit(ctx, list, o, names[1:])
	case !slices.Contains([]string{"watch", "hint", "compare", "reset"}, command):
		return fmt.Errorf("there is no command %.64q\n\n%s", command, usage)
	case len(names) > 1:
		e, err = a.findOne(list, names[1])
	case command != "watch":
		err = errors.New("which exercise? " + a.self(command+" NAME"))
	}
	if err != nil {
		return err
	}
	switch names[0] {
	case "watch":
		return a.watch(ctx, list, e)
	case "hint":
		return a.hint(e, names[2:]...)
	case "compare":
		return a.compare(ctx, e, o.spoil)
	}
	return a.reset(ctx, e)
}
