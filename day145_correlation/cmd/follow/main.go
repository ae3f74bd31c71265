package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"workbook/day145_correlation/timeline"
	"workbook/day145_correlation/timeline/logline"
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

const usage = `usage: follow -id ID [FILE...]

Prints the lines of one request from log files, JSON or key=value, merged by
time; from standard input without a FILE, or where FILE is "-".

`

// maxSize bounds a sample log, in megabytes: a terabyte is a slip of the finger.
const maxSize = 100_000

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	var o timeline.Options
	flags := flag.NewFlagSet("follow", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Usage = func() { fmt.Fprint(stderr, usage); flags.PrintDefaults() }
	flags.StringVar(&o.ID, "id", "", "the `id` to follow")
	flags.StringVar(&o.Field, "field", timeline.DefaultField, "the `key` of the id, in any case")
	flags.IntVar(&o.Window, "window", timeline.DefaultWindow,
		"`lines` of the request held back in each file to put them in order; 0 prints at once, for a pipe that stays open")
	flags.IntVar(&o.MaxLine, "maxline", timeline.DefaultMaxLine, "the longest line in `bytes`; longer ones are counted")
	sample := flags.String("sample", "", "write two sample logs to this `folder` and end")
	svg := flags.String("svg", "", "draw the lines of the FILEs into this `file` instead of printing them")
	size := flags.Int64("size", 100, fmt.Sprintf("`megabytes` of each sample log, 1 to %d", maxSize))
	err := flags.Parse(args)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	case *sample != "" && (*size < 1 || *size > maxSize):
		return failed(stderr, fmt.Errorf("-size %d: want 1 to %d megabytes", *size, maxSize))
	case *sample != "":
		return writeSamples(*sample, *size*1e6, stdout, stderr)
	case o.ID == "":
		fmt.Fprintln(stderr, "follow: which id? give -id ID")
		flags.Usage()
		return 2
	}
	if *svg != "" {
		return writeDrawing(*svg, o, flags.Args(), stderr)
	}
	if o.Window == 0 {
		o.Window = -1 // the package's zero means the default
	}
	return follow(o, flags.Args(), stdin, stdout, stderr)
}

// failed prints err and returns the exit status. A file name in it may hold what
// a terminal obeys.
func failed(stderr io.Writer, err error) int {
	fmt.Fprintf(stderr, "follow: %s\n", logline.Printable(err.Error()))
	return 2
}

func follow(o timeline.Options, names []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(names) == 0 {
		names = []string{"-"}
	}
	var inputs []timeline.Input
	for _, name := range names {
		if name == "-" {
			inputs = append(inputs, timeline.Input{Name: "stdin", Reader: stdin})
			continue
		}
		f, err := os.Open(name)
		if err != nil {
			return failed(stderr, err)
		}
		defer f.Close()
		service := strings.TrimSuffix(filepath.Base(name), filepath.Ext(name))
		inputs = append(inputs, timeline.Input{Name: service, Reader: f})
	}
	stats, err := timeline.Follow(stdout, inputs, o)
	if stats.Lines > 0 {
		fmt.Fprint(stderr, stats)
	}
	switch {
	case err != nil:
		return failed(stderr, err)
	case stats.Matched == 0:
		return 1
	}
	return 0
}

// writeDrawing draws what follow prints.
func writeDrawing(name string, o timeline.Options, logs []string, stderr io.Writer) int {
	lines, err := readLines(o, logs)
	var b bytes.Buffer
	if err == nil && len(lines) == 0 {
		return 1
	}
	if err == nil {
		err = draw(&b, o.ID, lines)
	}
	if err == nil {
		err = os.WriteFile(name, b.Bytes(), 0o644)
	}
	if err != nil {
		return failed(stderr, err)
	}
	return 0
}

func writeSamples(dir string, size int64, stdout, stderr io.Writer) int {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return failed(stderr, err)
	}
	var names []string
	for _, service := range []string{"gateway", "orders"} {
		name := filepath.Join(dir, service+".log")
		if err := writeSample(name, service, size); err != nil {
			return failed(stderr, err)
		}
		names = append(names, name)
	}
	fmt.Fprintf(stdout, "go run ./day145_correlation/cmd/follow -id %s %s\n", timeline.SampleID, strings.Join(names, " "))
	return 0
}

func writeSample(name, service string, size int64) error {
	// O_EXCL: the folder may hold a real log of that name.
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	return errors.Join(timeline.WriteSample(f, service, size), f.Close())
}
