package main

import (
	"cmp"
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
	"workbook/day146_alerting/scrape"
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
	tiers                             []alerting.Tier
	series                            int
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
	f.Func("errors", "`LABEL=REGEX` that tells failed requests; without: a label like code, and 5..", func(s string) (err error) {
		o.sli.ErrorLabel, o.sli.ErrorValue, err = alerting.ParseFailures(s)
		return err
	})
	f.Func("selector", "`LABEL=\"VALUE\"[,...]` that every series of the service has", func(s string) (err error) {
		o.sli.Selector, err = alerting.ParseSelector(s)
		return err
	})
	f.Func("tier", "`SPEND%:EMPTIES[:page|ticket]`, repeated; without: 2%:50h, 5%:120h, 10%:the period", func(s string) error {
		t, err := alerting.ParseTier(s)
		o.tiers = append(o.tiers, t)
		return err
	})
	f.IntVar(&o.series, "max-series", scrape.DefaultMaxSeries, "series that are kept; what the page needs comes first")
	f.DurationVar(&o.every, "every", 5*time.Second, "time between two scrapes")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	if o.scrape == "" || o.every < 100*time.Millisecond || o.series < 1 || f.NArg() > 0 {
		err := errors.New("want -scrape URL, -every of at least 100ms, -max-series of at least 1, and no further arguments")
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
	policy, err := alerting.NewPolicy(slo, o.tiers...)
	if err != nil {
		return nil, err
	}
	policy.Name, policy.SLI = o.name, o.sli
	m, err := dashboard.NewMonitor(policy, strings.Split(o.scrape, ",")...)
	if err != nil {
		return nil, err
	}
	m.Scraper.Interval, m.Scraper.Store.MaxSeries = o.every, o.series
	return m, nil
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
	m.Trouble = func(target, reason string) {
		fmt.Fprintf(stderr, "dashboard: %s: %s\n", target, cmp.Or(reason, "answers again"))
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
		Handler: local(l.Addr(), dashboard.Handler(m)), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
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

// local lets a page that listens on loopback answer to loopback names only. A name of
// somebody else's that points there (DNS rebinding) would let their script read the page.
func local(addr net.Addr, h http.Handler) http.Handler {
	if tcp, ok := addr.(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		return h
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if ip := net.ParseIP(strings.Trim(host, "[]")); host != "localhost" && !ip.IsLoopback() {
			http.Error(w, "this page answers to loopback names only", http.StatusMisdirectedRequest)
			return
		}
		h.ServeHTTP(w, r)
	})
}
