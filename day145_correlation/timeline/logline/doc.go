// Package logline reads one line of a log, whichever logger wrote it, and looks
// for an id in it. Elsewhere this is a log format, as lnav and Vector have them.
// Begin with find.go, which has the API, then object.go and pairs.go.
//
// # Forms
//
//   - One JSON object, as slog, zap, zerolog, logrus, pino, bunyan, winston,
//     python-json-logger, structlog, log4j, hclog, Monolog, Serilog and ECS write it.
//   - key=value pairs, as slog's and logrus' text handlers and logfmt write them.
//   - Either of them inside another: as a JSON string of Docker's json-file,
//     journald's export and log shippers, or behind the time that CRI runtimes,
//     docker logs -t and kubectl logs --timestamps put in front.
//   - An object at the end of a line, behind other words.
//
// # Fields
//
// The first readable value wins, since loggers write their own fields first.
//
//   - Times: RFC 3339 and ISO 8601 in their usual spellings (t, z, a blank for T,
//     a comma for the point, +0200), seconds, milliseconds, microseconds and
//     nanoseconds since 1970, RFC 1123, Apache's. One without a zone is taken as
//     UTC, and that is reported.
//   - Levels: as they are written. The numbers of pino and bunyan, and journald's
//     priorities, are given as words.
//   - An id counts at the root of the line, in a list there, and in log4j's
//     contextMap and mdc, where that logger has its root.
//
// # Does not handle
//
// Records of several lines, binary formats, XML, and other fields than the ones
// named in roles.go.
package logline
