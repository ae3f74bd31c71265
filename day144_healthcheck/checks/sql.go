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
// When the pool is saturated and no connection comes free in half the time
// that ctx allows, the error wraps healthcheck.ErrBusy: every connection is at work, which
// says nothing about the server. The check then keeps its colour until its
// MaxAge, so give it one that outlasts your longest rush.
func SQL(db *sql.DB) func(context.Context) error {
	return func(ctx context.Context) error {
		err := selectOne(ctx, db)
		// A pooled connection can have died unseen. database/sql retries such
		// a query for db.Query, but not on a connection that was asked for.
		for range 2 {
			if !errors.Is(err, driver.ErrBadConn) {
				break
			}
			err = selectOne(ctx, db)
		}
		return err
	}
}

// selectOne asks for the connection and the answer one after the other: only
// then is it certain which of the two the time was spent on.
func selectOne(ctx context.Context, db *sql.DB) error {
	wait, cancel := context.WithTimeout(ctx, half(ctx))
	conn, err := db.Conn(wait)
	cancel()
	if err != nil {
		if s := db.Stats(); errors.Is(err, context.DeadlineExceeded) && s.MaxOpenConnections > 0 && s.InUse >= s.MaxOpenConnections {
			return fmt.Errorf("%w: all %d connections of the pool are in use: %w", healthcheck.ErrBusy, s.MaxOpenConnections, err)
		}
		return fmt.Errorf("connecting: %w", err)
	}
	defer conn.Close()
	var one int
	if err := conn.QueryRowContext(ctx, "SELECT 1").Scan(&one); err != nil {
		return fmt.Errorf("SELECT 1: %w", err)
	}
	if one != 1 {
		return fmt.Errorf("SELECT 1 gave %d", one)
	}
	return nil
}

// half is half of what is left of ctx. The other half is for the query, and
// makes sure that "busy" comes before the deadline: after it nobody listens.
func half(ctx context.Context) time.Duration {
	deadline, ok := ctx.Deadline()
	if !ok {
		return patience
	}
	return time.Until(deadline) / 2
}
