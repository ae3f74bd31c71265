package logging

import (
	"log"
	"log/slog"
)

// SetDefault is [slog.SetDefault] with a way back. The returned function
// restores slog's default logger and also the output and flags of package log,
// which slog.SetDefault has redirected: calling slog.SetDefault with the old
// logger does not bring them back, and log.Print then goes nowhere you expect.
//
// Call restore in the reverse order of several SetDefaults, best with defer or
// t.Cleanup. It changes process-wide state, so tests that use it must not run
// in parallel with others that log.
//
// Never set a logger whose handler wraps the one of the original
// [slog.Default]: that handler writes through package log, which writes to the
// new default, which calls that handler, and the first log call deadlocks on
// the lock of package log.
func SetDefault(l *slog.Logger) (restore func()) {
	logger, output, flags := slog.Default(), log.Writer(), log.Flags()
	slog.SetDefault(l)
	return func() {
		// slog first: it may redirect log again.
		slog.SetDefault(logger)
		log.SetOutput(output)
		log.SetFlags(flags)
	}
}
