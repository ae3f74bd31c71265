package checks_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	healthcheck "workbook/day144_healthcheck"
	"workbook/day144_healthcheck/checks"
)

// A database is a fake driver without a Pinger, like that of some real ones.
type database struct {
	dial  func(context.Context) error
	query func(context.Context) error
	value driver.Value
}

func (d *database) Connect(ctx context.Context) (driver.Conn, error) {
	if d.dial != nil {
		if err := d.dial(ctx); err != nil {
			return nil, err
		}
	}
	return connection{d}, nil
}

func (d *database) Driver() driver.Driver { return nil }

type connection struct{ db *database }

func (connection) Prepare(string) (driver.Stmt, error) { return nil, errors.New("not used") }
func (connection) Begin() (driver.Tx, error)           { return nil, errors.New("not used") }
func (connection) Close() error                        { return nil }

func (c connection) QueryContext(ctx context.Context, query string, _ []driver.NamedValue) (driver.Rows, error) {
	if query != "SELECT 1" {
		return nil, errors.New("unexpected " + query)
	}
	if c.db.query != nil {
		if err := c.db.query(ctx); err != nil {
			return nil, err
		}
	}
	return &rows{value: c.db.value}, nil
}

type rows struct {
	value driver.Value
	done  bool
}

func (*rows) Columns() []string { return []string{"1"} }
func (*rows) Close() error      { return nil }
func (r *rows) Next(dest []driver.Value) error {
	if r.done || r.value == nil {
		return io.EOF
	}
	dest[0], r.done = r.value, true
	return nil
}

func TestSQL(t *testing.T) {
	down := errors.New("server gone")
	slow := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	for _, tt := range []struct {
		name string
		db   database
		want error // to be wrapped; nil for healthy
		text string
	}{
		{"healthy", database{value: int64(1)}, nil, ""},
		{"the query fails", database{query: func(context.Context) error { return down }}, down, "SELECT 1: server gone"},
		{"connecting fails", database{dial: func(context.Context) error { return down }}, down, "connecting: server gone"},
		{"the query is slow", database{query: slow}, context.DeadlineExceeded, "SELECT 1: "},
		{"connecting is slow", database{dial: slow}, context.DeadlineExceeded, "connecting: "},
		{"another answer", database{value: int64(2)}, nil, "SELECT 1 gave 2"},
		{"no answer", database{}, sql.ErrNoRows, "SELECT 1: "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				db := sql.OpenDB(&tt.db)
				defer db.Close()
				db.SetMaxOpenConns(1) // its own connection must not count as a rush
				err := query(t, db)
				if (tt.text == "") != (err == nil) || (err != nil && !strings.HasPrefix(err.Error(), tt.text)) {
					t.Errorf("SQL: got %v, want %q", err, tt.text)
				}
				if tt.want != nil && !errors.Is(err, tt.want) {
					t.Errorf("SQL: got %v, want it to wrap %v", err, tt.want)
				}
				if errors.Is(err, healthcheck.ErrBusy) {
					t.Errorf("SQL: got %v, want it not to be busy", err)
				}
				if got, want := db.Stats().InUse, 0; got != want {
					t.Errorf("connections still in use: got %d, want %d", got, want)
				}
			})
		})
	}
}

// TestPingProvesNothing is the reason for SELECT 1: without a Pinger, database/
// sql has nothing to send.
func TestPingProvesNothing(t *testing.T) {
	down := errors.New("server gone")
	db := sql.OpenDB(&database{query: func(context.Context) error { return down }})
	defer db.Close()
	if err := db.PingContext(t.Context()); err != nil {
		t.Errorf("PingContext: got %v, want nil, though every query fails", err)
	}
	if got, want := query(t, db), down; !errors.Is(got, want) {
		t.Errorf("SQL: got %v, want it to wrap %v", got, want)
	}
}

// query runs the check with a second to answer in.
func query(t *testing.T, db *sql.DB) error {
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	return checks.SQL(db)(ctx)
}

func TestSQLSaturatedIsBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		db := sql.OpenDB(&database{value: int64(1)})
		defer db.Close()
		db.SetMaxOpenConns(2)
		var held []*sql.Conn
		for range 2 {
			conn, err := db.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			held = append(held, conn)
		}
		if got, want := query(t, db), healthcheck.ErrBusy; !errors.Is(got, want) {
			t.Errorf("SQL of a full pool: got %v, want it to wrap %v", got, want)
		}
		cancelled, cancel := context.WithCancel(t.Context())
		cancel()
		if got := checks.SQL(db)(cancelled); errors.Is(got, healthcheck.ErrBusy) || got == nil {
			t.Errorf("SQL of a full pool under a context that was cancelled: got %v, want an error that is not busy", got)
		}
		p, stop := probe(t, healthcheck.Check{Name: "db", Func: checks.SQL(db), Every: 5 * time.Second})
		defer stop()
		held[0].Close()
		advance(10 * time.Second)
		if err := p.Ready(); err != nil {
			t.Errorf("Ready with a connection free: got %v, want nil", err)
		}
		conn, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		advance(20 * time.Second)
		if err := p.Ready(); err != nil {
			t.Errorf("Ready in a rush of 20s: got %v, want nil: busy is not broken", err)
		}
		conn.Close()
		held[1].Close()
	})
}

// probe runs a probe of one check until stop is called, which waits for its end.
func probe(t *testing.T, check healthcheck.Check) (p *healthcheck.Probe, stop func()) {
	t.Helper()
	p, err := healthcheck.New(check)
	if err != nil {
		t.Fatal(err)
	}
	p.Logger = slog.New(slog.DiscardHandler)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- p.Run(ctx) }()
	synctest.Wait()
	return p, func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run: got %v, want nil", err)
		}
	}
}

// advance moves the bubble's clock and lets everything due by then happen.
func advance(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// TestSQLUnreachableIsNotBusy: no pool is full, and nobody answers. That is the
// server's fault, and the pool's in no case, bounded or not.
func TestSQLUnreachableIsNotBusy(t *testing.T) {
	for _, limit := range []int{0, 10} { // 0 is no limit
		synctest.Test(t, func(t *testing.T) {
			db := sql.OpenDB(&database{dial: func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }})
			defer db.Close()
			db.SetMaxOpenConns(limit)
			if got := query(t, db); got == nil || errors.Is(got, healthcheck.ErrBusy) {
				t.Errorf("SQL with a limit of %d, nobody answering: got %v, want an error that is not busy", limit, got)
			}
		})
	}
}

// TestSQLSurvivesARestart: ten idle connections died with the server, which is
// well again.
func TestSQLSurvivesARestart(t *testing.T) {
	const idle = 10
	dead := idle
	d := &database{value: int64(1)}
	db := sql.OpenDB(d)
	defer db.Close()
	db.SetMaxIdleConns(idle)
	var held []*sql.Conn
	for range idle {
		conn, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		held = append(held, conn)
	}
	for _, conn := range held {
		conn.Close()
	}
	if got, want := db.Stats().Idle, idle; got != want {
		t.Fatalf("idle connections: got %d, want %d", got, want)
	}
	d.query = func(context.Context) error {
		if dead > 0 {
			dead--
			return driver.ErrBadConn
		}
		return nil
	}
	if err := query(t, db); err != nil {
		t.Errorf("SQL with %d dead connections in the pool: got %v, want nil", idle, err)
	}
}

// TestSQLSlowDial: a new connection takes more than half the time.
func TestSQLSlowDial(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := &database{value: int64(1), dial: func(context.Context) error { <-time.After(900 * time.Millisecond); return nil }}
		db := sql.OpenDB(d)
		defer db.Close()
		db.SetMaxOpenConns(1)
		if err := query(t, db); err != nil {
			t.Errorf("SQL with a second, 0.9s to connect: got %v, want nil: the pool is not full", err)
		}
	})
}

// TestSQLDriverPanicsOnce: the check fails, comes back, and works again; its
// probe ends.
func TestSQLDriverPanicsOnce(t *testing.T) {
	for name, broken := range map[string]*database{
		"query": {value: int64(1), query: panicsOnce()},
		"dial":  {value: int64(1), dial: panicsOnce()},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				db := sql.OpenDB(broken)
				defer db.Close()
				p, stop := probe(t, healthcheck.Check{Name: "db", Func: checks.SQL(db), Every: time.Second})
				if p.Ready() == nil {
					t.Errorf("Ready after the panic: got nil, want an error")
				}
				advance(time.Second)
				if err := p.Ready(); err != nil {
					t.Errorf("Ready after the next attempt: got %v, want nil", err)
				}
				stop()
			})
		})
	}
}

func panicsOnce() func(context.Context) error {
	panicked := false
	return func(context.Context) error {
		if !panicked {
			panicked = true
			panic("driver: index out of range")
		}
		return nil
	}
}

// TestSQLSurvivesDeadConnections: the pool holds connections that the server
// closed in the night.
func TestSQLSurvivesDeadConnections(t *testing.T) {
	dead := 2
	d := &database{value: int64(1), query: func(context.Context) error {
		if dead > 0 {
			dead--
			return driver.ErrBadConn
		}
		return nil
	}}
	db := sql.OpenDB(d)
	defer db.Close()
	if err := query(t, db); err != nil {
		t.Errorf("SQL: got %v, want nil", err)
	}
}
