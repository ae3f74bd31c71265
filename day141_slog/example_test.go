package logging_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"

	logging "workbook/day141_slog"
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

func ExampleNewRedactor() {
	r := logging.NewRedactor(logging.RedactorOptions{Keys: []string{"national_id"}})
	h := logging.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: r.ReplaceAttr})
	l := slog.New(logging.PinTime(h, noon))
	l.Info("login", "user", "alice", "X-Api-Key", "k-1234", "nationalID", 7012)
	l.Error("connect", "err", fmt.Errorf("dial postgres://app:s3cret@db:5432/orders: refused"))
	l.Info("request", "header", http.Header{"Authorization": {"Bearer abc123"}, "Accept": {"*/*"}})
	// Output:
	// time=2026-03-02T12:00:00.000Z level=INFO msg=login user=alice X-Api-Key=[REDACTED] nationalID=[REDACTED]
	// time=2026-03-02T12:00:00.000Z level=ERROR msg=connect err="dial postgres://[REDACTED]@db:5432/orders: refused"
	// time=2026-03-02T12:00:00.000Z level=INFO msg=request header="map[Accept:[*/*] Authorization:[REDACTED]]"
}

// ReplaceAttr never sees the name of a group. The writer sees every byte.
func ExampleRedactor_Writer() {
	r := logging.NewRedactor(logging.RedactorOptions{Literals: []string{"correct horse"}})
	h := logging.NewTextHandler(r.Writer(os.Stdout), &slog.HandlerOptions{ReplaceAttr: r.ReplaceAttr})
	slog.New(logging.PinTime(h, noon)).WithGroup("correct horse").Info("m", "a", 1)
	// Output:
	// time=2026-03-02T12:00:00.000Z level=INFO msg=m "[REDACTED].a"=1
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
	redact := logging.NewRedactor(logging.RedactorOptions{}).ReplaceAttr
	opts := &slog.HandlerOptions{ReplaceAttr: logging.ChainReplace(noTime, redact)}
	slog.New(logging.NewJSONHandler(os.Stdout, opts)).Info("login", "token", "t-1")
	// Output:
	// {"level":"INFO","msg":"login","token":"[REDACTED]"}
}

func ExampleLevelEndpoint() {
	var level slog.LevelVar
	admin := logging.LevelEndpoint(&level)
	for _, body := range []string{`{"level":"debug"}`, `{"level":"loud"}`} {
		w := httptest.NewRecorder()
		admin.ServeHTTP(w, httptest.NewRequest("PUT", "/loglevel", strings.NewReader(body)))
		fmt.Print(w.Code, " ", w.Body)
	}
	// Output:
	// 200 {"level":"DEBUG"}
	// 400 unknown level "loud": want DEBUG, INFO, WARN or ERROR, with an offset such as +2 if need be
}

func ExampleSetDefault() {
	restore := logging.SetDefault(slog.New(logging.PinTime(logging.NewTextHandler(os.Stdout, nil), noon)))
	defer restore() // package log as well
	slog.Info("ready")
	// Output:
	// time=2026-03-02T12:00:00.000Z level=INFO msg=ready
}

func ExampleSecret() {
	account := struct {
		User  string
		Token logging.Secret
	}{"alice", "t-1234"}
	fmt.Printf("%+v\n", account)
	slog.New(logging.PinTime(logging.NewJSONHandler(os.Stdout, nil), noon)).Info("m", "account", account)
	// Output:
	// {User:alice Token:[REDACTED]}
	// {"time":"2026-03-02T12:00:00Z","level":"INFO","msg":"m","account":{"User":"alice","Token":"[REDACTED]"}}
}
