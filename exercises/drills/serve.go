package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"strings"
	"time"

	"workbook/exercises/drills/page"
	"workbook/exercises/drills/recording"
)

// serve shows the recording until ctx is done.
func (d drill) serve(ctx context.Context, address string, stdout io.Writer) error {
	dir, err := d.recording()
	if err != nil {
		return err
	}
	recorded, err := recording.Open(dir)
	if err != nil {
		return err
	}
	logs, err := fs.ReadFile(dir, "logs.jsonl")
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	if tcp, ok := l.Addr().(*net.TCPAddr); !ok || !tcp.IP.IsLoopback() {
		return errors.Join(fmt.Errorf("%s is no address of loopback", l.Addr()), l.Close())
	}
	srv := &http.Server{
		Handler:           local(page.Handler("Drill "+d.title, recorded, string(logs))),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
	defer context.AfterFunc(ctx, func() { srv.Close() })()
	fmt.Fprintf(stdout, "Drill %s on http://%s/\n", d.title, l.Addr())
	err = srv.Serve(l)
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// local answers to loopback names only: a name of somebody else's that points there (DNS rebinding) would let their script
// read the page.
func local(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host, _, err := net.SplitHostPort(r.Host)
		if err != nil {
			host = r.Host
		}
		if ip := net.ParseIP(strings.Trim(host, "[]")); host != "localhost" && !ip.IsLoopback() {
			http.Error(w, "this page answers to loopback names only", http.StatusMisdirectedRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}
