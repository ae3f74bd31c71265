package exposition_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"

	metrics "workbook/day142_metrics"
	"workbook/exercises/check"
	exposition "workbook/exercises/day142_metrics/03_exposition"
	"workbook/exercises/oracle"
)

// Day 142 is right: a real Prometheus reads its pages. It repairs what is not
// UTF-8, so that is not drawn, and writes -0 as 0.
func TestOracleEscapes(t *testing.T) {
	const rule = "a text is escaped as on a page of day 142"
	judge := check.New(t, readEscape)
	draw := func(d *oracle.Draw) string {
		return strings.Join(oracle.List(d, 6, func() string {
			return oracle.Pick(d, "a", "\\", "\"", "\n", "n", "t", "\t", "\r", "\x00", " ", "\u2028", "é", "%", "'", "`", "\x7f",
				string(rune(d.Intn(0x3000))))
		}), "")
	}
	judge.Oracle(150, func(d *oracle.Draw) check.Case {
		text := "v" + draw(d) // an empty value would be left out
		registry := metrics.NewRegistry()
		registry.GaugeVec("heap", "", "zone").With(text)
		return check.Case{
			Call: "EscapeLabel(%q)", Args: []any{text},
			Got:  func() string { return fmt.Sprintf("%q", exposition.EscapeLabel(text)) },
			Want: fmt.Sprintf("%q", between(registry, `heap{zone="`, "\"} 0\n")), Rule: rule,
		}
	})
	judge.Oracle(150, func(d *oracle.Draw) check.Case {
		text := "v" + draw(d)
		registry := metrics.NewRegistry()
		registry.Gauge("heap", text)
		return check.Case{
			Call: "EscapeHelp(%q)", Args: []any{text},
			Got:  func() string { return fmt.Sprintf("%q", exposition.EscapeHelp(text)) },
			Want: fmt.Sprintf("%q", between(registry, "# HELP heap ", "\n# TYPE")), Rule: rule,
		}
	})
}

func TestOracleValue(t *testing.T) {
	check.New(t, readNumber).Oracle(150, func(d *oracle.Draw) check.Case {
		v := oracle.Pick(d, d.Float(), float64(d.Near(0, 1000000, 1<<53, -1<<53, 1<<60))) + 0
		if v == 0 {
			v = 0 // and not -0
		}
		registry := metrics.NewRegistry()
		registry.Gauge("heap", "").Set(v)
		return encodeCase("heap", "Heap.", "gauge", []exposition.Sample{{Name: "heap", Value: v}},
			"heap "+between(registry, "\nheap ", "\n")+"\n", "a value is written as on a page of day 142")
	})
}

// between is what stands on the page between two texts.
func between(registry *metrics.Registry, before, after string) string {
	var page strings.Builder
	_ = registry.WriteText(&page) // a Builder takes everything
	_, rest, _ := strings.Cut(page.String(), before)
	return rest[:strings.LastIndex(rest, after)]
}

func TestOracleSeries(t *testing.T) {
	check.New(t, readRule).Oracle(100, func(d *oracle.Draw) check.Case {
		samples := oracle.List(d, 6, func() exposition.Sample {
			s := exposition.Sample{Name: oracle.Pick(d, "lat", "lat_bucket", "lat_sum"), Value: float64(d.Intn(100)) / 8}
			s.Labels = map[string]string{}
			for range d.Intn(4) {
				s.Labels[oracle.Pick(d, "a", "b", "ab", "z", "le")] = oracle.Pick(d, "1", "", "1.0", "10", "5", "+Inf", "-1", "x", "a",
					"b", "bx", "1 b 2", "\"", "\n", "a!")
			}
			return s
		})
		return encodeCase("lat", "L.", "histogram", samples, modelLines(samples), "one line for each series, in order")
	})
}

// A modelLine is a series in the model: its labels as they are printed, le apart.
type modelLine struct {
	pairs []string
	le    string
	value float64
}

// modelLines is what Encode has to write behind HELP and TYPE.
func modelLines(samples []exposition.Sample) string {
	series := map[string]*modelLine{} // by everything that tells them apart, quoted
	for _, s := range samples {
		line := &modelLine{pairs: []string{s.Name}, le: s.Labels["le"]}
		for _, name := range slices.Sorted(maps.Keys(s.Labels)) {
			if name != "le" && s.Labels[name] != "" {
				line.pairs = append(line.pairs, name, s.Labels[name])
			}
		}
		key := fmt.Sprintf("%q %q", line.pairs, line.le)
		if series[key] == nil {
			series[key] = line
		}
		series[key].value += s.Value
	}
	sorted := slices.SortedFunc(maps.Values(series), func(a, b *modelLine) int {
		boundA, _ := strconv.ParseFloat(a.le, 64)
		boundB, _ := strconv.ParseFloat(b.le, 64)
		return cmp.Or(slices.Compare(a.pairs, b.pairs), cmp.Compare(boundA, boundB), cmp.Compare(a.le, b.le))
	})
	var page strings.Builder
	escape := strings.NewReplacer("\\", "\\\\", "\"", "\\\"", "\n", "\\n")
	for _, line := range sorted {
		var labels []string
		for i := 1; i < len(line.pairs); i += 2 {
			labels = append(labels, line.pairs[i]+`="`+escape.Replace(line.pairs[i+1])+`"`)
		}
		if line.le != "" {
			labels = append(labels, `le="`+escape.Replace(line.le)+`"`)
		}
		page.WriteString(line.pairs[0])
		if len(labels) > 0 {
			page.WriteString("{" + strings.Join(labels, ",") + "}")
		}
		fmt.Fprintf(&page, " %v\n", line.value)
	}
	return page.String()
}
