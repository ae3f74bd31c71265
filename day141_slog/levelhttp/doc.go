// Package levelhttp is a log level that is read and set over HTTP while the
// process runs. zap calls it AtomicLevel.ServeHTTP (http_handler.go).
//
// It is a room of its own so that logging does not import net/http. There is one
// function to begin with, [Handler]. It does not authenticate: put it behind
// something that does.
package levelhttp
