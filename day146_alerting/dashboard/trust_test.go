package dashboard

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"workbook/day146_alerting/promql"
	"workbook/day146_alerting/rules"
	"workbook/day146_alerting/scrape"
)

// watch shows a Monitor of one target what it exposed at each scrape, 15 s apart, and returns the last view.
func watch(t *testing.T, scrapes ...[]promql.Sample) *view {
	t.Helper()
	m := monitorOf(t, apiPolicy(t), nil)
	for i, samples := range scrapes {
		now := at(int64(15 * i))
		m.Scraper.Store.Append("a:1", now, samples)
		m.Observe(now, nil)
	}
	return m.current.Load()
}

func firing(v *view) (names []string) {
	for _, a := range v.Alerts {
		if a.State == rules.Firing {
			names = append(names, a.Name)
		}
	}
	return names
}

// TestPagesForNothing: what is in the counters and was not asked must wake nobody.
func TestPagesForNothing(t *testing.T) {
	ok := func(v float64, labels ...string) promql.Sample {
		return sample("http_requests_total", v, append(labels, "code", "200")...)
	}
	bad := func(v float64, labels ...string) promql.Sample {
		return sample("http_requests_total", v, append(labels, "code", "500")...)
	}
	type page = []promql.Sample
	tests := []struct {
		name          string
		scrapes       []page
		requests, bad float64
		fires         int
	}{
		{"one NaN", []page{{ok(1000000), bad(500)}, {ok(1000010), bad(nan)}, {ok(1000020), bad(500)}}, 20, 0, 0},
		{"one Inf, then an outage", []page{{ok(10), bad(0)}, {ok(20), bad(inf)}, {ok(20), bad(600)}}, 610, 600, 3},
		{"a label that changes", []page{{ok(1e6), bad(5e4)}, {ok(1e6+10, "version", "2"), bad(5e4, "version", "2")}}, 10, 0, 0},
		{"the first error after the start", []page{{ok(0)}, {ok(50), bad(1)}}, 51, 1, 0},
		{"the fifth error after the start", []page{{ok(0)}, {ok(50), bad(5)}}, 55, 5, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := watch(t, tt.scrapes...)
			if v.Budget.Requests != tt.requests || v.Budget.Bad != tt.bad || len(firing(v)) != tt.fires {
				t.Errorf("%v of %v requests bad, firing %v, want %v of %v and %d alerts",
					v.Budget.Bad, v.Budget.Requests, firing(v), tt.bad, tt.requests, tt.fires)
			}
		})
	}
}

// TestSilenceSpendsNothing: 323 of 703 bad, and then six hours in which nobody asks.
func TestSilenceSpendsNothing(t *testing.T) {
	m := monitorOf(t, apiPolicy(t), nil)
	var after float64
	for i := range int64(6 * 240) {
		n := float64(min(i, 7)) / 7
		m.Scraper.Store.Append("a:1", at(15*i), []promql.Sample{
			sample("http_requests_total", 380*n, "code", "200"), sample("http_requests_total", 323*n, "code", "500")})
		m.Observe(at(15*i), nil)
		if i == 7 {
			after = m.current.Load().Budget.Left
		}
	}
	if got := m.current.Load().Budget.Left; got != after || got < .97 || got > .99 {
		t.Errorf("budget left = %v, and %v after six hours of silence, want the same, near 0.981", after, got)
	}
}

// TestQuantileAboveTheTopBound: the bound is all that is known.
func TestQuantileAboveTheTopBound(t *testing.T) {
	of := func(below, all float64) []promql.Bucket {
		return []promql.Bucket{{UpperBound: .5, Count: below / 2}, {UpperBound: 1, Count: below}, {UpperBound: inf, Count: all}}
	}
	for _, tt := range []struct {
		q       float64
		buckets []promql.Bucket
		want    string
	}{{.99, of(60, 100), "over 1 s"}, {.5, of(60, 100), "833 ms"}, {.6, of(60, 100), "1 s"}, {1, of(60, 60), "1 s"}, {.5, nil, dash}} {
		if got := showLatency(quantile(tt.q, tt.buckets)); got != tt.want {
			t.Errorf("quantile %v of %v reads %q, want %q", tt.q, tt.buckets, got, tt.want)
		}
	}
}

// TestRolesOfAWindow: six hours are long for one alert and short for another, and their limits differ.
func TestRolesOfAWindow(t *testing.T) {
	v := watch(t,
		[]promql.Sample{sample("http_requests_total", 0, "code", "200"), sample("http_requests_total", 0, "code", "500")},
		[]promql.Sample{sample("http_requests_total", 9960, "code", "200"), sample("http_requests_total", 40, "code", "500")})
	i := slices.IndexFunc(v.Burns, func(b burnRow) bool { return b.Window.Hours() == 6 })
	want := []role{{"page 6h", 6, false}, {"ticket 3d", 1, true}}
	if got := v.Burns[i].Roles; !slices.Equal(got, want) {
		t.Errorf("roles of 6h at a burn rate of 4 = %v, want %v", got, want)
	}
}

// TestNoClass: a counter without the label that tells failures says so, and shows none.
func TestNoClass(t *testing.T) {
	for name, labels := range map[string][]string{"no label": nil, "a label without errors": {"status", "ok"}} {
		page, m := pageOf(t, sample("http_requests_total", 985, labels...))
		if want := `id="now-errors">0/s</span>`; !strings.Contains(page, want) {
			t.Errorf("%s: page lacks %s", name, want)
		}
		if got, want := strings.Contains(page, "has the label code: failures are not counted"), labels == nil; got != want {
			t.Errorf("%s: the page says that failures are not counted: %v, want %v", name, got, want)
		}
		if lines := m.current.Load().Signals.Plots.errors.lines; len(lines) != 0 {
			t.Errorf("%s: errors by class shows %v, want nothing", name, lines)
		}
	}
}

// TestWhatIsNeededComesFirst: a page of thousands of other series leaves room for the counter.
func TestWhatIsNeededComesFirst(t *testing.T) {
	p := apiPolicy(t)
	p.SLI.Requests = "zz_requests_total"
	m := monitorOf(t, p, nil)
	for i := range int64(2) {
		var page []promql.Sample
		for k := range 10_000 {
			page = append(page, sample("aa_requests_total", 1, "k", fmt.Sprint(k)))
		}
		page = append(page, sample("zz_requests_total", float64(15*i), "code", "200"))
		m.Scraper.Store.Append("a:1", at(15*i), page)
		m.Observe(at(15*i), nil)
	}
	if got, want := m.current.Load().Budget.Requests, 15.; got != want {
		t.Errorf("requests = %v, want %v", got, want)
	}
}

// TestEachTargetHasItsReason, on the page and told once.
func TestEachTargetHasItsReason(t *testing.T) {
	m := monitorOf(t, apiPolicy(t), nil)
	var told []string
	m.Trouble = func(target, reason string) { told = append(told, target+": "+reason) }
	refused := &scrape.TargetError{Target: "http://a:1/metrics", Err: errors.New("status 401 Unauthorized")}
	absent := &scrape.TargetError{Target: "http://b:1/metrics", Err: errors.New("status 404 Not Found")}
	for i, err := range []error{errors.Join(refused, absent), errors.Join(refused, absent), errors.Join(absent), nil} {
		m.Observe(at(int64(15*i)), err)
		if i == 1 {
			page := get(t, m, "GET", "/").Body.String()
			for _, want := range []string{"a:1/metrics:</strong> status 401 Unauthorized", "b:1/metrics:</strong> status 404 Not Found"} {
				if !strings.Contains(page, want) {
					t.Errorf("page lacks %q", want)
				}
			}
		}
	}
	want := []string{"http://a:1/metrics: status 401 Unauthorized", "http://b:1/metrics: status 404 Not Found", "http://a:1/metrics: ", "http://b:1/metrics: "}
	if !slices.Equal(told, want) {
		t.Errorf("told %q, want %q", told, want)
	}
}
