// Package lab is the laboratory around the shop: load, faults, and a page that
// shows what the service tells about itself.
//
// # Model
//
// The lab stands outside. It reads what an operator would read: the log lines
// as they are written, /metrics, the probes, the spans that were exported. What
// it can't see there it calls dark. It changes what a bad day would change: the
// payments service fails or is slow ([Faults]), the Redis stops answering
// ([Cut]).
//
// Load is a closed loop: each client sends its next request when the last one
// was answered. So it can't pile up, and it slows down with the service; a
// public that does not wait is harsher.
//
// # Promises
//
// Everything it keeps is bounded: lines, points, clients. All exported types
// may be used concurrently. Whatever comes from the service (labels, names,
// messages) is escaped; the page loads nothing from elsewhere and runs no
// script but its own.
//
// # Does not handle
//
// More than one copy of the service; any visitor but you: it listens on
// loopback and asks nobody who they are. None of it is a monitoring system.
package lab
