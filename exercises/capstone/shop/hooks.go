package shop

import (
	"context"
	"log/slog"
	"net/http"
)

// Hooks are the places where an instrumentation can take hold. Each may be
// nil, which means: as if it were not there.
type Hooks struct {
	// Log is the logger of the application; nil means slog.Default() at the
	// moment of the call.
	Log *slog.Logger
	// Route is given every route as it is registered: its pattern as the mux
	// knows it ("GET /orders/{id}") and its handler.
	Route func(pattern string, h http.Handler) http.Handler
	// Server is given the whole of a service ("orders" or "payments"), routes
	// and what no route matched included.
	Server func(service string, mux http.Handler) http.Handler
	// Transport carries the requests to the payments service; nil means
	// http.DefaultTransport.
	Transport http.RoundTripper
	// Publish is called before a message is pushed. It may add headers; its
	// context is what Push gets; done is called with the outcome.
	Publish func(ctx context.Context, m *Message) (_ context.Context, done func(error))
	// Consume is called before a message is worked on; its context is what the
	// work gets; done is called with the outcome.
	Consume func(ctx context.Context, m Message) (_ context.Context, done func(error))
	// Detach makes the context of work that goes on after the answer. Nil means
	// a background context: no cancellation, and no values either.
	Detach func(context.Context) context.Context
	// Beat is called by the worker each time its loop comes round, idle rounds
	// included.
	Beat func()
}

func (h *Hooks) log() *slog.Logger {
	if h.Log != nil {
		return h.Log
	}
	return slog.Default()
}

func (h *Hooks) route(mux *http.ServeMux, pattern string, next http.Handler) {
	if h.Route != nil {
		next = h.Route(pattern, next)
	}
	mux.Handle(pattern, next)
}

func (h *Hooks) server(service string, mux http.Handler) http.Handler {
	if h.Server != nil {
		return h.Server(service, mux)
	}
	return mux
}

func (h *Hooks) publish(ctx context.Context, m *Message) (context.Context, func(error)) {
	if h.Publish != nil {
		return h.Publish(ctx, m)
	}
	return ctx, func(error) {}
}

func (h *Hooks) consume(ctx context.Context, m Message) (context.Context, func(error)) {
	if h.Consume != nil {
		return h.Consume(ctx, m)
	}
	return ctx, func(error) {}
}

func (h *Hooks) detach(ctx context.Context) context.Context {
	if h.Detach != nil {
		return h.Detach(ctx)
	}
	return context.Background()
}

func (h *Hooks) beat() {
	if h.Beat != nil {
		h.Beat()
	}
}
