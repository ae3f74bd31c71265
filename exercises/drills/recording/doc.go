// Package recording reads what a drill has recorded: log lines, scrapes, spans and events.
//
//	logs.jsonl     one JSON object a line, as days 141 and 145 write it
//	scrapes.txt    pages of the text format 0.0.4, without comments and sums, each below "# SCRAPE time process"
//	spans.jsonl    OTLP JSON, one trace a line, as day 143 writes it
//	events.jsonl   {"time", "kind", "text"}: alerts, deployments, probes, people
//
// All times are UTC. The recordings are made by package simulation, and a test makes each of them again.
//
// Begin with recording.go. It does not handle: recordings of strangers; a file that is not as above is an error and no more.
package recording
