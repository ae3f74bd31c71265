package lab

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// maxClients bounds what a slip of the keyboard can do to this machine.
const maxClients = 256

// Load is a number of clients in a closed loop.
type Load struct {
	URL     string        // of the orders service
	Clients int           // at most 256
	Pause   time.Duration // of each client between two requests

	// What the clients saw. Nobody but them knows what reached them.
	Good, Refused, Failed, Broken atomic.Int64
}

// Run sends until ctx is done and every request that is under way has ended.
func (l *Load) Run(ctx context.Context) {
	client := &http.Client{
		Transport: &http.Transport{MaxIdleConnsPerHost: maxClients},
		Timeout:   20 * time.Second,
	}
	defer client.CloseIdleConnections()
	var wg sync.WaitGroup
	for range min(l.Clients, maxClients) {
		wg.Go(func() { l.loop(ctx, client) })
	}
	wg.Wait()
}

// loop is one client: it places an order and looks at it.
func (l *Load) loop(ctx context.Context, c *http.Client) {
	const body = `{"item":"tea","quantity":2,"card":"4111 1111 1111 1111"}`
	for ctx.Err() == nil {
		if id := l.send(ctx, c, http.MethodPost, "/orders", body); id != "" && ctx.Err() == nil {
			l.send(ctx, c, http.MethodGet, "/orders/"+id, "")
		}
	}
}

// send makes one request, then pauses. It returns the id of a new order.
func (l *Load) send(ctx context.Context, c *http.Client, method, path, body string) (id string) {
	// The request ends by itself, so that the end of the load cuts nothing.
	req, err := http.NewRequestWithContext(context.WithoutCancel(ctx), method, l.URL+path, strings.NewReader(body))
	if err != nil {
		return ""
	}
	res, err := c.Do(req)
	if err != nil {
		l.Broken.Add(1)
		l.pause(ctx)
		return ""
	}
	var order struct{ ID string }
	_ = json.NewDecoder(io.LimitReader(res.Body, 64<<10)).Decode(&order)
	res.Body.Close()
	switch res.StatusCode / 100 {
	case 2:
		l.Good.Add(1)
		id = order.ID
	case 5:
		l.Failed.Add(1)
	default:
		l.Refused.Add(1)
	}
	l.pause(ctx)
	return id
}

func (l *Load) pause(ctx context.Context) {
	if l.Pause <= 0 {
		return
	}
	t := time.NewTimer(l.Pause)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
