package page

import "strings"

// seriesRow is one series as it was exposed, at the cursor and five minutes before.
type seriesRow struct{ Name, Value, Before string }

// series returns the requests of the chosen service, and all that is scraped of any service and is no request.
func (m measure) series() (rows []seriesRow) {
	for _, s := range m.chosen("_requests_total") {
		name := m.Service + "_requests_total" + s.Labels.String()
		rows = append(rows, seriesRow{name, number(latest(s, m.At)), number(latest(s, m.At.Add(-window)))})
	}
	for _, name := range m.recorded.Store.Names() {
		if name == "up" || strings.HasSuffix(name, "_requests_total") || strings.Contains(name, "_request_duration_seconds") {
			continue
		}
		for _, s := range m.recorded.Store.Select(name) {
			name := name + s.Labels.String()
			rows = append(rows, seriesRow{name, number(latest(s, m.At)), number(latest(s, m.At.Add(-window)))})
		}
	}
	return rows
}
