package metrics

import "io"

// WriteText writes all metrics in the Prometheus text format 0.0.4, which has
// no exemplars. Families come in order of name, series in order of label
// values, buckets in order of bound. The page is complete before the first
// byte is written, in one Write; the only error is that of w.
func (r *Registry) WriteText(w io.Writer) error { return r.write(w, text) }

// WriteOpenMetrics writes all metrics in the OpenMetrics text format 1.0, in
// the same order and manner as [Registry.WriteText].
func (r *Registry) WriteOpenMetrics(w io.Writer) error { return r.write(w, openMetrics) }

func (r *Registry) write(w io.Writer, f format) error {
	p := r.render(f)
	defer r.release(p)
	_, err := w.Write(p.buf)
	return err
}

// render builds a page. It works on what is registered now; nothing it does
// can stop another goroutine from registering or counting in the meantime.
// The caller releases the page.
func (r *Registry) render(f format) *page {
	p := r.spare.Swap(nil)
	if p == nil {
		p = &page{} // the first scrape, or another one is under way
	}
	p.format, p.buf = f, p.buf[:0]
	for _, f := range *r.families.Load() {
		f.appendTo(p)
	}
	if f == openMetrics {
		p.buf = append(p.buf, "# EOF\n"...)
	}
	return p
}

// release keeps p's memory for the next scrape. A sync.Pool would do it too,
// but loses a page of megabytes to every second garbage collection.
func (r *Registry) release(p *page) { r.spare.Store(p) }
