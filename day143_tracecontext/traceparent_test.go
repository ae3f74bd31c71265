package tracecontext_test

import (
	"errors"
	"strings"
	"testing"

	tracecontext "workbook/day143_tracecontext"
)

const (
	tid = "12345678901234567890123456789012"
	pid = "1234567890123456"
)

// traceparentRules is one row for each rule of W3C Trace Context Level 2 about
// a traceparent value. out is what a hop sends on after its own parent id: the
// flags, or "" when it must start a new trace. The rows run twice: against the
// parser here, and end to end in hop_test.go.
var traceparentRules = []struct{ section, name, in, out string }{
	{"3.2.2", "valid, sampled", "00-" + tid + "-" + pid + "-01", "01"},
	{"3.2.2", "valid, not sampled", "00-" + tid + "-" + pid + "-00", "00"},
	{"3.2.2", "empty value", "", ""},
	{"3.2.2", "upper case trace id", "00-ABCDEF78901234567890123456789012-" + pid + "-01", ""},
	{"3.2.2", "upper case parent id", "00-" + tid + "-ABCDEF7890123456-01", ""},
	{"3.2.2", "upper case version", "0A-" + tid + "-" + pid + "-01", ""},
	{"3.2.2", "upper case flags", "00-" + tid + "-" + pid + "-0B", ""},
	{"3.2.2", "first dash is an underscore", "00_" + tid + "-" + pid + "-01", ""},
	{"3.2.2", "second dash is a space", "00-" + tid + " " + pid + "-01", ""},
	{"3.2.2", "third dash is a digit", "00-" + tid + "-" + pid + "001", ""},
	{"3.2.2.1", "version ff", "ff-" + tid + "-" + pid + "-01", ""},
	{"3.2.2.1", "version ff with a tail", "ff-" + tid + "-" + pid + "-01-x", ""},
	{"3.2.2.1", "version with a dot first", ".0-" + tid + "-" + pid + "-01", ""},
	{"3.2.2.1", "version with a dot last", "0.-" + tid + "-" + pid + "-01", ""},
	{"3.2.2.1", "version of three digits", "000-" + tid + "-" + pid + "-01", ""},
	{"3.2.2.1", "version of four digits", "0000-" + tid + "-" + pid + "-01", ""},
	{"3.2.2.1", "version of one digit", "0-" + tid + "-" + pid + "-01", ""},
	{"3.2.2.2", "version 00 with a dot after it", "00-" + tid + "-" + pid + "-01.", ""},
	{"3.2.2.2", "version 00 with a dash after it", "00-" + tid + "-" + pid + "-01-", ""},
	{"3.2.2.2", "version 00 with a tail", "00-" + tid + "-" + pid + "-01-what-the-future-will-be-like", ""},
	{"3.2.2.3", "trace id all zero", "00-00000000000000000000000000000000-" + pid + "-01", ""},
	{"3.2.2.3", "trace id with a dot first", "00-.2345678901234567890123456789012-" + pid + "-01", ""},
	{"3.2.2.3", "trace id with a dot last", "00-1234567890123456789012345678901.-" + pid + "-01", ""},
	{"3.2.2.3", "trace id with a g", "00-g2345678901234567890123456789012-" + pid + "-01", ""},
	{"3.2.2.3", "trace id too long", "00-" + tid + "3-" + pid + "-01", ""},
	{"3.2.2.3", "trace id too short", "00-" + tid[1:] + "-" + pid + "-01", ""},
	{"3.2.2.3", "trace id with one bit", "00-00000000000000000000000000000001-" + pid + "-01", "01"},
	{"3.2.2.4", "parent id all zero", "00-" + tid + "-0000000000000000-01", ""},
	{"3.2.2.4", "parent id with a dot first", "00-" + tid + "-.234567890123456-01", ""},
	{"3.2.2.4", "parent id with a dot last", "00-" + tid + "-123456789012345.-01", ""},
	{"3.2.2.4", "parent id too long", "00-" + tid + "-" + pid + "7-01", ""},
	{"3.2.2.4", "parent id too short", "00-" + tid + "-" + pid[1:] + "-01", ""},
	{"3.2.2.5", "flags with a dot first", "00-" + tid + "-" + pid + "-.0", ""},
	{"3.2.2.5", "flags with a dot last", "00-" + tid + "-" + pid + "-0.", ""},
	{"3.2.2.5", "flags too long", "00-" + tid + "-" + pid + "-001", ""},
	{"3.2.2.5", "flags too short", "00-" + tid + "-" + pid + "-1", ""},
	{"3.2.2.5.1", "sampled is a bit, not a value", "00-" + tid + "-" + pid + "-03", "03"},
	{"3.2.2.5.2", "random is copied without sampled", "00-" + tid + "-" + pid + "-02", "02"},
	{"3.2.2.5.2", "random stays unset", "00-" + tid + "-" + pid + "-01", "01"},
	{"3.2.2.5.3", "unknown flags go out as zero", "00-" + tid + "-" + pid + "-ff", "03"},
	{"3.2.2.5.3", "unknown flags alone", "00-" + tid + "-" + pid + "-fc", "00"},
	{"3.2.4", "later version without a tail", "cc-" + tid + "-" + pid + "-01", "01"},
	{"3.2.4", "later version with a tail", "cc-" + tid + "-" + pid + "-01-what-the-future-will-be-like", "01"},
	{"3.2.4", "later version with a bare dash", "01-" + tid + "-" + pid + "-01-", "01"},
	{"3.2.4", "later version, tail without a dash", "cc-" + tid + "-" + pid + "-01.what-the-future-will-be-like", ""},
	{"3.2.4", "later version, three flag digits", "cc-" + tid + "-" + pid + "-011", ""},
	{"3.2.4", "later version, too short", "cc-" + tid + "-" + pid + "-0", ""},
	{"3.2.4", "later version, zero trace id", "fe-00000000000000000000000000000000-" + pid + "-01", ""},
	{"3.2.4", "later version, unknown flags", "fe-" + tid + "-" + pid + "-85", "01"},
}

func TestParseTraceparent(t *testing.T) {
	for _, tt := range traceparentRules {
		t.Run(tt.section+" "+tt.name, func(t *testing.T) {
			sc, err := tracecontext.ParseTraceparent(tt.in)
			if tt.out == "" {
				if err == nil {
					t.Fatalf("ParseTraceparent(%q)\n got: %+v\nwant: an error", tt.in, sc)
				}
				if !errors.Is(err, tracecontext.ErrTraceparent) || sc != (tracecontext.SpanContext{}) {
					t.Errorf("ParseTraceparent(%q)\n got: %+v, %v\nwant: the zero value and ErrTraceparent", tt.in, sc, err)
				}
				return
			}
			// Version 00 goes out, whatever came in.
			want := "00-" + tt.in[3:53] + tt.out
			if got := string(sc.AppendTraceparent(nil)); err != nil || got != want {
				t.Errorf("ParseTraceparent(%q) and back\n got: %q, %v\nwant: %q", tt.in, got, err, want)
			}
		})
	}
}

func TestParseTraceparentErrorIsBounded(t *testing.T) {
	_, err := tracecontext.ParseTraceparent(strings.Repeat("x", 1<<20))
	if err == nil || len(err.Error()) > 200 {
		t.Errorf("ParseTraceparent(1 MiB of x): error of %d bytes, want at most 200", len(err.Error()))
	}
}

func TestAppendTraceparent(t *testing.T) {
	valid := mustParent(t, "00-"+tid+"-"+pid+"-01")
	masked := valid
	masked.Flags = 0xff // Flags is a public field
	for _, tt := range []struct {
		name string
		sc   tracecontext.SpanContext
		want string
	}{
		{"zero", tracecontext.SpanContext{}, "x"},
		{"no span id", tracecontext.SpanContext{TraceID: valid.TraceID}, "x"},
		{"no trace id", tracecontext.SpanContext{SpanID: valid.SpanID}, "x"},
		{"valid", valid, "x00-" + tid + "-" + pid + "-01"},
		{"flags masked on the way out", masked, "x00-" + tid + "-" + pid + "-03"},
	} {
		if got := string(tt.sc.AppendTraceparent([]byte("x"))); got != tt.want {
			t.Errorf("%s: AppendTraceparent\n got: %q\nwant: %q", tt.name, got, tt.want)
		}
	}
	b := make([]byte, 0, 64)
	maxAllocs(t, "AppendTraceparent", 0, func() { b = valid.AppendTraceparent(b[:0]) })
}

func FuzzParseTraceparent(f *testing.F) {
	for _, tt := range traceparentRules {
		f.Add(tt.in)
	}
	f.Fuzz(func(t *testing.T, in string) {
		sc, err := tracecontext.ParseTraceparent(in)
		if err != nil {
			return
		}
		out := string(sc.AppendTraceparent(nil))
		if len(out) != 55 || out[:3] != "00-" || out[3:53] != in[3:53] {
			t.Fatalf("ParseTraceparent(%q) and back: %q", in, out)
		}
		if again := mustParent(t, out); again != sc {
			t.Fatalf("ParseTraceparent(%q)\n got: %+v\nwant: %+v", out, again, sc)
		}
	})
}

func BenchmarkParseTraceparent(b *testing.B) {
	for b.Loop() {
		_, _ = tracecontext.ParseTraceparent("00-" + tid + "-" + pid + "-01")
	}
}

func BenchmarkAppendTraceparent(b *testing.B) {
	sc := mustParent(b, "00-"+tid+"-"+pid+"-01")
	buf := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		buf = sc.AppendTraceparent(buf[:0])
	}
}
