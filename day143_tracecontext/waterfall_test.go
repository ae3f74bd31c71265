package tracecontext

import (
	"errors"
	"log/slog"
	"os"
	"strings"
	"testing"
	"time"
)

// made builds a record by hand: times in milliseconds, ids of one byte.
func made(name string, kind Kind, id, parent byte, from, to int) *SpanData {
	start := time.Unix(1000, 0)
	d := &SpanData{Name: name, Kind: kind, Start: start.Add(time.Duration(from) * time.Millisecond), End: start.Add(time.Duration(to) * time.Millisecond)}
	d.Context.TraceID = TraceID{0: 0x4b, 1: 0xf9, 15: 0x36}
	d.Context.SpanID[7] = id
	d.Parent[7] = parent
	return d
}

// checkout is the trace of the lesson: an order whose payment fails.
func checkout() []*SpanData {
	pay := made("POST /charge", KindServer, 4, 3, 40, 168)
	pay.Status, pay.Message = StatusError, "card declined"
	call := made("POST", KindClient, 3, 1, 31, 172)
	call.Status, call.Attrs = StatusError, []slog.Attr{slog.String("error.type", "402")}
	return []*SpanData{
		made("orders process", KindConsumer, 7, 6, 184, 230),
		pay,
		made("store.Put", KindInternal, 2, 1, 4, 26),
		call,
		made("orders publish", KindProducer, 6, 1, 175, 180),
		made("POST /orders", KindServer, 1, 0, 0, 182),
	}
}

func draw(t *testing.T, spans ...*SpanData) string {
	t.Helper()
	var b strings.Builder
	if err := Waterfall(&b, spans); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWaterfall(t *testing.T) {
	want, err := os.ReadFile("testdata/waterfall.golden")
	if err != nil {
		t.Fatal(err)
	}
	if got := draw(t, checkout()...); got != string(want) {
		t.Errorf("Waterfall(checkout)\n got:\n%s\nwant:\n%s", got, want)
	}
}

// TestWaterfallVerdict: the message says why, else the error's type, and no other
// attribute does.
func TestWaterfallVerdict(t *testing.T) {
	other, kind := slog.String("http.route", "/x"), slog.String("error.type", "502")
	for _, row := range []struct {
		status  Status
		message string
		attrs   []slog.Attr
		want    string
	}{
		{StatusUnset, "", []slog.Attr{kind}, ""},
		{StatusError, "", nil, "  failed"},
		{StatusError, "", []slog.Attr{other}, "  failed"},
		{StatusError, "", []slog.Attr{other, kind}, "  failed: 502"},
		{StatusError, "declined", []slog.Attr{kind}, "  failed: declined"},
		{StatusError, "two\nlines", nil, "  failed: two?lines"},
	} {
		r := traceRow{SpanData: &SpanData{Status: row.status, Message: row.message, Attrs: row.attrs}}
		if got := r.verdict(); got != row.want {
			t.Errorf("verdict of status %d, %q, %v = %q, want %q", row.status, row.message, row.attrs, got, row.want)
		}
	}
}

// brokenWriter fails every Write.
type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

func TestDrawingReportsWriteErrors(t *testing.T) {
	boom := errors.New("disk full")
	if err := Waterfall(brokenWriter{boom}, checkout()); err != boom {
		t.Errorf("Waterfall to a full disk: %v", err)
	}
	if err := WaterfallSVG(brokenWriter{boom}, checkout()); err != boom {
		t.Errorf("WaterfallSVG to a full disk: %v", err)
	}
}
