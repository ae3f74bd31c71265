package main

import (
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"sync"
)

// collector is an OTLP/HTTP endpoint that remembers the spans' traces.
type otlpCollector struct {
	mu     sync.Mutex
	traces map[string][]string // names by trace id
}

func (c *otlpCollector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var body io.Reader = r.Body
	if r.Header.Get("Content-Encoding") == "gzip" {
		z, err := gzip.NewReader(body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		body = z
	}
	var in struct {
		ResourceSpans []struct {
			ScopeSpans []struct {
				Spans []struct{ TraceID, Name string }
			}
		}
	}
	if err := json.NewDecoder(body).Decode(&in); err != nil || r.URL.Path != "/v1/traces" {
		http.Error(w, "not OTLP", http.StatusBadRequest)
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.traces == nil {
		c.traces = map[string][]string{}
	}
	for _, rs := range in.ResourceSpans {
		for _, ss := range rs.ScopeSpans {
			for _, s := range ss.Spans {
				c.traces[s.TraceID] = append(c.traces[s.TraceID], s.Name)
			}
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write([]byte("{}"))
}

// count is how many spans of a trace have come.
func (c *otlpCollector) count(trace string) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.traces[trace])
}
