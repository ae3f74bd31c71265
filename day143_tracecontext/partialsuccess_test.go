package tracecontext

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestOTLPPartialSuccess(t *testing.T) {
	for _, row := range []struct {
		name, answer string
		want         *PartialError
	}{
		{"empty", ``, nil},
		{"object", `{}`, nil},
		{"null", `{"partialSuccess":null}`, nil},
		{"all taken", `{"partialSuccess":{"rejectedSpans":"0"}}`, nil},
		{"some rejected", `{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}`, &PartialError{3, "too old"}},
		{"as a number", `{"partialSuccess":{"rejectedSpans":3,"errorMessage":"too old"}}`, &PartialError{3, "too old"}},
		{"warning", `{"partialSuccess":{"errorMessage":"slow down"}}`, &PartialError{0, "slow down"}},
		{"not JSON", `<html>`, nil},
		{"absurd", `{"partialSuccess":{"rejectedSpans":"-5","errorMessage":"` + strings.Repeat("m", 5000) + `"}}`, &PartialError{0, strings.Repeat("m", 1024)}},
	} {
		attempts := 0
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			attempts++
			io.WriteString(w, row.answer)
		}))
		err := newOTLP(t, OTLPOptions{URL: s.URL}).Export(context.Background(), []*SpanData{fullSpan(t)})
		s.Close()
		var got *PartialError
		if errors.As(err, &got); (got == nil) != (row.want == nil) || got != nil && *got != *row.want || attempts != 1 {
			t.Errorf("%s: answer %.80q: %.200v, %d attempts, want %.200v and never a second attempt", row.name, row.answer, err, attempts, row.want)
		}
	}
}
