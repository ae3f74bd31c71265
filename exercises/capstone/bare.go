package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"

	healthcheck "workbook/day144_healthcheck"
)

// serveBare is how many services end: Shutdown on the signal, and that is
// graceful. Stage 4 is about what is missing.
func (s *Service) serveBare(ctx context.Context, srv *http.Server, l net.Listener) error {
	go func() { _ = s.Admin.Serve(s.Door) }()
	served := make(chan error, 1)
	go func() { served <- srv.Serve(l) }()
	var err error
	select {
	case err = <-served:
	case <-ctx.Done():
		s.Stop()
		fresh, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.Grace)
		defer cancel()
		err = srv.Shutdown(fresh)
	}
	errs := []error{err}
	for _, step := range append(s.Drains, s.Opened...) {
		errs = append(errs, s.step(ctx, step))
	}
	return errors.Join(append(errs, s.Admin.Close())...)
}

// step runs one step for at most five seconds.
func (s *Service) step(ctx context.Context, step healthcheck.Step) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	return step.Func(ctx)
}
