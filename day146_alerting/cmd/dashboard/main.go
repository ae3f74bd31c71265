package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	alerting "workbook/day146_alerting"
	"workbook/day146_alerting/dashboard"
)

// main ends run on Ctrl-C or SIGTERM, so that connections are closed and not cut.
func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// options is what the flags say.
type options struct {
	scrape, slo, period, listen, name string
	every                             time.Duration
	sli                               alerting.SLI
}

// parse reads the flags. It has told the user what is wrong when it returns an error.
func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	f := flag.NewFlagSet("dashboard", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.scrape, "scrape", "", "metrics `URL[,URL]` to scrape")
	f.StringVar(&o.slo, "slo", "99.9", "target in percent")
	f.StringVar(&o.period, "period", "30d", "period of the objective")
	f.StringVar(&o.listen, "listen", "127.0.0.1:9146",
		"address to serve the page on; it shows what it scrapes to anybody who can reach it")
	f.StringVar(&o.name, "name", "service", "name of the service on the page")
	f.StringVar(&o.sli.Requests, "requests", "", "counter of all requests; without: found by its name, ...requests_total")
	f.Func("errors", "`LABEL=REGEX` that tells failed requests; without: a label such as code, and 5..", func(s string) error {
		var ok bool
		o.sli.ErrorLabel, o.sli.ErrorValue, ok = strings.Cut(s, "=")
		if !ok {
			return errors.New("want LABEL=REGEX, such as class=5xx")
		}
		return nil
	})
	f.DurationVar(&o.every, "every", 5*time.Second, "time between two scrapes")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if o.scrape == "" || o.every < 100*time.Millisecond || f.NArg() > 0 {
		err := errors.New("want -scrape URL, -every of at least 100ms, and no further arguments")
		fmt.Fprintln(stderr, "dashboard:", err)
		return o, err
	}
	return o, nil
}

// monitor builds what the flags describe.
func (o options) monitor() (*dashboard.Monitor, error) {
	target, err1 := alerting.ParsePercent(o.slo)
	period, err2 := alerting.ParseDuration(o.period)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	slo := alerting.SLO{Target: target, Period: period}
	policy, err := alerting.NewPolicy(slo)
	if err != nil {
		return nil, err
	}
	policy.Name, policy.SLI = o.name, o.sli
	m, err := dashboard.NewMonitor(policy, strings.Split(o.scrape, ",")...)
	if err == nil {
		m.Scraper.Interval = o.every
	}
	return m, err
}

// run serves until ctx ends.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return 0
	case err != nil:
		return 2
	}
	m, err := o.monitor()
	if err != nil {
		fmt.Fprintln(stderr, "dashboard:", err)
		return 1
	}
	l, err := net.Listen("tcp", o.listen)
	if err != nil {
		fmt.Fprintln(stderr, "dashboard:", err)
		return 1
	}
	fmt.Fprintf(stdout, "Dashboard on http://%s/ (scraping every %s)\n", l.Addr(), o.every)
	// Both goroutines end with this context, and run waits for the scraper, so that
	// nothing is left behind, whichever of them ends first.
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	watched := make(chan struct{})
	go func() { defer close(watched); m.Run(ctx) }()
	srv := &http.Server{
		Handler: dashboard.Handler(m), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
	}
	go func() { <-ctx.Done(); srv.Close() }()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		fmt.Fprintln(stderr, "dashboard:", err)
		return 1
	}
	<-watched
	return 0
}
