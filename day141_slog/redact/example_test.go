package redact_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"os"

	logging "workbook/day141_slog"
	"workbook/day141_slog/redact"
)

func ExampleNew() {
	r := redact.New(redact.Options{Keys: []string{"national_id"}})
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
	r := redact.New(redact.Options{Literals: []string{"correct horse"}})
	h := logging.NewTextHandler(r.Writer(os.Stdout), &slog.HandlerOptions{ReplaceAttr: r.ReplaceAttr})
	slog.New(logging.PinTime(h, noon)).WithGroup("correct horse").Info("m", "a", 1)
	// Output:
	// time=2026-03-02T12:00:00.000Z level=INFO msg=m "[REDACTED].a"=1
}

func ExampleSecret() {
	account := struct {
		User  string
		Token redact.Secret
	}{"alice", "t-1234"}
	fmt.Printf("%+v\n", account)
	slog.New(logging.PinTime(logging.NewJSONHandler(os.Stdout, nil), noon)).Info("m", "account", account)
	// Output:
	// {User:alice Token:[REDACTED]}
	// {"time":"2026-03-02T12:00:00Z","level":"INFO","msg":"m","account":{"User":"alice","Token":"[REDACTED]"}}
}
