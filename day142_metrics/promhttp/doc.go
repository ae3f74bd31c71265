// Package promhttp is where metrics and HTTP meet: the handler that a scraper
// asks for the page, and a server whose requests are measured by the RED method:
// their rate, their errors, their duration.
//
// The field knows both parts from client_golang's package of the same name:
// [Handler] is promhttp.HandlerFor, [RED.Route] does what
// promhttp.InstrumentHandlerDuration and its siblings do, and the recorder is
// promhttp's delegator.
//
// Begin with red.go, which says what is counted under which labels; route.go
// counts one request; recorder.go finds out what became of it. Handler.go and
// accept.go are the other part, and need nothing of these.
//
// # Does not handle
//
// A handler that an outer [http.TimeoutHandler] has given up on: put the
// TimeoutHandler inside, red.Route(p, http.TimeoutHandler(h, d, "")), and the
// 503 is counted.
package promhttp
