package exposition_test

import (
	"embed"
	"fmt"
	"math"
	"strings"
	"testing"

	"workbook/exercises/check"
	exposition "workbook/exercises/day142_metrics/03_exposition"
)

//go:embed exposition.go testdata/stub/exposition.go
var files embed.FS

func TestMain(m *testing.M) { check.Main(m, files) }

const (
	readEscape = "day142_metrics/escape.go appendEscaped"
	readNumber = "day142_metrics/number.go appendNumber"
	readRule   = "exercises/day142_metrics/03_exposition/README.md The rule"
)

// encodeCase is one page, encoded ten times: a map gives its keys in another
// order each time. want is what stands behind HELP and TYPE.
func encodeCase(name, help, kind string, samples []exposition.Sample, want, rule string) check.Case {
	var list []string
	for _, s := range samples {
		list = append(list, fmt.Sprintf("%s %q %v", s.Name, s.Labels, s.Value))
	}
	given := strings.Join(list, ", ")
	return check.Case{
		Call: "Encode(%q, %q, %q, [%s])", Args: []any{name, help, kind, given},
		Got: func() string {
			page := ""
			for range 10 {
				before := fmt.Sprint(samples)
				next := exposition.Encode(name, help, kind, samples)
				if fmt.Sprint(samples) != before {
					return "the samples are changed: " + fmt.Sprint(samples)
				}
				if page != "" && next != page {
					return page + "and another time\n" + next
				}
				page = next
			}
			return page
		},
		Want: "# HELP " + name + " " + strings.NewReplacer("\\", "\\\\", "\n",
			"\\n").Replace(help) + "\n# TYPE " + name + " " + kind + "\n" + want,
		Rule: rule,
	}
}

func TestEscapeLabel(t *testing.T) {
	tests := []struct{ name, in, want, rule string }{
		{"plain", "/orders/{id}", "/orders/{id}", "what needs no escape stays"},
		{"quote", `say "hi"`, `say \"hi\"`, "a quote would end the value"},
		{"backslash", `C:\temp`, `C:\\temp`, "a backslash begins an escape"},
		{"line_feed", "a\nb", `a\nb`, "a line feed would end the sample; escape in one pass, or its backslash is escaped again"},
		{"backslash_n", `a\nb`, `a\\nb`, "a backslash and an n are two characters, not a line feed"},
		{"tab", "a\tb", "a\tb", `the format has three escapes; \t is none, and would be read as a backslash and a t`},
		{"carriage_return", "a\rb", "a\rb", "the format has three escapes, and this is none of them"},
		{"beyond_ASCII", "Zoë\u2028", "Zoë\u2028", "UTF-8 stays as it is"},
	}
	judge := check.New(t, readEscape)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: "EscapeLabel(%q)", Args: []any{tt.in},
			Got:  func() string { return fmt.Sprintf("%q", exposition.EscapeLabel(tt.in)) },
			Want: fmt.Sprintf("%q", tt.want), Rule: tt.rule,
		})
	}
}

func TestEscapeHelp(t *testing.T) {
	tests := []struct{ name, in, want, rule string }{
		{"plain", "Requests.", "Requests.", "what needs no escape stays"},
		{"backslash_and_line_feed", "a\\b\nc", `a\\b\nc`, "a backslash and a line feed are escaped, in one pass"},
		{"quote", `"hot" path`, `"hot" path`, "a help text has no quotes around it, so it has no escape for them"},
		{"tab", "a\tb", "a\tb", "a help text has two escapes and no other"},
	}
	judge := check.New(t, readEscape)
	for _, tt := range tests {
		judge.Run(tt.name, check.Case{
			Call: "EscapeHelp(%q)", Args: []any{tt.in},
			Got:  func() string { return fmt.Sprintf("%q", exposition.EscapeHelp(tt.in)) },
			Want: fmt.Sprintf("%q", tt.want), Rule: tt.rule,
		})
	}
}

func TestEncodeValue(t *testing.T) {
	tests := []struct {
		name string
		v    float64
		want string
	}{
		{"zero", 0, "0"}, {"fraction", 0.25, "0.25"}, {"million", 1e6, "1000000"}, {"minus_a_million", -1e6, "-1000000"},
		{"2_to_the_53", 1 << 53, "9007199254740992"},
		{"2_to_the_60", 1 << 60, "1.152921504606847e+18"}, {"beyond", 1e300, "1e+300"}, {"NaN", math.NaN(), "NaN"},
		{"plus_infinity", math.Inf(1), "+Inf"}, {"minus_infinity", math.Inf(-1), "-Inf"},
	}
	judge := check.New(t, readNumber)
	for _, tt := range tests {
		judge.Run(tt.name, encodeCase("heap_bytes", "Heap.", "gauge", []exposition.Sample{{Name: "heap_bytes", Value: tt.v}},
			"heap_bytes "+tt.want+"\n", "NaN, +Inf, -Inf; whole numbers up to 2^53 without an exponent; else the shortest form"))
	}
}

func TestEncodeEscapes(t *testing.T) {
	tests := []struct{ name, help, label, value, want, rule string }{
		{"label", "Hits.", "path", "a\"b\\c\nd\te", "hits_total{path=\"a\\\"b\\\\c\\nd\te\"} 1\n",
			"Encode writes a label value as EscapeLabel does: three escapes, the tab stays raw"},
		{"le", "Hits.", "le", "a\"b\n", "hits_total{le=\"a\\\"b\\n\"} 1\n",
			"le is a label like any other: what does not belong there must not spoil the page"},
		{"help", "a \"b\" \\\nc", "path", "x", "hits_total{path=\"x\"} 1\n",
			"Encode writes a help text as EscapeHelp does: two escapes, quotes stay raw"},
		{"help_with_blanks", "  a help ", "path", "x", "hits_total{path=\"x\"} 1\n", "a help text is written as it is, with the blanks at its ends"},
		{"empty_help", "", "path", "x", "hits_total{path=\"x\"} 1\n", "a page begins with the HELP line, an empty help has one too"},
	}
	judge := check.New(t, readEscape)
	for _, tt := range tests {
		judge.Run(tt.name, encodeCase("hits_total", tt.help, "counter",
			[]exposition.Sample{{Name: "hits_total", Labels: map[string]string{tt.label: tt.value}, Value: 1}}, tt.want, tt.rule))
	}
}

func TestEncodeSeries(t *testing.T) {
	tests := []struct {
		name string
		a, b map[string]string
		want string
		rule string
	}{
		{"different", map[string]string{"p": "x"}, map[string]string{"p": "y"}, "hits_total{p=\"x\"} 1\nhits_total{p=\"y\"} 2\n",
			"other label values are another series"},
		{"the_same", map[string]string{"p": "x"}, map[string]string{"p": "x"}, "hits_total{p=\"x\"} 3\n",
			"a series stands on a page once; its values are added"},
		{"empty_value", map[string]string{"p": "x", "q": ""}, map[string]string{"p": "x"}, "hits_total{p=\"x\"} 3\n",
			"an empty label value is an absent label"},
		{"le_by_its_text", map[string]string{"le": "1"}, map[string]string{"le": "1.0"},
			"hits_total{le=\"1\"} 1\nhits_total{le=\"1.0\"} 2\n",
			"le orders by its number, but a series is known by its text: 1 and 1.0 are two"},
		{"empty_le", map[string]string{"le": ""}, nil, "hits_total 3\n", "an empty label value is an absent label, le too"},
		{"looks_like_two_labels", map[string]string{"a": "1", "b": "2"}, map[string]string{"a": "1 b 2"},
			"hits_total{a=\"1\",b=\"2\"} 1\nhits_total{a=\"1 b 2\"} 2\n",
			"series are equal when each name and each value is, not when they are printed alike"},
		{"moved_boundary", map[string]string{"p": "a", "q": "bc"}, map[string]string{"p": "ab", "q": "c"},
			"hits_total{p=\"a\",q=\"bc\"} 1\nhits_total{p=\"ab\",q=\"c\"} 2\n",
			"series are equal when each name and each value is, not when they are joined"},
		{"joined_alike", map[string]string{"p": "aqb"}, map[string]string{"p": "a", "q": "b"},
			"hits_total{p=\"a\",q=\"b\"} 2\nhits_total{p=\"aqb\"} 1\n",
			"series are equal when each name and each value is, not when they are joined"},
	}
	judge := check.New(t, readRule)
	for _, tt := range tests {
		judge.Run(tt.name, encodeCase("hits_total", "Hits.", "counter",
			[]exposition.Sample{{Name: "hits_total", Labels: tt.a, Value: 1}, {Name: "hits_total", Labels: tt.b, Value: 2}}, tt.want,
			tt.rule))
	}
}

func TestEncodeOrder(t *testing.T) {
	tests := []struct {
		name    string
		samples []exposition.Sample
		want    string
		rule    string
	}{
		{"samples", []exposition.Sample{{Name: "lat", Labels: map[string]string{"p": "b"}, Value: 1}, {Name: "lat",
			Labels: map[string]string{"p": "a!"}, Value: 2}, {Name: "lat", Labels: map[string]string{"p": "a"}, Value: 3},
			{Name: "lat", Labels: nil, Value: 4}},
			"lat 4\nlat{p=\"a\"} 3\nlat{p=\"a!\"} 2\nlat{p=\"b\"} 1\n",
			"samples stand in order of their labels, whatever order they came in"},
		{"labels", []exposition.Sample{{Name: "lat", Labels: map[string]string{"h": "8", "c": "3", "f": "6", "a": "1", "e": "5",
			"b": "2", "g": "7", "d": "4"}, Value: 1}},
			"lat{a=\"1\",b=\"2\",c=\"3\",d=\"4\",e=\"5\",f=\"6\",g=\"7\",h=\"8\"} 1\n",
			"labels stand in order of name; a map gives them in another order each time"},
		{"buckets", []exposition.Sample{{Name: "lat_bucket", Labels: map[string]string{"le": "+Inf", "p": "a"}, Value: 9},
			{Name: "lat_bucket", Labels: map[string]string{"le": "10", "p": "a"}, Value: 8}, {Name: "lat_bucket",
				Labels: map[string]string{"le": "5", "p": "a"}, Value: 7}, {Name: "lat_bucket", Labels: map[string]string{"le": "0.5",
				"p": "a"}, Value: 6}},
			"lat_bucket{p=\"a\",le=\"0.5\"} 6\nlat_bucket{p=\"a\",le=\"5\"} 7\n" +
				"lat_bucket{p=\"a\",le=\"10\"} 8\nlat_bucket{p=\"a\",le=\"+Inf\"} 9\n", "le is a number: 5 comes before 10, and +Inf last"},
		{"series_of_buckets", []exposition.Sample{{Name: "lat_bucket", Labels: map[string]string{"le": "5", "z": "b"}, Value: 1},
			{Name: "lat_bucket", Labels: map[string]string{"le": "10", "z": "a"}, Value: 2}, {Name: "lat_bucket",
				Labels: map[string]string{"le": "5", "z": "a"}, Value: 3}},
			"lat_bucket{z=\"a\",le=\"5\"} 3\nlat_bucket{z=\"a\",le=\"10\"} 2\nlat_bucket{z=\"b\",le=\"5\"} 1\n",
			"the buckets of one series stand together: le comes last in the order"},
		{"the_same_apart", []exposition.Sample{{Name: "lat", Labels: map[string]string{"p": "b"}, Value: 1}, {Name: "lat",
			Labels: map[string]string{"p": "a"}, Value: 2}, {Name: "lat", Labels: map[string]string{"p": "b"}, Value: 4}},
			"lat{p=\"a\"} 2\nlat{p=\"b\"} 5\n", "samples of one series are added, wherever they stand"},
		{"sample_names", []exposition.Sample{{Name: "lat_sum", Labels: nil, Value: 3}, {Name: "lat_count", Labels: nil, Value: 2},
			{Name: "lat_bucket", Labels: map[string]string{"le": "+Inf"}, Value: 2}},
			"lat_bucket{le=\"+Inf\"} 2\nlat_count 2\nlat_sum 3\n", "sample names come first in the order"},
	}
	judge := check.New(t, readRule)
	for _, tt := range tests {
		judge.Run(tt.name, encodeCase("lat", "L.", "gauge", tt.samples, tt.want, tt.rule))
	}
}
