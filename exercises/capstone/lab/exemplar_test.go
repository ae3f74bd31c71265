package lab

import (
	"slices"
	"strings"
	"testing"
)

func TestExemplars(t *testing.T) {
	page := `# HELP x a # {trace_id="no"} 1
x_bucket{le="0.1"} 3
x_bucket{le="1.0",p="a # {trace_id=\"bad\"} b"} 4 # {trace_id="abc"} 0.25 1764032400.5
x_bucket{le="+Inf"} 5 # {other="abc"} 2
y_total 7 # {trace_id="def"} 1
# EOF
`
	got := Exemplars(page)
	want := []Exemplar{
		{`x_bucket{le="1.0",p="a # {trace_id=\"bad\"} b"}`, "4", "abc", "0.25"},
		{"y_total", "7", "def", "1"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("Exemplars(…) = %q, want %q", got, want)
	}
}

func TestExemplarPieces(t *testing.T) {
	e := Exemplar{Series: `order_size_bucket{route="/a",le="1"}`}
	got, want := e.Pieces(), []string{"order_", "size_", "bucket{", `route="/a",`, `le="1"}`}
	if !slices.Equal(got, want) {
		t.Errorf("Exemplar{Series: %q}.Pieces() = %q, want %q", e.Series, got, want)
	}
}

func FuzzExemplars(f *testing.F) {
	f.Add(`x_bucket{le="1"} 4 # {trace_id="abc"} 0.25 1.5`)
	f.Add("# {")
	f.Fuzz(func(t *testing.T, page string) {
		for _, e := range Exemplars(page) {
			if e.TraceID == "" || len(e.TraceID) > 64 {
				t.Errorf("Exemplars(%q) has trace id %q", page, e.TraceID)
			}
			if got := strings.Join(e.Pieces(), ""); got != e.Series {
				t.Errorf("the pieces of %q make %q, want the whole", e.Series, got)
			}
		}
	})
}
