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
	"workbook/exercises/check"
)

// Whoever writes a line in this process, it is one JSON object.
func TestStage1LogsAreJSON(t *testing.T) {
	r := launchRun(t, nil)
	r.svc.AdminMux.HandleFunc("/boom", func(http.ResponseWriter, *http.Request) { panic("boom over\ntwo lines") })
	r.run()
	tests := []struct {
		name, call, mark string
		write            func()
		rule             stageRule
	}{
		{"shop", "POST /orders", "order accepted", func() { r.place() },
			stageRule{"the shop logs through s.Hooks.Log", "day141_slog/handler.go Handler.Handle"}},
		{"slog", `slog.Info("from slog")`, "from slog", func() { slog.Info("from slog") },
			stageRule{"the logger is slog's default: libraries use that one", "day141_slog/setdefault.go SetDefault"}},
		{"log_package", `log.Print("from log")`, "from log", func() { log.Print("from log") },
			stageRule{"what the log package prints goes through slog's default handler", "day141_slog/setdefault.go SetDefault"}},
		{"net/http", `ErrorLog.Print("from net/http")`, "from net/http", func() { r.svc.Admin.ErrorLog.Print("from net/http") },
			stageRule{"an http.Server complains to its ErrorLog: give it one that is JSON", "exercises/capstone/service.go Service"}},
		{"panic", "GET /boom of the admin listener, whose handler panics", "boom over", func() {
			clientAsk("GET", r.adminURL("/boom"), "")
			waitUntil(func() bool { return len(r.log.with("boom over")) > 0 })
		}, stageRule{"a panic's stack has many lines, its log record has one", "exercises/capstone/service.go Service"}},
	}
	judge := check.New(t, fitToStart.read)
	for _, tt := range tests {
		tt.write()
		got := r.log.with(tt.mark)
		ok := len(got) == 1 && lineFields(got[0])["msg"] != nil
		judge.Run(tt.name, holds(ok, tt.rule, tt.call, strings.Join(got, "\n"), "one line, a JSON object with msg, that contains "+tt.mark))
	}
	level := "no line"
	if found := r.log.with("from net/http"); len(found) > 0 {
		level, _ = lineFields(found[0])["level"].(string)
	}
	judge.Run("error_level", seen(stageRule{"what net/http complains about is an error: an alert on error lines must see it", "exercises/capstone/service.go Service"},
		`level of ErrorLog.Print("from net/http")`, level, "ERROR"))
}

// No line shows what must not be in a log, wherever it hides.
func TestStage1LogsAreRedacted(t *testing.T) {
	r := launchRun(t, nil).run()
	const read = "day141_slog/redact/redactor.go Redactor.ReplaceAttr"
	tests := []struct {
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
		{"error_log", `ErrorLog.Print("http: panic serving: Bearer fedcba9876543210")`, "fedcba9876543210", "panic serving",
			func(*slog.Logger) { r.svc.Admin.ErrorLog.Print("http: panic serving: Bearer fedcba9876543210") },
			"what net/http complains about is redacted too: it prints what panicked"},
		{"default_logger", `slog.Info("dialled", "password", "hunter3")`, "hunter3", "dialled",
			func(*slog.Logger) { slog.Info("dialled", "password", "hunter3") }, "what a library logs is redacted too"},
	}
	judge := check.New(t, read)
	for _, tt := range tests {
		tt.write(r.svc.Hooks.Log)
		got := strings.Join(r.log.with(tt.mark), "\n")
		judge.Run(tt.name, holds(got != "" && !strings.Contains(got, tt.secret), stageRule{tt.rule, read}, tt.call, got, "a line without "+tt.secret))
	}
	kept := r.log.with("order received", `"item":"tea"`, `"quantity":2`)
	judge.Run("the_rest_stays", holds(len(kept) > 0, stageRule{"redaction leaves innocent values alone, and the line JSON", read},
		"POST /orders for 2 tea", "no such line", `a line with "item":"tea","quantity":2`))
}

// Every line that is written for a request says so, at the root of the record.
func TestStage1LogsCarryTheContext(t *testing.T) {
	r := launchRun(t, nil)
	sc, err := tracecontext.ParseTraceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
	if err != nil {
		t.Fatal(err)
	}
	ctx := correlation.NewContext(tracecontext.NewContext(context.Background(), sc), "REQ1")
	tests := []struct {
		name, call string
		logger     *slog.Logger
	}{
		{"flat", `s.Hooks.Log.InfoContext(ctx, "stamped")`, r.svc.Hooks.Log},
		{"with", `s.Hooks.Log.With("a", 1).InfoContext(ctx, "stamped")`, r.svc.Hooks.Log.With("a", 1)},
		{"group", `s.Hooks.Log.WithGroup("g").With("b", 2).InfoContext(ctx, "stamped")`, r.svc.Hooks.Log.WithGroup("g").With("b", 2)},
		{"default", `slog.InfoContext(ctx, "stamped")`, slog.Default()},
	}
	judge := check.New(t, "day145_correlation/handler.go NewHandler")
	for _, tt := range tests {
		tt.logger.InfoContext(ctx, "stamped "+tt.name, "k", "v")
		found := strings.Join(r.log.with("stamped "+tt.name), "\n")
		line := lineFields(found)
		ok := line["request_id"] == "REQ1" && line["trace_id"] == sc.TraceID.String() && line["span_id"] == sc.SpanID.String()
		judge.Run(tt.name, holds(ok, stageRule{"the ids of the context stand at the root of each record, whatever groups are open", ""}, tt.call, found,
			"one line with request_id REQ1, trace_id "+sc.TraceID.String()+" and span_id "+sc.SpanID.String()+" at the root"))
	}
}
