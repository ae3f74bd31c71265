// Command hops draws one request through three services, and the four ways in which
// the service in the middle breaks its trace.
//
//	go run ./day143_tracecontext/cmd/hops > day143_tracecontext/hops.svg
//
// The spans are made up, and package waterfall draws them. Begin with cases.
package main
