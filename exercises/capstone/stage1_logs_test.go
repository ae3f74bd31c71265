package main

import (
	"context"
	"errors"
	"log"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	correlation "workbook/day145_correlation"
)

// Whoever writes a line in this process, it is one JSON object.
func TestStage1LogsAreJSON(t *testing.T) {
	r := launch(t, nil)
	r.svc.AdminMux.HandleFunc("/boom", func(http.ResponseWriter, *http.Request) { panic("boom over\ntwo lines") })
	r.run()
	for _, c := range []struct {
		name, call, mark string
		write            func()
		rule             rule
	}{
		{"shop", "POST /orders", "order accepted", func() { r.place() },
			rule{"the shop logs through s.Hooks.Log", "day141_slog/handler.go"}},
		{"slog", `slog.Info("from slog")`, "from slog", func() { slog.Info("from slog") },
			rule{"the logger is slog's default: libraries use that one", "day141_slog/setdefault.go"}},
		{"log_package", `log.Print("from log")`, "from log", func() { log.Print("from log") },
			rule{"what the log package prints goes through slog's default handler", "day141_slog/setdefault.go"}},
		{"net/http", `ErrorLog.Print("from net/http")`, "from net/http", func() { r.svc.Admin.ErrorLog.Print("from net/http") },
			rule{"an http.Server complains to its ErrorLog: give it one that is JSON", "day141_slog/handler.go"}},
		{"panic", "GET /boom of the admin listener, whose handler panics", "boom over", func() {
			ask("GET", r.adminURL("/boom"), "")
			soon(func() bool { return len(r.log.with("boom over")) > 0 })
		},
			rule{"a panic's stack has many lines, its log record has one", "day141_slog/handler.go"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.write()
			got := r.log.with(c.mark)
			if len(got) != 1 || fields(got[0]) == nil || fields(got[0])["msg"] == nil {
				report(t, c.rule, c.call, strings.Join(got, "\n          "), "one line, a JSON object with msg, that contains "+c.mark)
			}
		})
	}
	t.Run("error_level", func(t *testing.T) {
		got := "no line"
		if l := r.log.with("from net/http"); len(l) > 0 {
			got = l[0]
		}
		if fields(got)["level"] != "ERROR" {
			report(t, rule{"what net/http complains about is an error: an alert on error lines must see it", "day141_slog/handler.go"},
				`ErrorLog.Print("from net/http")`, got, `"level":"ERROR"`)
		}
	})
}

// No line shows what must not be in a log, wherever it hides.
func TestStage1LogsAreRedacted(t *testing.T) {
	r := launch(t, nil).run()
	read := "day141_slog/redact/redactor.go"
	for _, c := range []struct {
		name, call, secret, mark string
		write                    func(*slog.Logger)
		rule                     string
	}{
		{"card_of_an_order", "POST /orders with card 4111 1111 1111 1111", "4111 1111", "order received",
			func(*slog.Logger) { r.place() }, "a card number is never logged"},
		{"password_in_a_group", `WithGroup("db").Info("opened", "password", "hunter2")`, "hunter2", "opened",
			func(l *slog.Logger) { l.WithGroup("db").Info("opened", "password", "hunter2") }, "a secret key is one in every group"},
		{"token_in_an_error", `Info("failed", "err", error with a bearer token)`, "abcdef0123456789", "failed",
			func(l *slog.Logger) { l.Info("failed", "err", errors.New("401 for Bearer abcdef0123456789")) }, "error texts carry secrets too"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.write(r.svc.Hooks.Log)
			for _, line := range r.log.with(c.mark) {
				if strings.Contains(line, c.secret) {
					report(t, rule{c.rule, read}, c.call, line, "no "+c.secret)
				}
			}
		})
	}
	t.Run("the_rest_stays", func(t *testing.T) {
		got := strings.Join(r.log.with("order received", `"item":"tea"`, `"quantity":2`), "\n")
		if got == "" {
			report(t, rule{"redaction leaves innocent values alone, and the line JSON", read}, "POST /orders for 2 tea", "no such line", `"item":"tea","quantity":2`)
		}
	})
}

// Every line that is written for a request says so, at the root of the record.
func TestStage1LogsCarryTheContext(t *testing.T) {
	r := launch(t, nil)
	sc, err := tracecontext.ParseTraceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
	if err != nil {
		t.Fatal(err)
	}
	ctx := correlation.NewContext(tracecontext.NewContext(context.Background(), sc), "REQ1")
	for name, l := range map[string]*slog.Logger{
		"flat": r.svc.Hooks.Log, "with": r.svc.Hooks.Log.With("a", 1), "group": r.svc.Hooks.Log.WithGroup("g").With("b", 2),
	} {
		t.Run(name, func(t *testing.T) {
			l.InfoContext(ctx, "stamped "+name, "k", "v")
			got := r.log.with("stamped " + name)
			want := map[string]any{"request_id": "REQ1", "trace_id": sc.TraceID.String(), "span_id": sc.SpanID.String()}
			for key, id := range want {
				if len(got) != 1 || fields(got[0])[key] != id {
					report(t, rule{"the ids of the context stand at the root of each record, whatever groups are open", "day145_correlation/handler.go"},
						name+` logger.InfoContext(ctx, "stamped", …)`, strings.Join(got, "\n"), key+"="+id.(string)+" at the root")
				}
			}
		})
	}
}
