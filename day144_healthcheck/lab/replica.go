package lab

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	healthcheck "workbook/day144_healthcheck"
)

// A replica is one copy of a small service: orders on one listener, probes on
// another, and no dependencies, so that it is ready when it is up.
type replica struct {
	balancer *Balancer
	probe    *healthcheck.Probe
	app      *http.Server
	admin    *http.Server
	appL     net.Listener
	adminL   net.Listener
}

// newReplica listens, which is what makes it able to accept, and serves
// nothing yet.
func newReplica(w Wire, b *Balancer) (*replica, error) {
	appL, err := w.Listen()
	if err != nil {
		return nil, err
	}
	adminL, err := w.Listen()
	if err != nil {
		appL.Close()
		return nil, err
	}
	probe, err := healthcheck.New()
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/readyz", probe.Readyz)
	return &replica{
		balancer: b, probe: probe, appL: appL, adminL: adminL,
		app: newServer(http.HandlerFunc(takeOrder)), admin: newServer(mux),
	}, nil
}

// newServer sets the limits that net/http leaves open. ReadTimeout is below the grace,
// so that half a body does not hold up a drain.
func newServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler: h, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 5 * time.Second,
		WriteTimeout: 10 * time.Second, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
	}
}

func takeOrder(w http.ResponseWriter, r *http.Request) {
	if _, err := io.Copy(io.Discard, r.Body); err != nil {
		http.Error(w, "the order did not arrive whole", http.StatusBadRequest)
		return
	}
	w.WriteHeader(http.StatusCreated)
}

// addr is where the balancer sends connections.
func (r *replica) addr() string { return r.appL.Addr().String() }

// readyz is where it asks.
func (r *replica) readyz() string { return "http://" + r.adminL.Addr().String() + "/readyz" }

// The longest a replica waits for anything. It never should: the balancer says
// when it is done.
const (
	longNotice = 10 * time.Second
	longGrace  = 10 * time.Second
)

// plan is the right order. Released takes the place of a wait of fixed length.
func (r *replica) plan() healthcheck.Plan {
	return healthcheck.Plan{
		Probe:    r.probe,
		Notice:   longNotice,
		Released: func(ctx context.Context) error { return r.balancer.Released(ctx, r.addr()) },
		Grace:    longGrace,
		Admin:    r.admin, AdminListener: r.adminL,
		Logger: slog.New(slog.DiscardHandler),
	}
}
