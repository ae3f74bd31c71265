package shop

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"time"
)

// maxBody is the largest request body that is read, in bytes.
const maxBody = 16 << 10

// Handler returns the service's two routes:
//
//	POST /orders       201 and the order; 400, 402, 408, 413, 502 or 503 and {"error": …}
//	GET /orders/{id}   200 and the order; 404, 500, 503 and {"error": …}
//
// A 503 to POST says that nobody knows: the queue may have taken the order and its
// answer got lost, so it may be packed all the same. Ask for the order before you
// place it again.
func (a *App) Handler() http.Handler {
	mux, h := http.NewServeMux(), a.hooks
	for pattern, f := range map[string]http.HandlerFunc{"POST /orders": a.create, "GET /orders/{id}": a.show} {
		mux.Handle(pattern, h.Route("orders", pattern, f))
	}
	return h.Server("orders", mux)
}

// create takes an order: authorise, keep, queue, and only then answer 201.
func (a *App) create(w http.ResponseWriter, r *http.Request) {
	o, err := decode(w, r)
	if err != nil {
		a.refuse(w, r, bodyStatus(err), err)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), callTimeout)
	defer cancel()
	a.hooks.Log.InfoContext(ctx, "order received", "order", o.ID, "item", o.Item,
		"quantity", o.Quantity, "card", o.Card)
	if err := a.payments.Authorise(ctx, o); err != nil {
		a.refuse(w, r, paymentStatus(err), err)
		return
	}
	o.Card = "" // nothing after the payment needs it
	if err := a.accept(ctx, o); err != nil {
		a.refuse(w, r, http.StatusServiceUnavailable, err)
		return
	}
	a.hooks.Log.InfoContext(ctx, "order accepted", "order", o.ID)
	w.Header().Set("Location", "/orders/"+o.ID)
	answer(w, http.StatusCreated, o)
	a.receipt(r.Context(), o.ID)
}

// accept makes the order outlive this request. The store comes first: a worker
// that is quick must find the order.
func (a *App) accept(ctx context.Context, o Order) error {
	if err := a.store.Put(ctx, o); err != nil {
		return err
	}
	m := Message{OrderID: o.ID, Headers: map[string]string{}}
	ctx, done := a.hooks.Publish(ctx, &m)
	err := a.queue.Push(ctx, m)
	done(err)
	return err
}

func (a *App) show(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), callTimeout)
	defer cancel()
	o, err := a.store.Get(ctx, r.PathValue("id"))
	switch {
	case errors.Is(err, ErrNotFound):
		a.refuse(w, r, http.StatusNotFound, err)
	case errors.Is(err, ErrBroken):
		a.refuse(w, r, http.StatusInternalServerError, err) // no 503: it will not be better later
	case err != nil:
		a.refuse(w, r, http.StatusServiceUnavailable, err)
	default:
		answer(w, http.StatusOK, o)
	}
}

// decode reads the body of POST /orders into a new, valid order.
func decode(w http.ResponseWriter, r *http.Request) (Order, error) {
	var in struct {
		Item     string `json:"item"`
		Quantity int    `json:"quantity"`
		Card     string `json:"card"`
	}
	if err := readJSON(w, r, &in); err != nil {
		return Order{}, err
	}
	o := Order{
		ID: rand.Text(), Item: in.Item, Quantity: in.Quantity, Card: in.Card,
		Status: Accepted, Created: time.Now().UTC(),
	}
	return o, o.validate()
}

func paymentStatus(err error) int {
	if errors.Is(err, ErrDeclined) {
		return http.StatusPaymentRequired
	}
	return http.StatusBadGateway
}

// bodyStatus is the status for what is wrong with a body.
func bodyStatus(err error) int {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge
	case errors.Is(err, os.ErrDeadlineExceeded): // the server's ReadTimeout: half a body came
		return http.StatusRequestTimeout
	}
	return http.StatusBadRequest
}

// refuse answers with an error. What went wrong inside is for the log: a client
// gets the status' own text, unless the order itself is at fault.
func (a *App) refuse(w http.ResponseWriter, r *http.Request, status int, err error) {
	text := http.StatusText(status)
	switch {
	case r.Context().Err() != nil:
		// Nobody will see the status, and what failed has failed for want of a client.
		a.hooks.Log.InfoContext(r.Context(), "client gone", "err", err)
	case status >= 500:
		a.hooks.Log.ErrorContext(r.Context(), "request failed", "status", status, "err", err)
	default:
		a.hooks.Log.InfoContext(r.Context(), "request refused", "status", status, "err", err)
	}
	if errors.Is(err, ErrInvalid) {
		text = err.Error()
	}
	answer(w, status, map[string]string{"error": text})
}

// readJSON reads a body that is one JSON value of the fields that v has, within maxBody.
func readJSON(w http.ResponseWriter, r *http.Request, v any) error {
	d := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return cmp.Or(err, errors.New("something follows the JSON value"))
	}
	return nil
}

// answer writes v as JSON. A failing write means that the client is gone, which
// nobody here can help.
func answer(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}
