// Package correlation gives each request one id and puts it on every log line.
package correlation
