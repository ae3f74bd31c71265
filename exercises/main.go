// The exercise runner of the workbook: it finds the exercises, runs their tests and says
// where you stand.
//
//	go run ./exercises                 the board: what is solved, what comes next
//	go run ./exercises watch [NAME]    run an exercise again each time you save it
//	go run ./exercises hint NAME       the next hint, one at a time
//	go run ./exercises compare NAME    your file against the reference
//	go run ./exercises reset NAME      the stub back, your version kept as a .bak file
//	go run ./exercises audit [NAME]    for maintainers: are the exercises themselves sound
//
// There is no list of exercises to maintain: the directory tree is the list (catalogue.go).
// Everything the runner knows about a solution it learns from "go test -json" (gotest.go), so
// it never disagrees with the command you can type yourself.
//
// From a sub-folder, name the package by its import path: go run workbook/exercises.
//
// It does not handle: a second module inside the workbook, GOFLAGS that change what go test
// prints, and exercises whose tests need arguments.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
)

const usage = `usage: go run ./exercises [command]

  (none)                the board: where you stand and what comes next
  watch [NAME]          run the exercise each time you save its file
  hint NAME [N]         the next hint, or hint N
  compare NAME          your file against the reference (-spoil before it is solved)
  reset NAME            put the stub back; your version is kept as a .bak file
  audit [NAME]          check the exercises themselves (-h shows its flags)

NAME is any part of a path that names one exercise: redact, 141/2, day141_slog/02_redact.`

// errSilent asks for exit status 1 without another message: the command has said it all.
var errSilent = errors.New("the command failed")

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Args[1:])
	interrupted := ctx.Err() != nil
	stop()
	switch {
	case interrupted:
		fmt.Fprintln(os.Stderr, "\ninterrupted")
		os.Exit(130)
	case errors.Is(err, errSilent):
		os.Exit(1)
	case err != nil:
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// run finds the module around the current directory and carries out one command.
func run(ctx context.Context, args []string) error {
	a, err := newApp()
	if err != nil {
		return err
	}
	return a.command(ctx, args)
}

func (a *app) command(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return errors.New(usage)
	}
	name, rest := args[0], args[1:]
	switch name {
	case "audit":
		return a.audit(ctx, rest)
	case "help", "-h", "-help", "--help":
		fmt.Fprintln(a.out, usage)
		return nil
	}
	return fmt.Errorf("there is no command %.64q\n\n%s", name, usage)
}
