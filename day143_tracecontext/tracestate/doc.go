// Package tracestate is the tracestate header of W3C Trace Context Level 2 (3.3):
// up to 32 members key=value, one for each tracing vendor, the most recent first.
// It looks like a map and is an ordered list. OpenTelemetry's module for Go has it
// in trace/tracestate.go. Begin with the type State in state.go.
//
// # Promises
//
// A State is immutable and comparable with ==. Parse costs linear time, whatever
// comes in, and copies nothing when the input is one canonical line.
//
// # Deviations
//
// A received list of more than 32 members, or with a bad one, is dropped whole; the
// specification leaves that open. Repeated members count. Parse accepts the keys of
// Level 2; Set writes only those that a Level 1 receiver accepts too.
package tracestate
