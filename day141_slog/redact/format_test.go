package redact_test

import (
	"io"
	"log/slog"
	"time"

	logging "workbook/day141_slog"
)

// format is one of the formats in which each test looks for secrets.
type format struct {
	name       string
	newHandler func(io.Writer, *slog.HandlerOptions) slog.Handler
}

func formats() []format {
	return []format{
		{"JSON", func(w io.Writer, opts *slog.HandlerOptions) slog.Handler { return logging.NewJSONHandler(w, opts) }},
		{"Text", func(w io.Writer, opts *slog.HandlerOptions) slog.Handler { return logging.NewTextHandler(w, opts) }},
	}
}

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
