package lab

import (
	"context"
	"io"
	"net/http"
	"time"
)

// openMetrics asks for the format that has exemplars.
const openMetrics = "application/openmetrics-text; version=1.0.0"

// maxPage bounds what is read of an answer.
const maxPage = 4 << 20

// get asks the admin listener for path. Without an answer the status is 0.
func (l *Lab) get(ctx context.Context, path, accept string) (status int, body string) {
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, l.Admin+path, nil)
	if err != nil {
		return 0, ""
	}
	if accept != "" {
		req.Header.Set("Accept", accept)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, ""
	}
	defer res.Body.Close()
	b, err := io.ReadAll(io.LimitReader(res.Body, maxPage))
	if err != nil {
		return 0, ""
	}
	return res.StatusCode, string(b)
}

// A ProbeState is what one probe answers.
type ProbeState struct {
	Path   string
	Status int // 0: no answer
	Body   string
}

// Probes asks the three probes.
func (l *Lab) Probes(ctx context.Context) []ProbeState {
	var list []ProbeState
	for _, path := range []string{"/livez", "/readyz", "/startupz"} {
		status, body := l.get(ctx, path+"?verbose", "")
		list = append(list, ProbeState{path, status, body})
	}
	return list
}

// Exemplars asks /metrics for its exemplars.
func (l *Lab) Exemplars(ctx context.Context) []Exemplar {
	_, page := l.get(ctx, "/metrics", openMetrics)
	return Exemplars(page)
}
