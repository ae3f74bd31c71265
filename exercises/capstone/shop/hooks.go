package shop

import (
	"context"
	"log/slog"
	"net/http"
)

// Hooks are the places where an instrumentation can take hold. Start from
// Bare, whose hooks do nothing, and replace or wrap what you need. Hooks are
// read when they are needed and must not change once requests come.
type Hooks struct {
	// Log is the logger of the whole service.
	Log *slog.Logger
	// Route is given every route of a service ("orders" or "payments") as it is
	// registered: its pattern as the mux knows it ("GET /orders/{id}") and its
	// handler.
	Route func(service, pattern string, h http.Handler) http.Handler
	// Server is given the whole of a service: all its routes, and what none of
	// them matches.
	Server func(service string, mux *http.ServeMux) http.Handler
	// Transport carries the requests to the payments service.
	Transport http.RoundTripper
	// Publish is called before a message is pushed. It may add headers. Its
	// context is what Push gets; done is called with the outcome.
	Publish func(ctx context.Context, m *Message) (_ context.Context, done func(error))
	// Consume is called before a message is worked on. Its context is what the
	// work gets; done is called with the outcome.
	Consume func(ctx context.Context, m Message) (_ context.Context, done func(error))
	// Detach makes the context of work that goes on after the answer.
	Detach func(context.Context) context.Context
	// Beat is called by the worker each time its loop comes round, idle rounds
	// included.
	Beat func()
}

// Bare returns hooks that do nothing, but for the logger. Its Detach is the
// safe one that loses everything: a background context has no cancellation of
// the request, and none of its values either.
func Bare(log *slog.Logger) *Hooks {
	return &Hooks{
		Log:       log,
		Route:     func(_, _ string, h http.Handler) http.Handler { return h },
		Server:    func(_ string, mux *http.ServeMux) http.Handler { return mux },
		Transport: http.DefaultTransport,
		Publish:   func(ctx context.Context, _ *Message) (context.Context, func(error)) { return ctx, func(error) {} },
		Consume:   func(ctx context.Context, _ Message) (context.Context, func(error)) { return ctx, func(error) {} },
		Detach:    func(context.Context) context.Context { return context.Background() },
		Beat:      func() {},
	}
}
