package scrape // inside: these tests parse with the type that a header declares

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"

	"workbook/day146_alerting/promql"
)

func TestParse(t *testing.T) {
	tests := []struct {
		name, text string
		want       []promql.Sample
	}{
		{"empty", "", []promql.Sample{}},
		{"comments and blank lines", "# HELP a b\n\n  # free text\n#\n# TYPE a counter\n", []promql.Sample{}},
		{"no labels", "up 1\n", []promql.Sample{{Name: "up", Value: 1}}},
		{"any other escape stands for itself", `a{b="\z\t\\"} 1`, []promql.Sample{{Name: "a", Labels: labels("b", `\z\t\`), Value: 1}}},
		{"a name in quotes", `{"my.metric",x="1"} 2`, []promql.Sample{{Name: "my.metric", Labels: labels("x", "1"), Value: 2}}},
		{"a name in quotes alone", `{"my metric \"x\""} 2`, []promql.Sample{{Name: `my metric "x"`, Labels: promql.Labels{}, Value: 2}}},
		{"a label in quotes", `a{"x.y"="1", z = "2"} 3`, []promql.Sample{{Name: "a", Labels: labels("x.y", "1", "z", "2"), Value: 3}}},
		{"a type of a name in quotes", "# TYPE \"my.metric\" counter\n", []promql.Sample{}},
		{"a time beyond range", "a 1 12345678901234567890.1\n# EOF\n", []promql.Sample{{Name: "a", Value: 1, Time: 1 << 62}}},
		{"milliseconds beyond range", "a 1 12345678901234567890\n", []promql.Sample{{Name: "a", Value: 1, Time: math.MaxInt64}}},
		{"carriage returns", "up 1\r\nup2 2\r\n", []promql.Sample{{Name: "up", Value: 1}, {Name: "up2", Value: 2}}},
		{"labels are sorted", `a{z="1",b="2"} 3`, []promql.Sample{{Name: "a", Labels: labels("b", "2", "z", "1"), Value: 3}}},
		{"blanks and a trailing comma", "a { b = \"c\" , }\t3 ", []promql.Sample{{Name: "a", Labels: labels("b", "c"), Value: 3}}},
		{"empty braces", "a{} 3", []promql.Sample{{Name: "a", Labels: promql.Labels{}, Value: 3}}},
		{"escapes", `a{b="x\\y\"z\n{,}# "} 3`, []promql.Sample{{Name: "a", Labels: labels("b", "x\\y\"z\n{,}# "), Value: 3}}},
		{"special numbers", "a +Inf\nb -Inf\nc 1e-3\n", []promql.Sample{{Name: "a", Value: math.Inf(1)}, {Name: "b", Value: math.Inf(-1)}, {Name: "c", Value: .001}}},
		{"text time is milliseconds", "a 1 1700000000123", []promql.Sample{{Name: "a", Value: 1, Time: 1700000000123}}},
		{"OpenMetrics time is seconds", "a 1 1700000000.123\n# EOF\n", []promql.Sample{{Name: "a", Value: 1, Time: 1700000000123}}},
		{"exemplar is dropped", "a_bucket{le=\"1\"} 5 # {trace_id=\"ab\"} 0.5 1700000000.1\n# EOF", []promql.Sample{{Name: "a_bucket", Labels: labels("le", "1"), Value: 5}}},
		{"colon in a name", "a:b 1", []promql.Sample{{Name: "a:b", Value: 1}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := Parse(strings.NewReader(finished(tt.text)))
			if err != nil || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("Parse(%q) = %v, %v, want %v", tt.text, got, err, tt.want)
			}
		})
	}
}

func TestParseRefuses(t *testing.T) {
	tests := []struct {
		name, text, reason string
		line               int
	}{
		{"no value", "a", "metric name and a value", 1},
		{"bad name", "ok 1\n1a 2", "metric name", 2},
		{"bad number", "a x", `want a number, got "x"`, 1},
		{"hexadecimal", "a 0x1p4", "want a number", 1},
		{"underscores", "a 1_000", "want a number", 1},
		{"label without a value", "a{b} 1", "label name and =", 1},
		{"label without quotes", "a{b=c} 1", "quoted value", 1},
		{"open quote", `a{b="c} 1`, "closing quote", 1},
		{"an escape that ends the text", "a{b=\"\\", "closing quote", 1},
		{"out of range", "a 1e999", `want a number, got "1e999"`, 1},
		{"no blank before an exemplar", "a 1# {} 1\n# EOF", "after the value", 1},
		{"no blank in an exemplar", "a 1 #{} 1\n# EOF", "after the value", 1},
		{"no blank behind its labels", "a 1 # {}1\n# EOF", "want a blank", 1},
		{"no name", `{x="1"} 1`, "metric name in quotes", 1},
		{"an empty name", `{""} 1`, "name is empty", 1},
		{"a name and no comma", `{"a" x="1"} 1`, "want , or }", 1},
		{"missing comma", `a{b="c"d="e"} 1`, "want , or }", 1},
		{"label twice", `a{b="c",d="",b="e"} 1`, `label "b" twice`, 1},
		{"not UTF-8", "a{b=\"\xff\"} 1", "not UTF-8", 1},
		{"text after the time", "a 1 2 3", "after the timestamp", 1},
		{"seconds in text", "a 1 1.5", "milliseconds", 1},
		{"exemplar in text", "a 1 # {} 1", "after the value", 1},
		{"bad exemplar", "a 1 # {x=\"y\"} z\n# EOF", "want a number", 1},
		{"unknown type", "# TYPE a apple", "after # TYPE", 1},
		{"no time", "a 1 NaN\n# EOF", "timestamp in seconds", 1},
		{"an HTML page", "<!doctype html>\n<p>", "metric name", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(strings.NewReader(finished(tt.text)))
			var e *ParseError
			if !errors.As(err, &e) || e.Line != tt.line || !strings.Contains(e.Reason, tt.reason) {
				t.Errorf("Parse(%q) error = %v, want line %d: ...%s...", tt.text, err, tt.line, tt.reason)
			}
		})
	}
}

// finished adds the line feed that ends a page of the text format.
func finished(text string) string {
	if text == "" || strings.HasSuffix(text, "\n") || strings.HasSuffix(text, "# EOF") {
		return text
	}
	return text + "\n"
}

// TestParseDeclared: in the text format "# EOF" is a comment, and a page ends with a line feed: "1" could
// have been the beginning of 1000.
func TestParseDeclared(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		open       bool
		want       string // in the error; "" for none
	}{
		{"a comment", "a 1\n# EOF\nb 2\n", false, ""}, {"the end", "a 1\n# EOF\n", true, ""}, {"text behind the end", "a 1\n# EOF\nb 2\n# EOF\n", true, "after # EOF"},
		{"OpenMetrics cut off", "a 1\n", true, "cut off"}, {"text cut off", "a 1\nb 1", false, "line 2: no line feed at the end"},
		{"no exemplars behind a comment", "a 1 # {} 1\n# EOF\n", false, "after the value"},
	} {
		_, err := parseTyped(strings.NewReader(tt.text), tt.open)
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: parseTyped(%q, %v) = %v, want %q", tt.name, tt.text, tt.open, err, tt.want)
		}
	}
}

// endless yields one line for ever.
type endless struct{ line string }

func (e endless) Read(b []byte) (int, error) { return copy(b, e.line), nil }

func TestParseIsBounded(t *testing.T) {
	for name, r := range map[string]io.Reader{
		"bytes":    endless{"a{b=\"" + strings.Repeat("x", 1000) + "\"} 1\n"},
		"samples":  strings.NewReader(strings.Repeat("a 1\n", MaxSamples+1)),
		"one line": endless{"aaaaaaaaaaaaaaaa"},
		"a label":  strings.NewReader("a{b=\"" + strings.Repeat("x", MaxLabelBytes) + "\"} 1\n"),
		"labels":   strings.NewReader("a{" + strings.Repeat("b=\"\",", MaxLabelBytes) + "} 1\n"),
	} {
		if _, err := Parse(r); !errors.Is(err, ErrTooLarge) {
			t.Errorf("Parse(%s beyond the limit) error = %v, want %v", name, err, ErrTooLarge)
		}
	}
	if got, err := Parse(strings.NewReader(strings.Repeat("a 1\n", MaxSamples))); err != nil || len(got) != MaxSamples {
		t.Errorf("Parse(%d samples) = %d samples, %v, want all", MaxSamples, len(got), err)
	}
}

func TestParsePassesReadErrors(t *testing.T) {
	want := errors.New("connection reset")
	if _, err := Parse(io.MultiReader(strings.NewReader("a 1\n"), failing{want})); !errors.Is(err, want) {
		t.Errorf("Parse error = %v, want %v", err, want)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// TestLabelsDoNotShareRoom: labels are slices of one slab, so an append to one
// must not reach into the next.
func TestLabelsDoNotShareRoom(t *testing.T) {
	ss, _ := Parse(strings.NewReader("a{x=\"1\"} 1\nb{y=\"2\"} 2\n"))
	_ = append(ss[0].Labels, promql.Label{Name: "evil", Value: "1"})
	if got, want := ss[1].Labels.String(), `{y="2"}`; got != want {
		t.Errorf("labels after append = %s, want %s", got, want)
	}
}

// write is the inverse of Parse, for the round trip.
func write(ss []promql.Sample) string {
	var b strings.Builder
	for _, s := range ss {
		esc := strings.NewReplacer("\\", `\\`, "\n", `\n`, `"`, `\"`)
		b.WriteString(`{"` + esc.Replace(s.Name) + `",`)
		for _, l := range s.Labels {
			b.WriteString(`"` + esc.Replace(l.Name) + `"="` + esc.Replace(l.Value) + `",`)
		}
		fmt.Fprintf(&b, "} %v", s.Value)
		if s.Time != 0 {
			fmt.Fprintf(&b, " %d", s.Time)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("# TYPE a counter\na{b=\"c\"} 1 5\n"))
	f.Add([]byte("a_bucket{le=\"+Inf\"} 5 # {trace_id=\"ab\"} 0.5 1.1\n# EOF\n"))
	f.Add([]byte("a{b=\"x\\\\y\\\"z\\n\"} NaN\n"))
	f.Add([]byte("{\"a.b\",\"c d\"=\"\\z\"} 1 12345678901234567890\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		ss, err := Parse(bytes.NewReader(in))
		if err != nil {
			return
		}
		text := write(ss)
		again, err := Parse(strings.NewReader(text))
		if err != nil {
			t.Fatalf("Parse(%q) after writing %q back: %v", in, text, err)
		}
		if got := write(again); got != text {
			t.Errorf("round trip of %q = %q, want %q", in, got, text)
		}
	})
}

func exposition(series int) string {
	var b strings.Builder
	b.WriteString("# HELP http_request_duration_seconds Time to answer.\n# TYPE http_request_duration_seconds histogram\n")
	for i := range series {
		fmt.Fprintf(&b, "http_request_duration_seconds_bucket{code=\"200\",method=\"get\",route=\"/orders/{id}\",le=\"%d\"} %d\n", i, i*i)
	}
	return b.String()
}

func BenchmarkParse1000(b *testing.B) {
	text := exposition(1000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Parse(strings.NewReader(text)); err != nil {
			b.Fatal(err)
		}
	}
}
