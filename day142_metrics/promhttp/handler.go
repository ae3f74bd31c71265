package promhttp

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"sync"

	metrics "workbook/day142_metrics"
)

// The content types of the two formats.
const (
	textType        = "text/plain; version=0.0.4; charset=utf-8"
	openMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8"
)

// Handler returns the handler for a registry's /metrics. It answers GET and HEAD, in the
// format and encoding that the request's Accept and Accept-Encoding headers
// weigh highest. The page is complete in memory before the answer starts: a
// slow client holds nothing but its own copy, and what goes wrong while
// building it can still be answered with status 500.
func Handler(reg *metrics.Registry) http.Handler {
	return &handler{writeText: reg.WriteText, writeOpenMetrics: reg.WriteOpenMetrics}
}

type handler struct {
	writeText, writeOpenMetrics func(io.Writer) error

	compressors sync.Pool // of *gzip.Writer, which take 800 kB each to make
}

func (h *handler) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if req.Method != http.MethodGet && req.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	contentType, write := textType, h.writeText
	if wantsOpenMetrics(req.Header) {
		contentType, write = openMetricsType, h.writeOpenMetrics
	}
	zip := wantsGzip(req.Header)
	body, err := h.body(write, zip)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", contentType)
	header.Set("Vary", "Accept, Accept-Encoding")
	if zip {
		header.Set("Content-Encoding", "gzip")
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if req.Method == http.MethodGet {
		w.Write(body) // an error means that the client has gone
	}
}

// body returns a page that belongs to the caller. A panic becomes an error;
// those of a GaugeFunc do not get this far.
func (h *handler) body(write func(io.Writer) error, zip bool) (body []byte, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("promhttp: building the page: %v", v)
		}
	}()
	var out bytes.Buffer
	if !zip {
		err = write(&out)
		return out.Bytes(), err
	}
	z, ok := h.compressors.Get().(*gzip.Writer)
	if !ok {
		z = gzip.NewWriter(nil)
	}
	defer h.compressors.Put(z)
	z.Reset(&out)
	err = errors.Join(write(z), z.Close())
	return out.Bytes(), err
}
