package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/generate"
)

// main only translates: exit status and the real streams are the process's.
func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// options is what the flags say.
type options struct {
	slo, period, hold string
	name, rules, svg  string
	rps               float64
	runs              int
	seed              uint64
	tiers             []alerting.Tier
	sli               alerting.SLI
	runbooks, webhook string
	latency           time.Duration
	force             bool
}

// parse reads the flags. It has told the user what is wrong when it returns an error.
func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	f := flag.NewFlagSet("burnrate", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.slo, "slo", "99.9", "target in percent")
	f.StringVar(&o.period, "period", "30d", "period of the objective")
	f.Float64Var(&o.rps, "rps", 20, "requests a second")
	f.StringVar(&o.hold, "for", "0s", "\"for\" of every alert; the report says what it costs")
	f.StringVar(&o.name, "name", "service", "name of the service in rules and files")
	f.StringVar(&o.rules, "rules", "", "write rules, tests and runbooks into this directory")
	f.StringVar(&o.svg, "svg", "", "write a chart of the detection times to this file")
	f.StringVar(&o.webhook, "alertmanager", "",
		"with -rules: write alertmanager.yml, which posts to this `URL`/page, /ticket and /watchdog, and the Watchdog's rule")
	f.BoolVar(&o.force, "force", false, "with -rules: replace runbooks and alertmanager.yml when somebody has edited them")
	f.DurationVar(&o.latency, "latency", 0, "count requests that take longer as bad; a bucket must end there")
	f.StringVar(&o.sli.Histogram, "histogram", "http_request_duration_seconds", "with -latency: base name of the histogram")
	f.StringVar(&o.runbooks, "runbooks", "", "URL prefix of the runbooks in the rules")
	f.StringVar(&o.sli.Requests, "requests", "", "counter of all requests; without: http_requests_total")
	f.Func("errors", "`LABEL=REGEX` that tells failed requests; without: code=5..", func(s string) (err error) {
		o.sli.ErrorLabel, o.sli.ErrorValue, err = alerting.ParseFailures(s)
		return err
	})
	f.Func("selector", "`LABEL=\"VALUE\"[,...]` that every series of the service has", func(s string) (err error) {
		o.sli.Selector, err = alerting.ParseSelector(s)
		return err
	})
	f.IntVar(&o.runs, "runs", 200, "simulated periods for the false alerts")
	f.Uint64Var(&o.seed, "seed", 146, "seed of the simulation")
	f.Func("tier", "`SPEND%:EMPTIES[:page|ticket]`, repeated; without: 2%:50h, 5%:120h, 10%:the period", func(s string) error {
		t, err := alerting.ParseTier(s)
		o.tiers = append(o.tiers, t)
		return err
	})
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if o.webhook != "" && o.rules == "" {
		err := errors.New("-alertmanager writes beside the rules: want -rules too")
		fmt.Fprintln(stderr, "burnrate:", err)
		return o, err
	}
	if f.NArg() > 0 || !(o.rps > 0) || o.rps > 1e9 || o.runs < 1 || o.runs > 100_000 {
		err := fmt.Errorf("want -rps above 0 and at most 1e9, -runs from 1 to 100000, and no arguments, got %v, %d, %.64q",
			o.rps, o.runs, f.Args())
		fmt.Fprintln(stderr, "burnrate:", err)
		return o, err
	}
	return o, nil
}

// run is main without the process, for the tests. The report comes before the
// refusal: it holds the numbers that explain it.
func run(args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	}
	p, err := o.policy()
	if err != nil {
		fmt.Fprintln(stderr, "burnrate: refused:")
		fmt.Fprintln(stderr, err)
		o.suggest(p.SLO, stderr)
		return 1
	}
	if err := (report{p}).write(stdout, o.rps, p.Simulate(o.rps, o.runs, o.seed)); err != nil {
		fmt.Fprintln(stderr, "burnrate:", err)
		return 1
	}
	for _, v := range p.Verdicts(o.rps) {
		if v.Refuse {
			fmt.Fprintln(stderr, "burnrate: refused, nothing written; the verdicts above say why")
			return 1
		}
	}
	if err := o.write(p, stdout); err != nil {
		fmt.Fprintln(stderr, "burnrate:", err)
		return 1
	}
	return 0
}

// policy derives the policy from targets in text form.
func (o options) policy() (alerting.Policy, error) {
	target, err1 := alerting.ParsePercent(o.slo)
	period, err2 := alerting.ParseDuration(o.period)
	hold, err3 := alerting.ParseDuration(o.hold)
	if err := errors.Join(err1, err2, err3); err != nil {
		return alerting.Policy{}, err
	}
	slo := alerting.SLO{Target: target, Period: period}
	p, err := alerting.NewPolicy(slo, o.tiers...)
	p.SLO, p.Name, p.For, p.SLI, p.Runbooks = slo, o.name, hold, o.sli, o.runbooks
	if o.latency == 0 {
		p.SLI.Histogram = ""
	} else {
		p.SLI.Threshold, p.SLI.Bounds = o.latency, []float64{o.latency.Seconds()}
	}
	return p, err
}

// suggest names tiers that would work where the default ones do not.
func (o options) suggest(slo alerting.SLO, stderr io.Writer) {
	tiers := alerting.SuggestTiers(slo)
	if _, err := alerting.NewPolicy(slo, tiers...); err != nil || len(o.tiers) > 0 {
		return
	}
	fmt.Fprint(stderr, "These would work:")
	for i, t := range tiers {
		text := t.String()
		if i == 0 {
			text += ":" + t.Severity
		}
		fmt.Fprintf(stderr, " -tier %s", text)
	}
	fmt.Fprintln(stderr)
}

// write writes the files that were asked for.
func (o options) write(p alerting.Policy, stdout io.Writer) error {
	if o.rules != "" {
		kept, err := generate.Write(o.rules, p, generate.Options{Force: o.force, Webhook: o.webhook})
		if err != nil {
			return err
		}
		fmt.Fprintf(stdout, "\nWrote rules, tests and runbooks to %s\n", o.rules)
		for _, book := range kept {
			fmt.Fprintf(stdout, "Kept %s, which was edited; the new text is in %s.new (-force replaces it)\n", book, book)
		}
	}
	if o.svg == "" {
		return nil
	}
	f, err := os.Create(o.svg)
	if err != nil {
		return err
	}
	if err := writeChart(f, p); err != nil {
		f.Close()
		return err
	}
	fmt.Fprintf(stdout, "Wrote the chart to %s\n", o.svg)
	return f.Close()
}
