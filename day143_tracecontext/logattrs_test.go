package tracecontext_test

import (
	"context"
	"fmt"
	"testing"

	tracecontext "workbook/day143_tracecontext"
)

func TestLogAttrs(t *testing.T) {
	if got := tracecontext.LogAttrs(context.Background()); got != nil {
		t.Errorf("LogAttrs without a span = %v, want nil", got)
	}
	sc := mustParent(t, "00-"+tid+"-"+pid+"-01")
	got := fmt.Sprint(tracecontext.LogAttrs(tracecontext.NewContext(context.Background(), sc)))
	if want := "[trace_id=" + tid + " span_id=" + pid + " trace_flags=01]"; got != want {
		t.Errorf("LogAttrs\n got: %s\nwant: %s", got, want)
	}
}
