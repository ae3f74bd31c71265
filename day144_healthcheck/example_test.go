package healthcheck_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/signal"
	"runtime"
	"syscall"
	"time"

	healthcheck "workbook/day144_healthcheck"
	"workbook/day144_healthcheck/checks"
)

// A main in full: two listeners, one probe, one drain.
func Example() {
	main := func(orders http.Handler) error {
		ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
		defer stop()
		redis := healthcheck.Check{Name: "redis", Func: checks.Redis("127.0.0.1:6379", checks.RedisAuth{})}
		probe, err := healthcheck.New(redis)
		if err != nil {
			return err
		}
		go probe.Run(ctx)

		admin := http.NewServeMux()
		admin.HandleFunc("/livez", probe.Live)
		admin.HandleFunc("/readyz", probe.Readyz)
		admin.HandleFunc("/startupz", probe.Startup)

		app, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		adminListener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return err
		}
		return healthcheck.Serve(ctx, &http.Server{Handler: orders}, app, healthcheck.Plan{
			Stop: stop, Probe: probe, Notice: 5 * time.Second, Grace: 10 * time.Second,
			Admin: &http.Server{Handler: admin}, AdminListener: adminListener,
		})
	}
	_ = main // run it with a real Redis, and send it SIGTERM
}

func ExampleNew() {
	probe, err := healthcheck.New(
		healthcheck.Check{Name: "orders", Func: func(context.Context) error { return nil }},
		healthcheck.Check{Name: "cache", Func: func(context.Context) error { return errors.New("dial 10.0.0.7: refused") }, Optional: true},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	probe.Logger = slog.New(slog.DiscardHandler)
	fmt.Println(probe.Ready())

	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	go probe.Run(ctx)
	for probe.Ready() != nil { // the first results are on their way
		runtime.Gosched()
	}
	w := httptest.NewRecorder()
	probe.Startup(w, httptest.NewRequest("GET", "/startupz?exclude=cache", nil))
	fmt.Println(w.Code)

	probe.Drain()
	fmt.Println(probe.Ready())
	// Output:
	// not ready: orders unknown
	// 200
	// draining
}

func ExampleHeartbeat() {
	var loop healthcheck.Heartbeat
	check := loop.Check(30 * time.Second)
	fmt.Println(check.Func(context.Background()))
	for range 3 { // the work loop beats each time round
		loop.Beat()
	}
	fmt.Println(check.Func(context.Background()))
	// Output:
	// no beat yet
	// <nil>
}

// A check is any function. This one has a third answer besides yes and no.
func ExampleCheck() {
	inUse, limit := 16, 16
	check := healthcheck.Check{
		Name: "connections", Every: 5 * time.Second, MaxAge: time.Minute,
		Func: func(context.Context) error {
			if inUse == limit { // can't ask now, which says nothing about the answer
				return fmt.Errorf("%w: %d of %d in use", healthcheck.ErrBusy, inUse, limit)
			}
			return nil
		},
	}
	fmt.Println(check.Func(context.Background()))
	// Output:
	// busy: 16 of 16 in use
}

func ExampleServe() {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	step := func(name string) healthcheck.Step {
		return healthcheck.Step{Name: name, Func: func(context.Context) error { fmt.Println(name); return nil }}
	}
	ctx, sigterm := context.WithCancel(context.Background()) // stands for signal.NotifyContext
	sigterm()
	err = healthcheck.Serve(ctx, &http.Server{}, l, healthcheck.Plan{
		After:  []healthcheck.Step{step("stop the intake of workers"), step("flush telemetry")},
		Close:  []healthcheck.Step{step("close the database, opened first"), step("close the queue, opened last")},
		Logger: slog.New(slog.DiscardHandler),
	})
	fmt.Println(err)
	// Output:
	// stop the intake of workers
	// flush telemetry
	// close the queue, opened last
	// close the database, opened first
	// <nil>
}

func ExampleBudget() {
	plan := healthcheck.Plan{Notice: 31 * time.Second, Grace: 10 * time.Second}
	fmt.Println(healthcheck.Budget(plan, healthcheck.Pod{})) // the defaults of Kubernetes

	plan.Notice = 4 * time.Second
	fmt.Println(healthcheck.Budget(plan, healthcheck.Pod{Period: time.Second}))
	// Output:
	// the drain does not fit: 31s notice + 10s grace = 41s, over the termination grace of 30s by 11s
	// <nil>
}
