// Package shop is an orders service that tells you nothing about itself: no
// metrics, no traces, no probes, plain text logs. It is what wire.go, one
// folder up, makes observable.
//
// # Model
//
// Ports and adapters. The application ([App]) knows three ports: [Store],
// [Queue] and [Payments]. Each has an adapter in memory and one on the network:
//
//	client -> POST /orders -> Payments (HTTP) -> Store -> Queue -> 201
//	                                                       |
//	                                        Worker <-------+  packs the order
//
// Everything an instrumentation may hang on it is a field of [Hooks], of a
// standard library type or a func over them. Those of [Bare] change nothing.
//
// # What is promised
//
// An order that was answered with 201 is in the store and on the queue. The
// worker acknowledges a message after the work, so a message can be handled
// twice and is never handled less than once; packing twice is harmless. On
// Redis this needs BLMOVE and a list of what is in hand: with plain BRPOP a
// message that is on its way to a worker that dies is in no list any more.
//
// The RESP client follows https://redis.io/docs/latest/develop/reference/protocol-spec/
// (RESP2). All exported types may be used concurrently, except that a Queue has
// one consumer.
//
// # Bounds
//
//	input                         bound                          beyond it                  held by
//	body of a request             16 KiB, one JSON value         413, 400                   TestCreateStatus
//	half a body                   the server's ReadTimeout       408                        TestHalfABody
//	a reply of Redis              1 MiB, 1,024 elements in all   the connection is closed   TestReadReply
//	an order that can't be read   -                              passed, logged; 500        TestRedisBrokenOrder
//	a message that is none        -                              moved to orders:bad        TestRedisQueueMovesABadMessageAside
//	queue in memory, in Redis     1,000, about 100,000           503                        TestRedisQueueIsBounded
//	an answer to AUTH             its code word                  not quoted                 TestRedisPasswordStaysInside
//	a call, a message             5 s                            an error                   TestRedisDeadline
//
// # Does not handle
//
// Redis Cluster, TLS, Lua, transactions; orders that outlive the memory store
// ([MemoryStore] keeps the last ones only); taking over the messages in hand
// of a copy that was killed and never comes back under its name.
package shop
