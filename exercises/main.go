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
	"strings"
	"time"

	"workbook/exercises/internal/guard"
)

// A command is what the first word of the command line may be.
type command struct {
	name, args, help string
	run              func(a *app, ctx context.Context, list []*exercise, words []string) error
}

// commands are all of them but the board, which needs no word.
func commands() []command {
	return []command{
		{"watch", "[NAME]", "run the exercise each time you save its file", (*app).watchOne},
		{"hint", "[NAME] [N]", "the next hint, or hint N", (*app).hintOne},
		{"compare", "[NAME]", "your file beside the reference; -spoil before green", about((*app).compare)},
		{"wrong", "[NAME]", "how people get it wrong; -spoil before green", about((*app).wrongs)},
		{"reset", "[NAME]", "the stub back, your version kept as a .bak file", about((*app).reset)},
		{"audit", "[NAME...]", "check the exercises themselves; -fix writes solved.json", (*app).audit},
	}
}

// about makes a command of what is done with one exercise.
func about(do func(a *app, ctx context.Context, e *exercise) error) func(*app, context.Context, []*exercise, []string) error {
	return func(a *app, ctx context.Context, list []*exercise, words []string) error {
		e, err := a.pick(list, words)
		if err != nil {
			return err
		}
		return do(a, ctx, e)
	}
}

func usage() string {
	text := "usage: go run ./exercises [command]; in a sub-folder: go run workbook/exercises\n\n" +
		"  (none)              the board: where you stand and what comes next\n"
	for _, c := range commands() {
		text += fmt.Sprintf("  %-18s  %s\n", c.name+" "+c.args, c.help)
	}
	return text + "\nNAME is any part of a path: redact, 141/2. Without it a command takes the\nexercise that you saved last."
}

// errFailed asks for exit status 1 without a message: the command has said it all.
var errFailed = errors.New("failed")

func main() {
	if len(os.Args) > 2 && os.Args[1] == guard.Word {
		os.Exit(guard.Run(os.Args[2:]))
	}
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

// parse takes flags before and after the words, since people type them where they think of them.
func (a *app) parse(args []string) (words []string, err error) {
	fs := flag.NewFlagSet("exercises", flag.ContinueOnError)
	fs.SetOutput(io.Discard) // an error says enough
	fs.BoolVar(&a.spoil, "spoil", false, "")
	fs.BoolVar(&a.fix, "fix", false, "")
	fs.IntVar(&a.count, "count", 3, "")
	fs.DurationVar(&a.timeout, "timeout", time.Minute, "")
	for {
		err = fs.Parse(args)
		if err != nil || fs.NArg() == 0 {
			return words, err
		}
		words = append(words, fs.Arg(0))
		args = fs.Args()[1:]
	}
}

func (a *app) command(ctx context.Context, args []string) error {
	words, err := a.parse(args)
	if errors.Is(err, flag.ErrHelp) || len(words) > 0 && words[0] == "help" {
		a.printf("%s\n", usage())
		return nil
	} else if err != nil {
		return fmt.Errorf("%w\n\n%s", err, usage())
	}
	list, err := a.catalogue()
	if err != nil {
		return err
	}
	if len(words) == 0 {
		return a.board(ctx, list)
	}
	for _, c := range commands() {
		if c.name == words[0] {
			return c.run(a, ctx, list, words[1:])
		}
	}
	return fmt.Errorf("there is no command %.64q\n\n%s", words[0], usage())
}

// pick returns the exercise that the words name; without any it is the one that the reader saved last.
func (a *app) pick(list []*exercise, words []string) (*exercise, error) {
	if len(words) == 0 {
		return a.current(list)
	}
	e, err := findOne(list, strings.Join(words, " "))
	if err == nil && e.file == "" {
		err = fmt.Errorf("%s is not complete: %s says what it lacks", e.label(), a.line("audit "+e.label()))
	}
	return e, err
}
