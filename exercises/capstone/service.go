package main

import (
	"context"
	"io"
	"log"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/batch"
	healthcheck "workbook/day144_healthcheck"
	alerting "workbook/day146_alerting"
	"workbook/exercises/capstone/shop"
)

// Config is the command line: see parse for what each field means.
type Config struct {
	API, Payments, Admin, Page string
	Name, Redis, RedisPassword string
	OTLP, Rules                string
	Notice, Grace              time.Duration
	Load, Conns                int
	Pause, Slow                time.Duration
	Fail                       float64
}

// Service is what wire.go works on. The first part is given. The second part
// says what the service does, and is yours to change.
type Service struct {
	Config
	Out    io.Writer          // where log lines go; the page reads along
	Recent *tracecontext.Ring // an Exporter whose spans the page shows
	Stop   context.CancelFunc // gives the signals back, so that a second one kills
	Drains []healthcheck.Step // after the last request: worker, receipts, payments service
	Opened []healthcheck.Step // how to close what was opened, in the order of opening
	Admin  *http.Server       // the server behind AdminMux ...
	Door   net.Listener       // ... and its listener
	Faults func(http.Handler) http.Handler

	// LinesDropped is how many log lines standard output did not take.
	LinesDropped func() int
	depth        atomic.Uint64 // of the queue, as the bits of a float64

	// Hooks go into the shop. Each of them does nothing so far; when you need
	// two things in one hook, keep the old value and call it from the new one.
	Hooks *shop.Hooks
	// ErrorLog is what every http.Server of the process complains to. Nil is
	// the log package's standard logger.
	ErrorLog *log.Logger
	// AdminMux is served apart from the requests: metrics and probes.
	AdminMux *http.ServeMux
	// Background is run beside the service, until everything else has ended.
	Background []func(context.Context) error
	// Flush sends the telemetry that still waits.
	Flush func(context.Context) error
	// SpanStats counts the spans on their way to a collector, for RegisterVitals.
	// Nil without one.
	SpanStats func() batch.Stats
	// Serve serves the orders until ctx is done, and then does everything that
	// has to come before the end of the process. Nil is serveBare.
	Serve func(ctx context.Context, srv *http.Server, l net.Listener) error
	// Objective is what the page shows budget and alert of.
	Objective *alerting.Policy
}
