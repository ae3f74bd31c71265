package shop

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

var _ Payments = (*PaymentsClient)(nil)

// PaymentsClient speaks to the payments service over HTTP.
type PaymentsClient struct {
	url   string // without a trailing slash
	hooks *Hooks
}

// NewPaymentsClient returns a client of the service at url
// ("http://127.0.0.1:8148"), which uses the Transport of h.
func NewPaymentsClient(url string, h *Hooks) *PaymentsClient {
	return &PaymentsClient{url: url, hooks: h}
}

// Authorise is Payments' Authorise: POST /payments.
func (c *PaymentsClient) Authorise(ctx context.Context, o Order) error {
	return c.post(ctx, "/payments", payment{OrderID: o.ID, Quantity: o.Quantity, Card: o.Card})
}

// Receipt is Payments' Receipt: POST /receipts.
func (c *PaymentsClient) Receipt(ctx context.Context, orderID string) error {
	return c.post(ctx, "/receipts", payment{OrderID: orderID})
}

// post sends v and returns nil on any 2xx. Deadlines are the context's.
func (c *PaymentsClient) post(ctx context.Context, path string, v payment) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	// A redirect that were followed would hand a card number to whoever it names.
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	client := &http.Client{Transport: c.hooks.Transport, CheckRedirect: stay}
	res, err := client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	// Read to the end, so that the connection can be used again; but to a bound. The
	// body of a 101 is the connection itself: no context ends a read of that one.
	if res.StatusCode != http.StatusSwitchingProtocols {
		_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, maxBody))
	}
	switch {
	case res.StatusCode == http.StatusPaymentRequired:
		return ErrDeclined
	case res.StatusCode/100 != 2:
		return fmt.Errorf("payments answered %s to POST %s", res.Status, path)
	}
	return nil
}
