package exposition

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestEscapeLabel(t *testing.T) {
	for _, c := range []struct{ name, in, want, rule string }{
		{"plain", "/orders/{id}", "/orders/{id}", "what needs no escape stays"},
		{"quote", `say "hi"`, `say \"hi\"`, "a quote would end the value"},
		{"backslash", `C:\temp`, `C:\\temp`, "a backslash begins an escape"},
		{"line_feed", "a\nb", `a\nb`, "a line feed would end the sample; escape in one pass, or its backslash is escaped again"},
		{"backslash_n", `a\nb`, `a\\nb`, "a backslash and an n are two characters, not a line feed"},
		{"tab", "a\tb", "a\tb", `the format has three escapes; \t is none, and would be read as a backslash and a t`},
		{"carriage_return", "a\rb", "a\rb", "the format has three escapes, and this is none of them"},
		{"beyond_ASCII", "Zoë\u2028", "Zoë\u2028", "UTF-8 stays as it is"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("EscapeLabel(%q)", c.in), fmt.Sprintf("%q", c.want), c.rule, func() string {
				return fmt.Sprintf("%q", EscapeLabel(c.in))
			})
		})
	}
}

func TestEscapeHelp(t *testing.T) {
	for _, c := range []struct{ name, in, want, rule string }{
		{"plain", "Requests.", "Requests.", "what needs no escape stays"},
		{"backslash_and_line_feed", "a\\b\nc", `a\\b\nc`, "a backslash and a line feed are escaped, in one pass"},
		{"quote", `"hot" path`, `"hot" path`, "a help text has no quotes around it, so it has no escape for them"},
		{"tab", "a\tb", "a\tb", "a help text has two escapes and no other"},
	} {
		t.Run(c.name, func(t *testing.T) {
			check(t, fmt.Sprintf("EscapeHelp(%q)", c.in), fmt.Sprintf("%q", c.want), c.rule, func() string {
				return fmt.Sprintf("%q", EscapeHelp(c.in))
			})
		})
	}
}

func TestEncodeValue(t *testing.T) {
	for _, c := range []struct {
		name string
		v    float64
		want string
	}{
		{"zero", 0, "0"}, {"fraction", 0.25, "0.25"}, {"million", 1e6, "1000000"}, {"minus_a_million", -1e6, "-1000000"}, {"2_to_the_53", 1 << 53, "9007199254740992"},
		{"2_to_the_60", 1 << 60, "1.152921504606847e+18"}, {"beyond", 1e300, "1e+300"}, {"NaN", math.NaN(), "NaN"}, {"plus_infinity", math.Inf(1), "+Inf"}, {"minus_infinity", math.Inf(-1), "-Inf"},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := "# HELP heap_bytes Heap.\n# TYPE heap_bytes gauge\nheap_bytes " + c.want + "\n"
			call := fmt.Sprintf(`Encode("heap_bytes", "Heap.", "gauge", [{heap_bytes %v}])`, c.v)
			check(t, call, want, "NaN, +Inf, -Inf; whole numbers up to 2^53 without an exponent; else the shortest form", func() string {
				return Encode("heap_bytes", "Heap.", "gauge", []Sample{{Name: "heap_bytes", Value: c.v}})
			})
		})
	}
}

func TestEncodeEscapes(t *testing.T) {
	for _, c := range []struct{ name, help, value, want, rule string }{
		{"label", "Hits.", "a\"b\\c\nd\te", "# HELP hits_total Hits.\n# TYPE hits_total counter\nhits_total{path=\"a\\\"b\\\\c\\nd\te\"} 1\n", "Encode writes a label value as EscapeLabel does: three escapes, the tab stays raw"},
		{"help", "a \"b\" \\\nc", "x", "# HELP hits_total a \"b\" \\\\\\nc\n# TYPE hits_total counter\nhits_total{path=\"x\"} 1\n", "Encode writes a help text as EscapeHelp does: two escapes, quotes stay raw"},
	} {
		t.Run(c.name, func(t *testing.T) {
			call := fmt.Sprintf(`Encode("hits_total", %q, "counter", [{hits_total {path: %q} 1}])`, c.help, c.value)
			check(t, call, c.want, c.rule, func() string {
				return Encode("hits_total", c.help, "counter", []Sample{{"hits_total", map[string]string{"path": c.value}, 1}})
			})
		})
	}
}

func TestEncodeSeries(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b map[string]string
		want string
		rule string
	}{
		{"different", map[string]string{"p": "x"}, map[string]string{"p": "y"}, "hits_total{p=\"x\"} 1\nhits_total{p=\"y\"} 2\n", "other label values are another series"},
		{"the_same", map[string]string{"p": "x"}, map[string]string{"p": "x"}, "hits_total{p=\"x\"} 3\n", "a series stands on a page once; its values are added"},
		{"empty_value", map[string]string{"p": "x", "q": ""}, map[string]string{"p": "x"}, "hits_total{p=\"x\"} 3\n", "an empty label value is an absent label"},
		{"moved_boundary", map[string]string{"p": "a", "q": "bc"}, map[string]string{"p": "ab", "q": "c"}, "hits_total{p=\"a\",q=\"bc\"} 1\nhits_total{p=\"ab\",q=\"c\"} 2\n", "series are equal when each name and each value is, not when they are joined"},
		{"joined_alike", map[string]string{"p": "aqb"}, map[string]string{"p": "a", "q": "b"}, "hits_total{p=\"a\",q=\"b\"} 2\nhits_total{p=\"aqb\"} 1\n", "series are equal when each name and each value is, not when they are joined"},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := "# HELP hits_total Hits.\n# TYPE hits_total counter\n" + c.want
			call := fmt.Sprintf(`Encode("hits_total", "Hits.", "counter", [{%q 1} {%q 2}])`, c.a, c.b)
			check(t, call, want, c.rule, func() string {
				return Encode("hits_total", "Hits.", "counter", []Sample{{"hits_total", c.a, 1}, {"hits_total", c.b, 2}})
			})
		})
	}
}

func TestEncodeOrder(t *testing.T) {
	for _, c := range []struct {
		name    string
		samples []Sample
		want    string
		rule    string
	}{
		{"samples", []Sample{{"lat", map[string]string{"p": "b"}, 1}, {"lat", map[string]string{"p": "a!"}, 2}, {"lat", map[string]string{"p": "a"}, 3}, {"lat", nil, 4}},
			"lat 4\nlat{p=\"a\"} 3\nlat{p=\"a!\"} 2\nlat{p=\"b\"} 1\n", "samples stand in order of their labels, whatever order they came in"},
		{"labels", []Sample{{"lat", map[string]string{"h": "8", "c": "3", "f": "6", "a": "1", "e": "5", "b": "2", "g": "7", "d": "4"}, 1}},
			"lat{a=\"1\",b=\"2\",c=\"3\",d=\"4\",e=\"5\",f=\"6\",g=\"7\",h=\"8\"} 1\n", "labels stand in order of name; a map gives them in another order each time"},
		{"buckets", []Sample{{"lat_bucket", map[string]string{"le": "+Inf", "p": "a"}, 9}, {"lat_bucket", map[string]string{"le": "10", "p": "a"}, 8}, {"lat_bucket", map[string]string{"le": "5", "p": "a"}, 7}, {"lat_bucket", map[string]string{"le": "0.5", "p": "a"}, 6}},
			"lat_bucket{p=\"a\",le=\"0.5\"} 6\nlat_bucket{p=\"a\",le=\"5\"} 7\nlat_bucket{p=\"a\",le=\"10\"} 8\nlat_bucket{p=\"a\",le=\"+Inf\"} 9\n", "le is a number: 5 comes before 10, and +Inf last"},
		{"series_of_buckets", []Sample{{"lat_bucket", map[string]string{"le": "5", "z": "b"}, 1}, {"lat_bucket", map[string]string{"le": "10", "z": "a"}, 2}, {"lat_bucket", map[string]string{"le": "5", "z": "a"}, 3}},
			"lat_bucket{z=\"a\",le=\"5\"} 3\nlat_bucket{z=\"a\",le=\"10\"} 2\nlat_bucket{z=\"b\",le=\"5\"} 1\n", "the buckets of one series stand together: le comes last in the order"},
		{"sample_names", []Sample{{"lat_sum", nil, 3}, {"lat_count", nil, 2}, {"lat_bucket", map[string]string{"le": "+Inf"}, 2}},
			"lat_bucket{le=\"+Inf\"} 2\nlat_count 2\nlat_sum 3\n", "sample names come first in the order"},
	} {
		t.Run(c.name, func(t *testing.T) {
			want := "# HELP lat L.\n# TYPE lat gauge\n" + c.want
			check(t, fmt.Sprintf(`Encode("lat", "L.", "gauge", %+v), ten times`, c.samples), want, c.rule, func() string {
				for range 9 {
					if got := Encode("lat", "L.", "gauge", slices.Clone(c.samples)); got != want {
						return got
					}
				}
				return Encode("lat", "L.", "gauge", c.samples)
			})
		})
	}
}

// check compares what f returns with want. A panic in f, or no end within five
// seconds, is a failure of this case alone.
func check(t *testing.T, call, want, rule string, f func() string) {
	t.Helper()
	result := make(chan string, 1)
	go func() {
		defer func() {
			if v := recover(); v != nil {
				result <- fmt.Sprint("panic: ", v)
			}
		}()
		result <- f()
	}()
	got := "no result within 5 seconds: something waits forever"
	select {
	case got = <-result:
	case <-time.After(5 * time.Second):
	}
	if got != want {
		got, want = diff(got, want)
		t.Errorf("%s\n got: %s\nwant: %s\nrule: %s\nread: day142_metrics/exposition.go\nedit: exercises/day142_metrics/03_exposition/exposition.go",
			call, got, want, rule)
	}
}

// diff marks the lines of two texts that differ, when there are several.
func diff(got, want string) (string, string) {
	if !strings.Contains(want, "\n") {
		return got, want
	}
	a, b := strings.SplitAfter(got, "\n"), strings.SplitAfter(want, "\n")
	mark := func(lines, others []string) string {
		var out strings.Builder
		for i, line := range lines {
			sign := " "
			if i >= len(others) || others[i] != line {
				sign = "!"
			}
			if line != "" {
				fmt.Fprintf(&out, "\n  %s %q", sign, line)
			}
		}
		return out.String()
	}
	return mark(a, b), mark(b, a)
}
