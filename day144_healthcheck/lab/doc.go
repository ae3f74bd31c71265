// Package lab is a laboratory for drains: replicas behind a balancer that
// polls their readiness, clients that count what they lose, and five orders of
// taking a replica down, of which one loses nothing.
//
// The balancer works as kube-proxy and most network balancers do: it picks a
// replica when a connection is opened, and the connection stays there. That is
// what makes keep-alive connections the hard part of a drain: taking a replica
// out of the rotation moves none of them.
//
// Everything runs over a [Wire]: real sockets on loopback, or a [Network] in
// memory whose delay makes the race between a request and the close of an idle
// connection certain, inside a testing/synctest bubble.
//
// Balancer and Clients know nothing of the replicas here and serve any
// program: point them at two copies of it and roll them.
//
// It is a load test with a rolling restart in the middle, as one runs against a
// cluster, in one process. Begin with order.go, the five orders, and carry.go,
// the wire.
package lab
