package main

import (
	"context"
	"io"
	"net/http"
	"time"

	"workbook/exercises/capstone/lab"
)

// setUpLab puts the laboratory around the service: between it and its output,
// between it and its Redis, and into its payments. Without a page there is none.
func (p *process) setUpLab(out io.Writer) error {
	s := p.svc
	s.Out = out
	if p.page == nil {
		return nil
	}
	p.lab = lab.New(lab.Options{
		API: "http://" + p.api.Addr().String(), Admin: "http://" + s.Door.Addr().String(),
		Recent: s.Recent, OTLP: s.OTLP, Load: s.Load, Pause: s.Pause,
	})
	p.lab.Faults.Set(s.Fail, s.Slow)
	s.Faults = p.lab.Faults.Wrap
	s.Out = io.MultiWriter(out, p.lab.Tail)
	if s.Redis == "" {
		return nil
	}
	addr, err := p.lab.CutIn(s.Redis)
	s.Redis = addr
	return err
}

// pageURL is where a browser finds the page, or "".
func (p *process) pageURL() string {
	if p.page == nil {
		return ""
	}
	return "http://" + p.page.Addr().String() + "/"
}

// servePage serves the page until ctx is done. It is no part of the service:
// it may end in the middle of an answer.
func (p *process) servePage(ctx context.Context) {
	srv := &http.Server{Handler: p.lab.Handler(), ErrorLog: p.svc.ErrorLog, ReadHeaderTimeout: 5 * time.Second}
	defer context.AfterFunc(ctx, func() { srv.Close() })()
	p.serve(srv, p.page)
}
