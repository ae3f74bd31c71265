package metrics

import (
	"fmt"
	"strings"
	"testing"
)

func TestVecIdentity(t *testing.T) {
	r := NewRegistry()
	v := r.CounterVec("requests_total", "", "a", "b")
	for i, values := range [][2]string{{"a", "bc"}, {"ab", "c"}, {"", "abc"}, {"abc", ""}, {"", ""},
		{"a\x00", "b"}, {"a", "\x00b"}, {`a","b`, "c"}} {
		c := v.With(values[0], values[1])
		if c.Value() != 0 {
			t.Errorf("With(%q): got a counter that is in use, want a new one", values)
		}
		c.Add(float64(i + 1))
		if again := v.With(values[0], values[1]); again != c {
			t.Errorf("With(%q) again: got another pointer, want the same", values)
		}
	}
	scrape(t, r, text)
}

// An empty value is an absent label.
func TestVecEmptyValue(t *testing.T) {
	r := NewRegistry()
	v := r.GaugeVec("queue_length", "", "queue", "shard")
	v.With("", "").Set(1)
	v.With("mail", "").Set(2)
	v.With("", "3").Set(3)
	want := "# TYPE queue_length gauge\nqueue_length 1\nqueue_length{shard=\"3\"} 3\nqueue_length{queue=\"mail\"} 2\n"
	if got := written(t, r, text); got != want {
		t.Errorf("page: got\n%s\nwant\n%s", got, want)
	}
}

// Values that are not UTF-8 are repaired, and repaired alike are one series.
func TestVecRepairsUTF8(t *testing.T) {
	r := NewRegistry()
	v := r.CounterVec("requests_total", "", "agent")
	v.With("curl\xff").Inc()
	v.With("curl\xfe").Inc()
	v.With("curl\uFFFD").Inc()
	values := scrape(t, r, text).values()
	if got, want := values[`requests_total agent="curl�"`], 3.0; got != want || len(values) != 1 {
		t.Errorf("values: got %v, want one series with %v", values, want)
	}
}

// A byte of zero is valid UTF-8, and a value like any other.
func TestVecKeepsZeroBytes(t *testing.T) {
	r := NewRegistry()
	v := r.CounterVec("requests_total", "", "agent")
	v.With("curl\x00").Inc()
	v.With("curl\uFFFD").Inc()
	for _, f := range []format{text, openMetrics} {
		values := scrape(t, r, f).values()
		if values["requests_total agent=\"curl\\x00\""] != 1 || values["requests_total agent=\"curl\uFFFD\""] != 1 {
			t.Errorf("format %d: got %v, want a series for each of the two values", f, values)
		}
	}
}

func TestVecWrongNumberOfValues(t *testing.T) {
	v := NewRegistry().CounterVec("requests_total", "", "route", "class")
	for _, values := range [][]string{nil, {"a"}, {"a", "b", "c"}} {
		refused(t, fmt.Sprintf("With(%q)", values), fmt.Sprintf("%d values", len(values)), func() { v.With(values...) })
	}
}

func TestVecRefusesSettings(t *testing.T) {
	v := NewRegistry().CounterVec("requests_total", "", "class")
	refused(t, `Bounded("method", "GET")`, "no label", func() { v.Bounded("method", "GET") })
	refused(t, `Bounded("class")`, "names no value", func() { v.Bounded("class") })
	refused(t, `Bounded("class", "\xff")`, "not UTF-8", func() { v.Bounded("class", "2xx", "\xff") })
	refused(t, "Limit(0)", "at least 1", func() { v.Limit(0) })
	refused(t, "Limit(-1)", "at least 1", func() { v.Limit(-1) })
	v.With("2xx")
	refused(t, "Limit after With", "Limit", func() { v.Limit(3) })
	refused(t, "Bounded after With", "Bounded", func() { v.Bounded("class", "2xx") })
}

// The promise of the limit, as a flood would test it: 100,000 values from 16
// goroutines leave a bounded number of series, every addition is in the total,
// and no string of the flood is in the overflow.
func TestVecLimitUnderFlood(t *testing.T) {
	r := NewRegistry()
	v := r.CounterVec("requests_total", "", "path", "class").Bounded("class", "2xx", "4xx")
	const goroutines, distinct = 16, 100000
	each(goroutines, func(g int) {
		for i := g; i < distinct; i += goroutines {
			v.With(fmt.Sprintf("/flood/%d", i), []string{"2xx", "4xx"}[i%2]).Inc()
		}
	})
	values := scrape(t, r, text).values()
	total, series, overflow := 0.0, 0, 0.0
	for key, n := range values {
		if !strings.HasPrefix(key, "requests_total") {
			continue
		}
		series++
		total += n
		if strings.Contains(key, `path="other"`) {
			overflow += n
		}
	}
	if want := float64(distinct); total != want {
		t.Errorf("total: got %v, want %v", total, want)
	}
	if want := 1000; defaultLimit != want {
		t.Errorf("the default limit: got %d, want %d, as promised", defaultLimit, want)
	}
	if want := defaultLimit + 2; series != want {
		t.Errorf("series: got %d, want the limit and one overflow for each class, %d", series, want)
	}
	if want := float64(distinct - defaultLimit); overflow != want {
		t.Errorf("overflow: got %v, want %v", overflow, want)
	}
	folded := values[`metrics_folded_series_total metric="requests_total"`]
	if want := float64(distinct - defaultLimit); folded != want {
		t.Errorf("folds counted: got %v, want %v", folded, want)
	}
}

// Without bounded labels there is one overflow series, which reads other
// throughout, and a caller who says other meets it.
func TestVecOverflow(t *testing.T) {
	r := NewRegistry()
	v := r.GaugeVec("sessions", "", "user", "plan").Limit(1)
	kept := v.With("ada", "free")
	folded := v.With("grace", "paid")
	for _, values := range [][2]string{{"alan", "free"}, {"", ""}, {"other", "other"}} {
		if got := v.With(values[0], values[1]); got != folded {
			t.Errorf("With(%q) past the limit: got another series, want the overflow", values)
		}
	}
	if v.With("ada", "free") != kept {
		t.Errorf("With of a series from before the limit: got another pointer, want the same")
	}
	page := written(t, r, text)
	if want := `sessions{user="other",plan="other"} 0`; !strings.Contains(page, want) || strings.Contains(page, "grace") {
		t.Errorf("page: got\n%s\nwant %s and no caller's string", page, want)
	}
}

// A bounded label's values are fixed from the start, limit or not.
func TestVecBounded(t *testing.T) {
	r := NewRegistry()
	v := r.CounterVec("requests_total", "", "method").Bounded("method", "GET", "POST")
	v.With("GET").Inc()
	v.With("BREW").Inc()
	v.With("get").Inc()
	values := scrape(t, r, text).values()
	if got, want := values[`requests_total method="other"`], 2.0; got != want || len(values) != 2 {
		t.Errorf("values: got %v, want GET once and other twice", values)
	}
}

// With keeps no part of a caller's buffer, and no slice of the caller's.
func TestVecCopiesValues(t *testing.T) {
	v := NewRegistry().CounterVec("requests_total", "", "route")
	values := []string{"/orders"}
	c := v.With(values...)
	values[0] = "/carts"
	if v.With("/orders") != c {
		t.Errorf("With after the caller changed its slice: got another series, want the same")
	}
}

func BenchmarkVecWith3Inc(b *testing.B) {
	v := NewRegistry().CounterVec("requests_total", "", "route", "method", "class")
	route, method, class := "/api/v1/customers/{customer}/orders/{order}", "GET", "2xx"
	b.ReportAllocs()
	for b.Loop() {
		v.With(route, method, class).Inc()
	}
}
