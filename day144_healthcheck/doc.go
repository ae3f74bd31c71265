// Package healthcheck answers probes and drains servers. Kubernetes calls the
// first half liveness, readiness and startup probes, and the second half pod
// termination; elsewhere it is a graceful shutdown behind a balancer.
//
// Begin with check.go and state.go for the probes, with plan.go and drain.go
// for the drain. The two halves meet in one place: Serve calls [Probe.Drain].
// The folder checks asks real dependencies; lab and cmd/drain show requests
// being lost.
//
// # Model
//
// Three handlers answer three questions. Liveness, [Probe.Live], says whether to restart
// this process: only a [Heartbeat] that is overdue says yes. Readiness, [Probe.Readyz],
// says whether to send it requests: only while every required check is green. Startup,
// [Probe.Startup], says whether it has started. It asks what liveness asks, and its answer is
// yes from the first moment at which every Heartbeat was green, for ever. Until then
// liveness is green and readiness red. A dependency has a say in readiness alone.
//
// A [Check] runs at its own pace in one goroutine, with at most one more for
// the call in progress. Each tick gives one result by its deadline. Fails
// failures in a row turn the check red, Passes passes in a row turn it green,
// and a last pass older than MaxAge turns it red whatever else happened. From
// fault to unready it takes at most Every x Fails + Timeout. What a change
// means for the answers is worked out when it happens, and kept as a snapshot
// of finished bodies; a handler loads a pointer and writes.
//
// [Serve] drains in this order: readiness turns red, every response says "Connection:
// close", the notice passes, Shutdown runs under a deadline of its own, the steps of the
// [Plan] follow, and the admin server closes last. [Budget] says whether a plan fits into the time
// that the orchestrator leaves.
//
// # Sources
//
// The three probes, their thresholds and the grace are those of Kubernetes
// (kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes
// and .../workloads/pods/pod-lifecycle); exclude and verbose are query
// parameters of its API server's own endpoints. Connection: close is RFC 9112,
// section 9.6; which requests a client may repeat is RFC 9110, section 9.2.2.
// The Redis protocol is RESP2.
//
// # Concurrency
//
// The methods of Probe and Heartbeat may be called from any goroutine at any
// time. No constructor starts a goroutine; those of Run have ended when it
// returns. No lock is held while a check, a step, a logger or a writer runs.
//
// # Bodies
//
// A body is a word and then a line for each check: [+] green, [-] red, [!] a
// warning, with the name, the state (unknown, ok, failing, stale), since when,
// and "stuck since" for a call that is out past its deadline. Without ?verbose
// green checks are left out. Accept: application/json gives the same as JSON.
// ?exclude=NAME, repeated for more, leaves a check out of this one verdict, and
// can't hide a drain or a start. Error texts go to the log alone, once for each
// transition.
//
// # Bounds
//
//	input                 bound                 beyond it                  held by
//	a call of a check     Timeout, 1 s          a failure; one goroutine   TestStuckCheckIsBounded
//	a check that panics   its own call          a failure                  TestPanicsStayInside
//	a reply of Redis      4,096 bytes           a failure                  checks TestRedisReplies
//	an HTTP answer        64 KiB, headers too   not read                   checks TestHTTP
//	101, a redirect       -                     a failure                  checks TestHTTPJudgesTheStatusFirst
//	a check's name        64 bytes              refused by New             TestNewRefuses
//	?exclude=             this one verdict      unknown names: none        FuzzQuery
//	requests in a drain   Grace                 cut and counted            TestGraceCutsAndCounts
//	a step of a drain     Timeout, 5 s          an error; the next step    TestStepsDoNotStopEachOther
//	the admin server      1 s                   closed                     TestSlowProberIsNoFailure
//
// Serve takes the limits of its servers as they are: set the four timeouts and
// MaxHeaderBytes of http.Server, with a ReadTimeout below Grace, or half a body
// holds a drain for the whole of it.
//
// # Deviations
//
// A check that has never passed is red, so its first failure is named at once
// and not after Fails. A GET with an Accept of both JSON and text gets JSON.
// A HEAD has the Content-Length of the GET.
//
// # Does not handle
//
//   - gRPC health checking, or systemd's watchdog
//   - stopping a check that ignores its context: nothing can. It is bounded,
//     named and outlived; Run waits for it
//   - a client that has been idle for the whole notice and sends in the very
//     moment of Shutdown: it got no response that could tell it to go. Keep
//     clients' idle timeouts shorter than the notice, or let them repeat
//   - connections taken over with Hijack (WebSockets): Shutdown does not know
//     them. Use http.Server.RegisterOnShutdown
//   - http.Pusher, which the wrapper of Serve hides on HTTP/2
//   - a balancer that polls nothing, such as nginx with passive checks: it
//     learns of a replica's end from the errors of its clients
//   - jitter: replicas that start together ask together. Their number times
//     1/Every is the rate that a dependency sees
//
// # Tests
//
// WORKBOOK_ROUNDS, a whole number, multiplies the length of the property tests.
// WORKBOOK_INTEROP=1 runs the tests against a real redis-server.
package healthcheck
