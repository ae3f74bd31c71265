package healthcheck_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"testing"
	"time"

	healthcheck "workbook/day144_healthcheck"
)

// childEnv turns the test binary into the program under test: a service of its
// own process, which can be sent real signals. Its value is the notice, the
// grace, how long a request takes, and how long the start.
const childEnv = "HEALTHCHECK_TEST_CHILD"

func TestMain(m *testing.M) {
	if config := os.Getenv(childEnv); config != "" {
		os.Exit(child(config))
	}
	os.Exit(m.Run())
}

// child is a main as the lesson shows it. Standard output tells the parent the
// addresses; standard error is the log.
func child(config string) (status int) {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer stop()
	var notice, grace, request, startup string
	fmt.Sscan(config, &notice, &grace, &request, &startup)

	probe, err := healthcheck.New(healthcheck.Check{Name: "self", Func: func(context.Context) error { return nil }})
	app, appErr := net.Listen("tcp", "127.0.0.1:0")
	admin, adminErr := net.Listen("tcp", "127.0.0.1:0")
	if err != nil || appErr != nil || adminErr != nil {
		fmt.Println(err, appErr, adminErr)
		return 2
	}
	fmt.Println(app.Addr(), admin.Addr())
	select { // a start-up that takes its time, and looks at ctx
	case <-time.After(duration(startup)):
		go probe.Run(ctx)
	case <-ctx.Done():
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/readyz", probe.Readyz)
	mux.HandleFunc("/livez", probe.Live)
	err = healthcheck.Serve(ctx, &http.Server{Handler: takes(duration(request))}, app, healthcheck.Plan{
		Stop: stop, Probe: probe, Notice: duration(notice), Grace: duration(grace),
		Admin: &http.Server{Handler: mux}, AdminListener: admin,
	})
	if err != nil {
		return 1
	}
	return 0
}

func duration(s string) time.Duration {
	d, err := time.ParseDuration(s)
	if err != nil {
		panic(err)
	}
	return d
}

// takes answers a POST after d, and at once if d is zero.
func takes(d time.Duration) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Println("request")
		<-time.After(d)
		w.WriteHeader(http.StatusCreated)
	})
}
