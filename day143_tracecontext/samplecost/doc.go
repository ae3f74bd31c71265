// Package samplecost computes what head and tail sampling cost, and what they
// let you see: bytes on the network, in memory and in storage, the chance that
// a failed trace is kept, and how wrong request and error rates become when
// they are counted from what is kept.
//
// # Model
//
// Lambda traces a second arrive, each of s spans of b bytes on the wire and m
// bytes in memory. A share e of the traces fails; a share of all, independent
// of that, is slow. Three ways to sample them:
//
//   - Head: the root keeps a share p. Network and storage are lambda*s*b*p,
//     nothing waits, and a failed trace is kept with p like any other.
//   - Tail: everything is sent and waits W for a verdict, with lambda*s*m*W in
//     memory. Failed and slow traces are kept, and a share q of the rest.
//   - HeadThenTail: a head of p' in front of that tail. Both look at the same
//     bits of the trace id, so that of the rest min(p', q) is kept.
//
// P(at least one of n) = 1-(1-p)^n, the relative standard error of a weighted
// count of N traces sampled with p is sqrt((1-p)/(p*N)), and a trace through
// several services is whole with the product of their shares when each tosses a
// coin, with the least of them when all decide by the trace id.
//
// Simulate runs the same systems through the samplers of package tracecontext.
//
// # Does not handle
//
// Bursts (memory follows the peak of lambda, not its mean), compression, CPU,
// traces longer than W, and the price list of your vendor.
package samplecost
