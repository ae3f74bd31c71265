package logging_test

import (
	"context"
	"log/slog"
	"os"

	logging "workbook/day141_slog"
	"workbook/day141_slog/redact"
)

// The group db gets no attr, so it is not printed.
func ExampleNewJSONHandler() {
	h := logging.PinTime(logging.NewJSONHandler(os.Stdout, nil), noon)
	l := slog.New(h).With("service", "orders").WithGroup("http").With("route", "/orders/{id}")
	l.Info("request done", "status", 200)
	l.WithGroup("db").Info("no rows")
	// Output:
	// {"time":"2026-03-02T12:00:00Z","level":"INFO","msg":"request done","service":"orders","http":{"route":"/orders/{id}","status":200}}
	// {"time":"2026-03-02T12:00:00Z","level":"INFO","msg":"no rows","service":"orders","http":{"route":"/orders/{id}"}}
}

func ExampleNewTextHandler() {
	h := logging.PinTime(logging.NewTextHandler(os.Stdout, nil), noon)
	slog.New(h).WithGroup("http").Warn("slow request", "route", "/orders/{id}", "took", "1.5 s")
	// Output:
	// time=2026-03-02T12:00:00.000Z level=WARN msg="slow request" http.route=/orders/{id} http.took="1.5 s"
}

// The id is at the top level, although a group is open.
func ExampleHandler_WithContextAttrs() {
	h := logging.NewTextHandler(os.Stdout, nil).WithContextAttrs(func(ctx context.Context) []slog.Attr {
		if id, ok := ctx.Value(idKey{}).(string); ok {
			return []slog.Attr{slog.String("request_id", id)}
		}
		return nil
	})
	l := slog.New(logging.PinTime(h, noon)).WithGroup("http")
	l.InfoContext(context.WithValue(context.Background(), idKey{}, "7f3a"), "request done", "status", 200)
	// Output:
	// time=2026-03-02T12:00:00.000Z level=INFO msg="request done" request_id=7f3a http.status=200
}

func ExamplePinTime() {
	l := slog.New(logging.PinTime(logging.NewTextHandler(os.Stdout, nil), noon))
	l.Info("meeting moved", "time", "15:00") // the user's own time stays
	// Output:
	// time=2026-03-02T12:00:00.000Z level=INFO msg="meeting moved" time=15:00
}

// Order matters: the time is dropped before the redactor would look at it.
func ExampleChainReplace() {
	noTime := func(groups []string, a slog.Attr) slog.Attr {
		if len(groups) == 0 && a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}
	opts := &slog.HandlerOptions{ReplaceAttr: logging.ChainReplace(noTime, redact.New(redact.Options{}).ReplaceAttr)}
	slog.New(logging.NewJSONHandler(os.Stdout, opts)).Info("login", "token", "t-1")
	// Output:
	// {"level":"INFO","msg":"login","token":"[REDACTED]"}
}

func ExampleSetDefault() {
	restore := logging.SetDefault(slog.New(logging.PinTime(logging.NewTextHandler(os.Stdout, nil), noon)))
	defer restore() // package log as well
	slog.Info("ready")
	// Output:
	// time=2026-03-02T12:00:00.000Z level=INFO msg=ready
}
