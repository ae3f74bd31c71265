// Command capstone is an orders service, a payments service and a laboratory
// page in one process. wire.go is where it becomes observable; README.md says
// how.
//
//	go run ./exercises/capstone                                   what you have wired so far
//	go run -overlay exercises/solved.json ./exercises/capstone    the finished one
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"

	"workbook/day141_slog/async"
)

func main() {
	cfg, err := parse(os.Args[1:])
	switch {
	case errors.Is(err, flag.ErrHelp):
		return
	case err != nil:
		os.Exit(2) // the flag package has said why
	}
	if !serve(cfg) {
		os.Exit(1)
	}
}

// serve runs the whole process, between its first line and its last.
func serve(cfg Config) (clean bool) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// Whoever reads the lines may stop reading or go away ("| head -1"): that must hold
	// up no request and no drain, and end no process. What it costs is counted.
	signal.Ignore(syscall.SIGPIPE)
	lines := async.New(os.Stdout, async.Options{Notice: droppedLine})
	go lines.Run()
	defer closeLines(lines)
	p, err := start(cfg, lines)
	if err == nil {
		p.svc.LinesDropped = lines.Dropped
		err = p.run(ctx, stop)
	}
	if err != nil {
		slog.Error("ended", "err", err)
	}
	return err == nil
}

// closeLines waits for the last lines, but not for ever.
func closeLines(lines *async.Writer) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_ = lines.Close(ctx)
}

// droppedLine says in the log that it has a gap.
func droppedLine(dropped int) []byte {
	return fmt.Appendf(nil, `{"time":%q,"level":"WARN","msg":"log lines dropped","dropped":%d}`+"\n",
		time.Now().Format(time.RFC3339Nano), dropped)
}

// parse reads the command line.
func parse(args []string) (Config, error) {
	var c Config
	f := flag.NewFlagSet("capstone", flag.ContinueOnError)
	f.StringVar(&c.API, "api", "127.0.0.1:8147", "`address` of the orders service")
	f.StringVar(&c.Payments, "payments", "127.0.0.1:8148", "`address` of the payments service")
	f.StringVar(&c.Admin, "admin", "127.0.0.1:8149", "`address` of probes and metrics")
	f.StringVar(&c.Page, "page", "127.0.0.1:8146", "`address` of the laboratory page; empty: no page, no faults, no load")
	f.StringVar(&c.Name, "name", "orders-1", "`name` of this copy: its own among those that run, the same after a restart")
	f.StringVar(&c.Redis, "redis", "",
		"`address` of a Redis for orders and queue; empty: in memory. The password is $REDIS_PASSWORD")
	f.StringVar(&c.OTLP, "otlp", "", "`URL` of an OpenTelemetry collector for the spans; empty: the page shows them")
	f.StringVar(&c.Rules, "rules", "", "`directory` for the alert's rules, tests and runbook")
	f.DurationVar(&c.Notice, "notice", time.Second, "how long to go on serving after SIGTERM, for balancers to notice")
	f.DurationVar(&c.Grace, "grace", 10*time.Second, "how long requests may take to finish after that")
	f.IntVar(&c.Conns, "conns", 300, "`connections` to the orders service at one time, three file descriptors each; more wait")
	f.IntVar(&c.Load, "load", 1, "`clients` that send requests, each one at a time")
	f.DurationVar(&c.Pause, "pause", 100*time.Millisecond, "what each of them waits between two requests")
	f.Func("fail", "`share` of payments that fail, such as 5%", func(s string) (err error) {
		c.Fail, err = parseShare(s)
		return err
	})
	f.DurationVar(&c.Slow, "slow", 0, "delay of each payment")
	if err := f.Parse(args); err != nil {
		return c, err
	}
	if c.Conns < 1 {
		err := fmt.Errorf("-conns %d, want at least 1", c.Conns)
		fmt.Fprintln(f.Output(), err)
		return c, err
	}
	if f.NArg() > 0 {
		err := fmt.Errorf("unexpected argument %.64q", f.Arg(0))
		fmt.Fprintln(f.Output(), err)
		return c, err
	}
	c.RedisPassword = os.Getenv("REDIS_PASSWORD")
	return c, nil
}

// parseShare reads "5%" as 0.05.
func parseShare(s string) (float64, error) {
	v, err := strconv.ParseFloat(strings.TrimSuffix(s, "%"), 64)
	if err != nil || !strings.HasSuffix(s, "%") || !(v >= 0 && v <= 100) {
		return 0, fmt.Errorf("share %.64q, want 0%% to 100%%", s)
	}
	return v / 100, nil
}
