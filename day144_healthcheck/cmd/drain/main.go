package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"

	"workbook/day144_healthcheck/lab"
)

func main() {
	requests := flag.Int64("requests", 50_000, "how many to send in the right order, at least")
	clients := flag.Int("clients", 32, "how many clients send at once")
	drains := flag.Int("drains", 10, "how many replicas to take down in each order, at least")
	svg := flag.String("svg", "", "draw a drain into this file, and take nothing down")
	flag.Parse()
	if *svg != "" {
		if err := writeTimeline(*svg); err != nil {
			fmt.Fprintln(os.Stderr, "drain:", err)
			os.Exit(1)
		}
		return
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop) // a second Ctrl-C kills
	e := lab.Experiment{Wire: lab.Loopback(), Clients: *clients, Drains: *drains}
	if err := run(ctx, os.Stdout, e, *requests); err != nil {
		fmt.Fprintln(os.Stderr, "drain:", err)
		os.Exit(1)
	}
}

// writeTimeline draws the plan of the lesson.
func writeTimeline(name string) error {
	var b bytes.Buffer
	plan, pod := lesson()
	drawn := timeline{plan: plan, pod: pod}
	if err := drawn.draw(&b); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
}

// run prints a line for each order as soon as it is known. It ends where a line can't be written.
func run(ctx context.Context, w io.Writer, e lab.Experiment, requests int64) error {
	fmt.Fprintf(w, "%d clients POST to two replicas, which are drained and replaced in turn.\n\n", e.Clients)
	if _, err := fmt.Fprintf(w, "%-40s %9s %8s %8s\n", "order", "requests", "drains", "dropped"); err != nil {
		return err
	}
	var lucky []string
	for _, o := range lab.Orders() {
		e.Requests = 0
		if o.Right {
			e.Requests = requests
		}
		r, err := e.Run(ctx, o)
		if err != nil {
			return fmt.Errorf("%s: %w", o.Name, err)
		}
		if _, err := fmt.Fprintf(w, "%-40s %9d %8d %8d\n", o.Name, r.Requests, r.Drains, r.Dropped); err != nil {
			return err
		}
		switch {
		case o.Right && r.Dropped > 0:
			return fmt.Errorf("the right order dropped %d requests, first: %w", r.Dropped, r.First)
		case !o.Right && r.Dropped == 0:
			lucky = append(lucky, o.Name)
		}
	}
	explain(w, lucky)
	return nil
}

// explain says what a zero of a wrong order is worth.
func explain(w io.Writer, lucky []string) {
	if len(lucky) == 0 {
		return
	}
	fmt.Fprintln(w, "\nDropped nothing this time, by chance and not by right:")
	for _, name := range lucky {
		fmt.Fprintln(w, " -", name)
	}
	fmt.Fprintln(w, "A request must cross the close of its connection, and on loopback that takes")
	fmt.Fprintln(w, "microseconds. Over a wire with a delay it is certain:")
	fmt.Fprintln(w, "  go test -v -run TestOrdersOverADelayedWire ./day144_healthcheck/lab")
}
