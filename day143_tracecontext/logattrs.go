package tracecontext

import (
	"context"
	"log/slog"
)

// LogAttrs returns trace_id, span_id and trace_flags of the current span, under
// the names OpenTelemetry fixes for logs in other formats, and nil where there
// is none. It fits any slog handler that takes attributes from the context.
func LogAttrs(ctx context.Context) []slog.Attr {
	sc := FromContext(ctx)
	if !sc.Valid() {
		return nil
	}
	return []slog.Attr{
		slog.String("trace_id", sc.TraceID.String()),
		slog.String("span_id", sc.SpanID.String()),
		slog.String("trace_flags", sc.Flags.String()),
	}
}
