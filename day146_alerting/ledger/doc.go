// Package ledger keeps the account of one service level objective: how many requests
// there were, how many were bad, and over which time. It reads counters as they were
// scraped, and it must not invent a request.
//
// Prometheus does this with increase and recording rules; there it is an estimate, and the
// first error of a new series is not seen. Begin with the model below, then ledger.go (the
// account), then counter.go (what one scrape adds to it).
//
// # Model
//
// A counter is a whole number of requests, from 0 to 2^53, that only grows. A [Reading] is
// one such counter in one scrape. What a scrape adds is decided for each series:
//
//   - known: its growth since it was last read, however long ago that was.
//   - it dropped, or its process started anew: all that it has counted since. [Page.Start]
//     tells of a new process when it moved to a time after the last scrape.
//   - new, on a target that was read before: all of it. So the first error is seen.
//   - new, while others of the target vanished that together had counted less: all of it.
//   - new, while others vanished that had counted as much: it is the same count under
//     another label, and what is more than before was added. If the kinds do not fit, as when
//     errors stand where there was success, nothing is counted.
//   - the first scrape of a target: nothing. Its past is not known.
//   - back, after new ones came meanwhile: nothing; it goes on from there.
//   - not a number, infinite, below 0, above 2^53: not read. The next number goes on from
//     the last one; where there was none, it is the beginning, and adds nothing.
//
// Between two scrapes of a target lies one time: that of the later one. A target that did
// not answer adds nothing, and what it counted meanwhile is added when it answers.
//
// So nothing is counted twice. Three things can be missing: what a process counted after its
// last scrape and before its end; what a restart hides when Start is not known and the counter
// has overtaken its old value; and what came in the very scrape in which labels changed beyond
// recognition. One thing can be too much: a history that appears on a known target while
// nothing vanishes, or in the place of something larger.
//
// # The budget
//
// A budget is spent by requests: idle time spends nothing. See [Ledger.Spent].
//
// A Ledger belongs to one goroutine. It forgets everything when it ends.
package ledger
