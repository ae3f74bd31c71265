package waterfall_test

import (
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/waterfall"
)

// made builds a record by hand: times in milliseconds, ids of one byte.
func made(name string, kind tracecontext.Kind, id, parent byte, from, to int) *tracecontext.SpanData {
	at := func(ms int) time.Time { return time.Unix(1000, int64(ms)*1e6) }
	d := &tracecontext.SpanData{Name: name, Kind: kind, Start: at(from), End: at(to)}
	d.Context.TraceID = tracecontext.TraceID{0: 0x4b, 1: 0xf9, 15: 0x36}
	d.Context.SpanID[7] = id
	d.Parent[7] = parent
	return d
}

// checkout is the trace of the lesson: an order whose payment fails.
func checkout() []*tracecontext.SpanData {
	pay := made("POST /charge", tracecontext.KindServer, 4, 3, 40, 168)
	pay.Status, pay.Message = tracecontext.StatusError, "card declined"
	call := made("POST", tracecontext.KindClient, 3, 1, 31, 172)
	call.Status, call.Attrs = tracecontext.StatusError, []slog.Attr{slog.String("error.type", "402")}
	return []*tracecontext.SpanData{
		made("process orders", tracecontext.KindConsumer, 7, 6, 184, 230),
		pay,
		made("store.Put", tracecontext.KindInternal, 2, 1, 4, 26),
		call,
		made("publish orders", tracecontext.KindProducer, 6, 1, 175, 180),
		made("POST /orders", tracecontext.KindServer, 1, 0, 0, 182),
	}
}

func draw(t *testing.T, spans ...*tracecontext.SpanData) string {
	t.Helper()
	var b strings.Builder
	if err := waterfall.Text(&b, spans); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestText(t *testing.T) {
	want, err := os.ReadFile("testdata/waterfall.golden")
	if err != nil {
		t.Fatal(err)
	}
	if got := draw(t, checkout()...); got != string(want) {
		t.Errorf("Waterfall(checkout)\n got:\n%s\nwant:\n%s", got, want)
	}
}

// TestVerdict: the message says why, else the error's type, and no other
// attribute does.
func TestVerdict(t *testing.T) {
	other, kind := slog.String("http.route", "/x"), slog.String("error.type", "502")
	for _, tt := range []struct {
		status  tracecontext.Status
		message string
		attrs   []slog.Attr
		want    string
	}{
		{tracecontext.StatusUnset, "", []slog.Attr{kind}, ""},
		{tracecontext.StatusError, "", nil, "  failed"},
		{tracecontext.StatusError, "", []slog.Attr{other}, "  failed"},
		{tracecontext.StatusError, "", []slog.Attr{other, kind}, "  failed: 502"},
		{tracecontext.StatusError, "declined", []slog.Attr{kind}, "  failed: declined"},
		{tracecontext.StatusError, "two\nlines", nil, "  failed: two?lines"},
	} {
		d := made("charge", tracecontext.KindServer, 1, 0, 0, 1)
		d.Status, d.Message, d.Attrs = tt.status, tt.message, tt.attrs
		_, got, _ := strings.Cut(draw(t, d), "      1ms")
		if got != tt.want+"\n" {
			t.Errorf("after the duration of a span with status %d, %q, %v\n got: %q\nwant: %q", tt.status, tt.message, tt.attrs, got, tt.want+"\n")
		}
	}
}

// brokenWriter fails every Write.
type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestDrawingReportsWriteErrors(t *testing.T) {
	boom := errors.New("disk full")
	if err := waterfall.Text(brokenWriter{boom}, checkout()); err != boom {
		t.Errorf("Waterfall to a full disk: %v", err)
	}
	if err := waterfall.SVG(brokenWriter{boom}, checkout()); err != boom {
		t.Errorf("WaterfallSVG to a full disk: %v", err)
	}
}
