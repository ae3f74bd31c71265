// Package async keeps a writer that is slow, full or stuck from holding up whoever
// logs. zerolog calls this a diode, log4j an AsyncAppender that discards, zap has
// BufferedWriteSyncer, which waits.
//
// A handler writes each record before Handle returns, so a standard output that
// nobody reads stops every request, and a drain that logs its steps. With a
// [Writer] between them a log call costs a copy of its bytes. The price is another one:
// records wait in memory up to a bound, beyond it they are dropped and counted, and
// a crash loses those that wait. Begin with writer.go.
//
// # Bounds
//
//	input                    bound             beyond it             held by
//	bytes that wait          Limit, 1 MiB      dropped and counted   TestStuckWriter
//	the end of the process   ctx of Close      dropped and counted   TestCloseGivesUp
//	a record cut by the disk its own line      a line break first    TestCutRecord
package async
