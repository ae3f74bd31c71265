package metrics

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

// validate applies the rules that concern more than one line.
func (p readPage) validate(f format) error {
	families, series := map[string]bool{}, map[string]bool{}
	previous := ""
	for _, fam := range p {
		if families[fam.name] {
			return fmt.Errorf("family %s is in two places", fam.name)
		}
		if fam.name <= previous && f == text {
			return fmt.Errorf("family %s stands after %s", fam.name, previous)
		}
		families[fam.name], previous = true, fam.name
		for _, s := range fam.samples {
			if series[s.key()] {
				return fmt.Errorf("series %s is there twice", s.key())
			}
			series[s.key()] = true
			if err := fam.sample(s, f); err != nil {
				return fmt.Errorf("%s: %w", s.key(), err)
			}
		}
		if fam.kind == "histogram" {
			if err := fam.histogram(f); err != nil {
				return err
			}
		}
	}
	return nil
}

// suffixes says which sample names a family of each kind may have.
func suffixes(kind string, f format) []string {
	switch {
	case kind == "counter" && f == openMetrics:
		return []string{"_total"}
	case kind == "histogram":
		return []string{"_bucket", "_sum", "_count"}
	case kind == "summary":
		return []string{"", "_sum", "_count"}
	}
	return []string{""}
}

func (fam *readFamily) sample(s readSample, f format) error {
	suffix, found := "", false
	for _, allowed := range suffixes(fam.kind, f) {
		if s.name == fam.name+allowed {
			suffix, found = allowed, true
		}
	}
	if !found {
		return fmt.Errorf("sample in the %s family %s", fam.kind, fam.name)
	}
	if _, ok := s.labels["le"]; ok != (suffix == "_bucket") {
		return fmt.Errorf("le: got %v, want it on buckets only", ok)
	}
	counts := suffix == "_bucket" || suffix == "_count"
	if _, err := strconv.ParseUint(s.raw, 10, 64); err != nil && counts {
		return fmt.Errorf("count %q is not an integer", s.raw)
	}
	if fam.kind == "counter" && !(s.value >= 0 && !math.IsInf(s.value, 0)) {
		return fmt.Errorf("counter value %q", s.raw)
	}
	if s.trace == "" {
		return nil
	}
	if suffix != "_bucket" && suffix != "_total" {
		return fmt.Errorf("exemplar on a sample that may not have one")
	}
	if n := utf8.RuneCountInString("trace_id" + s.trace); n > 128 {
		return fmt.Errorf("exemplar of %d code points", n)
	}
	if !strings.Contains(s.exemplar, " ") {
		return fmt.Errorf("exemplar %q has no time", s.exemplar)
	}
	return nil
}

// histogram checks each run of buckets: ascending bounds, counts that do not
// fall, +Inf last and equal to the count.
func (fam *readFamily) histogram(f format) error {
	bound, count := math.Inf(-1), 0.0
	infinite := map[string]float64{}
	counted := map[string]float64{}
	for _, s := range fam.samples {
		switch s.name {
		case fam.name + "_bucket":
			le := s.labels["le"]
			v, err := strconv.ParseFloat(le, 64)
			if err != nil || f == openMetrics && !strings.ContainsAny(le, ".eI") {
				return fmt.Errorf("le=%q is not a number of the format", le)
			}
			if math.IsInf(bound, 1) {
				bound, count = math.Inf(-1), 0
			}
			if v <= bound || s.value < count {
				return fmt.Errorf("%s: bucket %v with %v after %v with %v", s.key(), v, s.value, bound, count)
			}
			bound, count = v, s.value
			if math.IsInf(v, 1) {
				infinite[s.without("le", fam.name)] = s.value
			}
		case fam.name + "_count":
			counted[s.without("le", fam.name)] = s.value
		}
	}
	for key, n := range counted {
		if inf, ok := infinite[key]; !ok || inf != n {
			return fmt.Errorf("%s: +Inf bucket %v, count %v", key, inf, n)
		}
	}
	return nil
}

// The validator is only worth something if it refuses what is broken.
func TestValidatorRefuses(t *testing.T) {
	const head = "# TYPE lat histogram\n"
	for name, page := range map[string]string{
		"no final line feed":     "# TYPE a gauge\na 1",
		"sample before type":     "a 1\n# TYPE a gauge\n",
		"sample of another name": "# TYPE a gauge\nb 1\n",
		"family split":           "# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n# TYPE a gauge\na{x=\"1\"} 1\n",
		"families out of order":  "# TYPE b gauge\nb 1\n# TYPE a gauge\na 1\n",
		"series twice":           "# TYPE a gauge\na{x=\"1\",y=\"2\"} 1\na{y=\"2\",x=\"1\"} 1\n",
		"escaped tab":            "# TYPE a gauge\na{x=\"1\\t\"} 1\n",
		"escaped quote in help":  "# HELP a say \\\"x\\\"\n# TYPE a gauge\na 1\n",
		"timestamp":              "# TYPE a gauge\na 1 1700000000\n",
		"buckets fall":           head + "lat_bucket{le=\"1\"} 2\nlat_bucket{le=\"+Inf\"} 1\nlat_sum 1\nlat_count 1\n",
		"bounds out of order": head + "lat_bucket{le=\"10\"} 1\nlat_bucket{le=\"5\"} 1\n" +
			"lat_bucket{le=\"+Inf\"} 1\nlat_sum 1\nlat_count 1\n",
		"no +Inf":           head + "lat_bucket{le=\"1\"} 1\nlat_sum 1\nlat_count 1\n",
		"count is not +Inf": head + "lat_bucket{le=\"+Inf\"} 1\nlat_sum 1\nlat_count 2\n",
		"negative counter":  "# TYPE a_total counter\na_total -1\n",
		"exemplar in text":  "# TYPE a_total counter\na_total 1 # {trace_id=\"x\"} 1 1.000\n",
	} {
		p, err := read(page, text)
		if err == nil {
			err = p.validate(text)
		}
		if err == nil {
			t.Errorf("%s: validate(%q): got no error, want one", name, page)
		}
	}
}
