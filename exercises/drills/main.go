// Command drills shows recorded incidents, for you to find out what happened.
//
//	go run ./exercises/drills        lists them
//	go run ./exercises/drills 01     serves the recording of one on a page, on loopback
//
// Maintainers write a recording anew, after a change of its script, from the root of the module:
//
//	go run ./exercises/drills -record 01
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// main ends run on Ctrl-C or SIGTERM.
func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// run returns the exit status: 1 when something fails, 2 when the command is not called correctly.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	f := flag.NewFlagSet("drills", flag.ContinueOnError)
	f.SetOutput(stderr)
	listen := f.String("listen", "127.0.0.1:8150", "`address` of the page")
	anew := f.Bool("record", false, "write the recording anew, and serve nothing")
	f.Usage = func() {
		fmt.Fprintln(stderr, "usage: drills [-listen ADDRESS] [NAME]\n\nWithout a NAME it lists the drills.")
		f.PrintDefaults()
	}
	err := f.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil || f.NArg() > 1:
		return 2
	case f.NArg() == 0:
		list(stdout)
		return 0
	}
	d, err := find(f.Arg(0))
	if err != nil {
		fmt.Fprintln(stderr, "drills:", err)
		return 2
	}
	if *anew {
		err = d.record()
	} else {
		err = d.serve(ctx, *listen, stdout)
	}
	if err != nil {
		fmt.Fprintln(stderr, "drills:", err)
		return 1
	}
	return 0
}
