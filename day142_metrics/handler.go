package metrics

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
)

// Handler returns the handler for /metrics. It answers GET and HEAD, in the
// format and encoding that the request's Accept and Accept-Encoding headers
// weigh highest. The page is complete in memory before the answer starts: a
// slow client holds nothing but its own copy, and what goes wrong while
// building it can still be answered with status 500.
func (r *Registry) Handler() http.Handler { return &handler{registry: r} }

type handler struct {
	registry *Registry
	writers  sync.Pool // of *gzip.Writer, which take 800 kB each to make
}

func (h *handler) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	if req.Method != http.MethodGet && req.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "method not allowed", http.StatusMethodNotAllowed)
		return
	}
	f, zip := negotiate(req.Header), acceptsGzip(req.Header)
	body, err := h.body(f, zip)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	header := w.Header()
	header.Set("Content-Type", [...]string{textType, openMetricsType}[f])
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
func (h *handler) body(f format, zip bool) (body []byte, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("metrics: building the page: %v", v)
		}
	}()
	p := h.registry.render(f)
	defer h.registry.release(p)
	if !zip {
		return bytes.Clone(p.buf), nil
	}
	var out bytes.Buffer
	z, ok := h.writers.Get().(*gzip.Writer)
	if !ok {
		z = gzip.NewWriter(nil)
	}
	defer h.writers.Put(z)
	z.Reset(&out)
	_, err = z.Write(p.buf)
	err = errors.Join(err, z.Close())
	return out.Bytes(), err
}
