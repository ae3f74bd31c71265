package otlp_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/otlp"
)

func TestPartialSuccess(t *testing.T) {
	for _, tt := range []struct {
		name, answer string
		want         *tracecontext.PartialError
	}{
		{"empty", ``, nil},
		{"object", `{}`, nil},
		{"null", `{"partialSuccess":null}`, nil},
		{"all taken", `{"partialSuccess":{"rejectedSpans":"0"}}`, nil},
		{"some rejected", `{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}`, &tracecontext.PartialError{Rejected: 3, Message: "too old"}},
		{"as a number", `{"partialSuccess":{"rejectedSpans":3,"errorMessage":"too old"}}`, &tracecontext.PartialError{Rejected: 3, Message: "too old"}},
		{"warning", `{"partialSuccess":{"errorMessage":"slow down"}}`, &tracecontext.PartialError{Rejected: 0, Message: "slow down"}},
		{"not JSON", `<html>`, nil},
		{"absurd", `{"partialSuccess":{"rejectedSpans":"-5","errorMessage":"` + strings.Repeat("m", 5000) + `"}}`, &tracecontext.PartialError{Rejected: 0, Message: strings.Repeat("m", 1024)}},
	} {
		attempts := 0
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			attempts++
			io.WriteString(w, tt.answer)
		}))
		err := newOTLP(t, otlp.Options{URL: s.URL}).Export(context.Background(), []*tracecontext.SpanData{fullSpan(t)})
		s.Close()
		var got *tracecontext.PartialError
		if errors.As(err, &got); (got == nil) != (tt.want == nil) || got != nil && *got != *tt.want || attempts != 1 {
			t.Errorf("%s: answer %.80q: %.200v, %d attempts, want %.200v and never a second attempt", tt.name, tt.answer, err, attempts, tt.want)
		}
	}
}
