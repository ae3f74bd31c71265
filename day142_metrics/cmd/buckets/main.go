package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"workbook/day142_metrics/buckets"
)

func main() {
	if err := run(os.Args[1:], os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "buckets:", strings.TrimPrefix(err.Error(), "buckets: "))
		os.Exit(2)
	}
}

func run(args []string, in io.Reader, out io.Writer) error {
	var slos slosFlag
	var current durationsFlag
	flags := flag.NewFlagSet("buckets", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.Var(&slos, "slo", "an objective such as 99%@300ms; may be repeated")
	flags.Var(&current, "current", "the bounds in use, such as 5ms,10ms,25ms")
	shape := flags.String("shape", "cache", "api, batch, cache or queue")
	n := flags.Int("n", 0, "how many bounds to propose at most; 0: as many as in use")
	svg := flags.String("svg", "", "draw the comparison into this file")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			fmt.Fprintln(out, "usage: buckets [flags] [FILE]")
			flags.SetOutput(out)
			flags.PrintDefaults()
			return nil // asked for, so no failure
		}
		return err
	}
	if flags.NArg() > 1 {
		return fmt.Errorf("one file at a time, not %d", flags.NArg())
	}
	if len(slos) == 0 {
		slos = slosFlag{{Objective: 0.99, Threshold: 0.3}}
	}
	samples, err := load(flags.Arg(0), *shape, in)
	if err != nil {
		return err
	}
	advice, err := buckets.Advise(buckets.Input{Samples: samples, SLOs: slos, Current: current, Bounds: *n})
	if err != nil {
		return err
	}
	return output(out, *svg, samples, advice)
}

// load returns the samples of a file, of in for "-", or of the shape for "".
func load(name, shape string, in io.Reader) ([]float64, error) {
	switch name {
	case "":
		return buckets.Shape(shape)
	case "-":
		return readSamples("standard input", in)
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readSamples(name, f)
}

// output prints the advice, and draws it when svg names a file.
func output(out io.Writer, svg string, samples []float64, advice buckets.Advice) error {
	var b bytes.Buffer
	sets := []set{{"in use", advice.Current}, {"fitted to today", advice.Today}, {"proposed", advice.Proposed}}
	writeTable(&b, len(samples), sets)
	writeChart(&b, sets[0])
	writeChart(&b, sets[2])
	writeLiteral(&b, advice.Proposed)
	if _, err := out.Write(b.Bytes()); err != nil {
		return err
	}
	if svg == "" {
		return nil
	}
	return os.WriteFile(svg, drawing(samples, sets), 0o644)
}
