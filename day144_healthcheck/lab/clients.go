package lab

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Clients send requests in a closed loop: each sends its next one when the
// last is answered, over one connection that it keeps alive. They POST,
// because net/http repeats a GET by itself when a kept connection turns out to
// be dead, which hides the loss; a POST it may not repeat.
type Clients struct {
	N    int      // how many
	Dial DialFunc // a Balancer's Dial

	// New makes a request. Nil means a small POST to http://orders/. Its
	// context must not end while the clients run, except to give up.
	New func(context.Context) (*http.Request, error)

	requests, dropped atomic.Int64
	mu                sync.Mutex
	first             error // the first loss, to show
}

// retryPause keeps a client that is refused from filling the tally with one
// refusal over and over.
const retryPause = time.Millisecond

// Run sends until ctx is done and every request has had its answer.
func (c *Clients) Run(ctx context.Context) {
	var all sync.WaitGroup
	for range c.N {
		all.Go(func() { c.one(ctx) })
	}
	all.Wait()
}

// Requests is how many were sent so far.
func (c *Clients) Requests() int64 { return c.requests.Load() }

// Dropped is how many of them had no answer, or none of 2xx, and the first
// error of that kind.
func (c *Clients) Dropped() (int64, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.dropped.Load(), c.first
}

func (c *Clients) one(ctx context.Context) {
	transport := &http.Transport{DialContext: c.Dial, MaxIdleConnsPerHost: 1}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	whole := context.WithoutCancel(ctx) // a request under way is not given up
	for ctx.Err() == nil {
		err := c.send(whole, client)
		c.requests.Add(1)
		if err == nil {
			continue
		}
		c.lost(err)
		select {
		case <-ctx.Done():
		case <-time.After(retryPause):
		}
	}
}

func (c *Clients) lost(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.dropped.Add(1)
	if c.first == nil {
		c.first = err
	}
}

func (c *Clients) send(ctx context.Context, client *http.Client) error {
	newRequest := c.New
	if newRequest == nil {
		newRequest = newOrder
	}
	req, err := newRequest(ctx)
	if err != nil {
		return err
	}
	resp, err := client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return statusError(resp.Status)
	}
	return nil
}

func newOrder(ctx context.Context) (*http.Request, error) {
	return http.NewRequestWithContext(ctx, http.MethodPost, "http://orders/", strings.NewReader(`{"item":"tea"}`))
}

// A statusError is an answer, but not of 2xx.
type statusError string

func (e statusError) Error() string { return "lab: answered " + string(e) }
