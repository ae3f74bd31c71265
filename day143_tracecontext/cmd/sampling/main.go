package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"workbook/day143_tracecontext/samplecost"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// options are the flags that are not part of the model.
type options struct {
	params samplecost.Params
	n      int
	sim    int
	svg    string
}

// run returns the exit code: 2 for flags that make no sense.
func run(args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		fmt.Fprintf(stderr, "sampling: %v (-h lists the flags)\n", err)
		return 2
	}
	if err := o.show(stdout); err != nil {
		fmt.Fprintln(stderr, "sampling:", err)
		return 1
	}
	return 0
}

// parse returns the settings, or an error that says what is wrong with a flag in
// one line: the usage of all of them would push it off the screen.
func parse(args []string, stderr io.Writer) (options, error) {
	o := options{params: samplecost.Default()}
	p := &o.params
	f := flag.NewFlagSet("sampling", flag.ContinueOnError)
	f.SetOutput(io.Discard) // errors are printed once, by run
	f.Float64Var(&p.Traces, "rate", p.Traces, "`traces` a second")
	f.Float64Var(&p.Spans, "spans", p.Spans, "`spans` in a trace")
	f.Float64Var(&p.Wire, "wire", p.Wire, "`bytes` of a span on the wire")
	f.Float64Var(&p.Heap, "heap", p.Heap, "`bytes` of a span in memory")
	f.DurationVar(&p.Wait, "wait", p.Wait, "decision wait of a tail sampler")
	f.Var((*share)(&p.Head), "head", "`share` that a head sampler alone keeps, 0.01 or 1%")
	f.Var((*share)(&p.HeadFirst), "first", "`share` that a head sampler in front of a tail keeps")
	f.Var((*share)(&p.Errors), "errors", "`share` of traces that fail")
	f.Var((*share)(&p.Slow), "slow", "`share` of traces that are slow")
	f.Var((*share)(&p.Baseline), "base", "`share` that a tail sampler keeps of the rest")
	f.IntVar(&p.Collectors, "collectors", p.Collectors, "tail samplers that share the work")
	f.DurationVar(&p.Window, "window", p.Window, "time over which rates are estimated")
	f.IntVar(&o.n, "n", 10, "failed traces in the row \"one of n\"")
	f.IntVar(&o.sim, "sim", 0, "simulate this many traces with the real samplers")
	f.StringVar(&o.svg, "svg", "", "draw cost against the chance of keeping an error into this `file`")
	if err := f.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			f.SetOutput(stderr)
			f.Usage()
		}
		return o, err
	}
	switch {
	case f.NArg() > 0:
		return o, fmt.Errorf("%.64q is not a flag: all settings are flags", f.Arg(0))
	case o.n < 1:
		return o, fmt.Errorf("-n %d: ask for at least one failed trace", o.n)
	case o.sim < 0 || o.sim > maxSim:
		return o, fmt.Errorf("-sim %d: from 0 to %d traces", o.sim, maxSim)
	}
	return o, o.params.Validate()
}

// maxSim keeps a typing mistake from running for an hour.
const maxSim = 100_000_000

// show prints the table and writes the drawing.
func (o options) show(w io.Writer) error {
	var observed []samplecost.Observed
	if o.sim > 0 {
		for _, s := range samplecost.Strategies() {
			seen, err := o.params.Simulate(s, o.sim, 1)
			if err != nil {
				return err
			}
			observed = append(observed, seen)
		}
	}
	if err := o.params.Table(w, o.n, observed); err != nil || o.svg == "" {
		return err
	}
	var b strings.Builder
	if err := o.params.SVG(&b); err != nil {
		return err
	}
	return os.WriteFile(o.svg, []byte(b.String()), 0o644)
}

// share is a flag that reads 0.01 and 1% alike.
type share float64

// String is what -h shows as the default.
func (s *share) String() string { return samplecost.Percent(float64(*s)) }

// Set refuses 50, which could mean 50% or a slip, rather than guess.
func (s *share) Set(text string) error {
	number, percent := strings.CutSuffix(text, "%")
	v, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return errors.New("not a share like 0.01 or 1%")
	}
	if percent {
		v /= 100
	}
	if !(v >= 0 && v <= 1) {
		return errors.New("a share is from 0 to 1; for percent add the sign, as in 1%")
	}
	*s = share(v)
	return nil
}
