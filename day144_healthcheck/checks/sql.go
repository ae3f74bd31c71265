package checks

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"time"

	healthcheck "workbook/day144_healthcheck"
)

// patience is how long to wait for a connection where ctx sets no limit.
const patience = time.Second

// SQL returns a check that reads the answer of SELECT 1 over a connection of
// db's pool. Not PingContext: for a driver without a driver.Pinger that only
// takes a connection out and puts it back, so it passes with the server gone.
//
// When the pool is full at first and no connection comes free in half the time
// that ctx allows, the error wraps healthcheck.ErrBusy: every connection is at
// work, which says nothing about the server. The check then keeps its colour
// until its MaxAge, so give it one that outlasts your longest rush.
//
// A driver that panics fails the check, and the pool loses the connection.
func SQL(db *sql.DB) func(context.Context) error {
	return func(ctx context.Context) error {
		// A pooled connection can have died unseen, after a restart of the server
		// all of them. A query on one takes it out of the pool: behind those that
		// are idle there is a new one, and database/sql tries twice as well.
		again := db.Stats().Idle + 2
		err := selectOne(ctx, db)
		for again > 0 && errors.Is(err, driver.ErrBadConn) {
			again--
			err = selectOne(ctx, db)
		}
		return err
	}
}

// selectOne asks for the connection and the answer one after the other: only
// then is it certain which of the two the time was spent on.
func selectOne(ctx context.Context, db *sql.DB) error {
	conn, err := connect(ctx, db)
	if err != nil {
		return err
	}
	var one int
	err = conn.QueryRowContext(ctx, "SELECT 1").Scan(&one)
	// Not deferred: a driver that panics leaves a lock held that Close waits for,
	// and the check would never return.
	conn.Close()
	switch {
	case err != nil:
		return fmt.Errorf("SELECT 1: %w", err)
	case one != 1:
		return fmt.Errorf("SELECT 1 gave %d", one)
	}
	return nil
}

// connect takes a connection of the pool. While the pool is full it waits half
// the time only, so that "busy" comes before the deadline: after it nobody
// listens. Where there is room, a slow dial may take all of it.
func connect(ctx context.Context, db *sql.DB) (*sql.Conn, error) {
	if !full(db) {
		conn, err := db.Conn(ctx)
		if err != nil {
			return nil, fmt.Errorf("connecting: %w", err)
		}
		return conn, nil
	}
	wait, cancel := context.WithTimeout(ctx, half(ctx))
	defer cancel()
	conn, err := db.Conn(wait)
	switch {
	case errors.Is(err, context.DeadlineExceeded) && full(db):
		return nil, fmt.Errorf("%w: all %d connections of the pool are in use: %w",
			healthcheck.ErrBusy, db.Stats().MaxOpenConnections, err)
	case err != nil:
		return nil, fmt.Errorf("connecting: %w", err)
	}
	return conn, nil
}

// full reports whether every connection that the pool may have is in use.
func full(db *sql.DB) bool {
	s := db.Stats()
	return s.MaxOpenConnections > 0 && s.InUse >= s.MaxOpenConnections
}

// half is half of what is left of ctx.
func half(ctx context.Context) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return patience
	}
	return time.Until(deadline) / 2
}
