package page

import (
	"cmp"
	"slices"
	"strconv"
)

// bucketTable is the latency histogram at the cursor: for each process, how many requests since its start took at most so long.
type bucketTable struct {
	Bounds []string
	Rows   []bucketRow
}

type bucketRow struct {
	Instance, Route string
	Counts          []string // one a bound, cumulative; the last is all requests
}

func (m measure) buckets() (t bucketTable) {
	series := m.chosen("_request_duration_seconds_bucket")
	t.Bounds = values(series, "le")
	slices.SortFunc(t.Bounds, func(a, b string) int { return cmp.Compare(bound(a), bound(b)) })
	for _, instance := range values(series, "instance") {
		mine := with(series, "instance", instance)
		for _, route := range values(mine, "route") {
			row := bucketRow{Instance: instance, Route: route}
			for _, le := range t.Bounds {
				sum := 0.0
				for _, s := range with(with(mine, "route", route), "le", le) {
					sum += known(latest(s, m.At))
				}
				row.Counts = append(row.Counts, strconv.FormatFloat(sum, 'f', -1, 64))
			}
			t.Rows = append(t.Rows, row)
		}
	}
	return t
}

func bound(le string) float64 {
	v, _ := strconv.ParseFloat(le, 64) // what is no number comes first
	return v
}
