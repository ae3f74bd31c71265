package checks

import (
	"context"
	"fmt"
	"io"
	"net/http"

	healthcheck "workbook/day144_healthcheck"
)

// maxHTTPBody is how much of a body HTTP reads, and of headers. A health answer
// is short; an endless one must not keep the check busy.
const maxHTTPBody = 64 << 10

// HTTP returns a check that sends GET to url and passes on a status of 2xx
// whose body, or its first 64 KiB, arrives. A redirect fails, and is not
// followed: the page behind it is not the one you asked about, and its host has
// no business with the credentials in url. Each attempt opens a connection of
// its own, through no proxy, so that it proves a client could. A url that can't
// be parsed is a healthcheck.ErrConfig.
func HTTP(url string) func(context.Context) error {
	client := &http.Client{
		// A transport of its own: the default one is shared with the program's
		// requests, obeys HTTP_PROXY, and would hand over a pooled connection.
		Transport:     &http.Transport{DisableKeepAlives: true, MaxResponseHeaderBytes: maxHTTPBody},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
		if err != nil { // its text may quote a password in the url
			return fmt.Errorf("%w: the url of an HTTP check does not parse", healthcheck.ErrConfig)
		}
		resp, err := client.Do(req)
		if err != nil {
			return err
		}
		defer resp.Body.Close()
		// The status first: after 101 Switching Protocols the body is the bare
		// connection, and no context ends a read of that.
		if resp.StatusCode < 200 || resp.StatusCode > 299 {
			return fmt.Errorf("GET %.64q: status %d", req.URL.Redacted(), resp.StatusCode)
		}
		if _, err := io.CopyN(io.Discard, resp.Body, maxHTTPBody); err != nil && err != io.EOF {
			return fmt.Errorf("GET %.64q: reading the body: %w", req.URL.Redacted(), err)
		}
		return nil
	}
}
