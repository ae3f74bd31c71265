// Follow prints what happened to one request, from the log files of several
// services, in order of time. Elsewhere such tools are called lnav or stern. Begin
// with run, then read package timeline.
//
//	go run ./day145_correlation/cmd/follow -id ID FILE...
//	go run ./day145_correlation/cmd/follow -id ID < FILE
//	go run ./day145_correlation/cmd/follow -id ID -svg request.svg FILE...
//	go run ./day145_correlation/cmd/follow -sample DIR -size 100
//
// The timeline goes to standard output, what was odd about the input to
// standard error. The exit status is 0 if the id was found, 1 if it was not,
// and 2 if something failed.
package main
