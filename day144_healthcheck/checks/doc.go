// Package checks asks the usual dependencies whether they work: [Redis] and
// [RedisWrite], [SQL], [HTTP] and [TCP]. Each constructor returns a function for the field Func of a
// healthcheck.Check.
//
// Libraries of health checks have such a folder too, github.com/hellofresh/health-go
// in checks/redis, checks/http and checks/tcp. What they have in common is the
// rule that this package is about: a check must get an answer. A connection
// proves only that a kernel accepts it, whoever sleeps behind.
//
// Begin with redis.go: a deadline on the connection, and a reply that is judged.
// Then sql.go, which tells a pool that is full from a server that is gone.
//
// Every check ends with its context, keeps no connection between two attempts
// except in the pool of a *sql.DB, and puts no password into an error. An error
// that waiting can't cure wraps healthcheck.ErrConfig, one that says nothing
// about the dependency wraps healthcheck.ErrBusy.
//
// # Does not handle
//
//   - TLS to Redis, clusters, sentinels
//   - SQL dialects without SELECT 1
//   - a database whose failover left a replica that can only be read: SELECT 1
//     passes there, while every write is refused
package checks
