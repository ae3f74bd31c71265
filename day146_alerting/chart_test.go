package alerting

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"
)

func chartOf(t *testing.T, p Policy) string {
	t.Helper()
	var b bytes.Buffer
	if err := p.Chart(&b); err != nil {
		t.Fatal(err)
	}
	d := xml.NewDecoder(bytes.NewReader(b.Bytes()))
	for {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatalf("chart is not well-formed: %v", err)
		}
	}
	if strings.Contains(b.String(), "NaN") || strings.Contains(b.String(), "Inf") {
		t.Errorf("chart holds NaN or Inf:\n%s", b.String())
	}
	return b.String()
}

func TestChart(t *testing.T) {
	svg := chartOf(t, mustPolicy(t, SLO{.999, 30 * day}))
	_, best, _ := strings.Cut(svg, `<path class="best" d="M`)
	if best, _, _ = strings.Cut(best, `"`); strings.Count(best, "L") < 100 {
		t.Errorf("the line of the first to fire is %.40q..., want it to follow the curves", best)
	}
	for _, want := range []string{">page 1h: 52s<", ">page 6h: 2m10s<", ">ticket 3d: 4m19s<", ">never<", ">tickets only<", ">0.1%<", ">100%<", ">6h<",
		"error ratio (% of requests, logarithmic)", "time to detection (logarithmic)", "page 1h: never up to 1.44%, then from 1h down to 52s"} {
		if !strings.Contains(svg, want) {
			t.Errorf("chart lacks %q", want)
		}
	}
}

// TestChartOfOddPolicies must draw something sane.
func TestChartOfOddPolicies(t *testing.T) {
	for _, p := range []Policy{
		mustPolicy(t, SLO{.999999, 90 * day}),
		mustPolicy(t, SLO{.5, 7 * day}, Tier{Spend: .9, Empties: 100 * time.Hour}),
		mustPolicy(t, SLO{.9, time.Hour}, Tier{Spend: .5, Empties: 10 * time.Minute}),
	} {
		chartOf(t, p)
	}
}
