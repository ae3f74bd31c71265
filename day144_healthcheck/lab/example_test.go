package lab_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	healthcheck "workbook/day144_healthcheck"
	"workbook/day144_healthcheck/lab"
)

// Two copies of a service of your own behind the balancer, the first of them
// taken down under load.
func ExampleBalancer() {
	balancer := &lab.Balancer{}
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { balancer.Run(ctx) })

	// serve is a main: see the package's own Example.
	serve := func() (addr string, sigterm context.CancelFunc) {
		app, admin := listen(), listen()
		addr = app.Addr().String()
		probe, err := healthcheck.New()
		if err != nil {
			panic(err)
		}
		signalled, sigterm := context.WithCancel(context.Background())
		running.Go(func() {
			err := healthcheck.Serve(signalled, &http.Server{Handler: http.HandlerFunc(orders)}, app, healthcheck.Plan{
				Probe: probe, Notice: 10 * time.Second,
				Released: func(ctx context.Context) error { return balancer.Released(ctx, addr) },
				Admin:    &http.Server{Handler: http.HandlerFunc(probe.Readyz)}, AdminListener: admin,
				Logger: slog.New(slog.DiscardHandler),
			})
			if err != nil {
				fmt.Println(err)
			}
		})
		balancer.Add(addr, "http://"+admin.Addr().String()+"/readyz")
		if err := balancer.Added(ctx, addr); err != nil {
			fmt.Println(err)
		}
		return addr, sigterm
	}
	first, stopFirst := serve()
	second, stopSecond := serve()

	clients := &lab.Clients{N: 4, Dial: balancer.Dial}
	load, stopLoad := context.WithCancel(ctx)
	var loading sync.WaitGroup
	loading.Go(func() { clients.Run(load) })
	stopFirst()
	if err := balancer.Released(ctx, first); err != nil {
		fmt.Println(err)
	}
	stopLoad()
	loading.Wait()

	dropped, firstLoss := clients.Dropped()
	fmt.Println(clients.Requests() > 0, dropped, firstLoss)
	stopSecond()
	if err := balancer.Released(ctx, second); err != nil {
		fmt.Println(err)
	}
	cancel()
	running.Wait()
	// Output:
	// true 0 <nil>
}

func orders(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusCreated) }

func listen() net.Listener {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	return l
}
