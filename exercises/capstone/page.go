package main

import (
	"context"
	"io"
	"net/url"

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
		Recent: s.Recent, OTLP: withoutCredentials(s.OTLP), Load: s.Load, Pause: s.Pause,
	})
	p.lab.Faults.Set(s.Fail, s.Slow)
	s.Faults = p.lab.Faults.Wrap
	s.Out = io.MultiWriter(p.lab.Tail, out) // the page first: the other one may fail
	if s.Redis == "" {
		return nil
	}
	addr, err := p.lab.CutIn(s.Redis)
	s.Redis = addr
	return err
}

// withoutCredentials is a URL as a page may show it: users, passwords and keys stay inside.
func withoutCredentials(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
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
	srv := newServer(p.lab.Handler(), p.svc.ErrorLog)
	defer context.AfterFunc(ctx, func() { srv.Close() })()
	p.serve(srv, p.page)
}
