package otlp

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	tracecontext "workbook/day143_tracecontext"
)

// Options configure an Exporter; only URL is needed.
type Options struct {
	// URL of the collector, "http://127.0.0.1:4318": without a path /v1/traces
	// is added, with one it is used as it is.
	URL string
	// Header is added to each request, an API key for instance.
	Header http.Header
	// Client sends, but follows no redirect; nil is a plain one of its own. Do not pass a
	// client that is wrapped by otelhttp.Transport: each export would produce spans to export.
	Client *http.Client
	// Timeout bounds one attempt, Budget all attempts and the waits between
	// them; zero is 10 s and 25 s, which fits into a Batcher's 30 s.
	Timeout, Budget time.Duration
	// MinBackoff and MaxBackoff bound the wait; zero is 250 ms and 5 s.
	MinBackoff, MaxBackoff time.Duration
}

// Exporter sends spans to a collector by OTLP/HTTP, as gzipped JSON.
type Exporter struct {
	options Options
	client  http.Client
	own     *http.Client // the client to close, when it is ours
	closed  atomic.Bool
}

// New returns an exporter, or an error for a URL that can't be
// posted to. It does not connect.
func New(o Options) (*Exporter, error) {
	u, err := url.Parse(o.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		afterPassword := o.URL[strings.LastIndexByte(o.URL, '@')+1:]
		return nil, fmt.Errorf("otlp: URL %.64q is not http(s)://host[:port][/path]", afterPassword)
	}
	if strings.Trim(u.Path, "/") == "" {
		u.Path = "/v1/traces"
	}
	o.URL = u.String()
	o.Timeout, o.Budget = orDefault(o.Timeout, 10*time.Second), orDefault(o.Budget, 25*time.Second)
	o.MinBackoff, o.MaxBackoff = orDefault(o.MinBackoff, 250*time.Millisecond), orDefault(o.MaxBackoff, 5*time.Second)
	e := &Exporter{options: o}
	if o.Client == nil {
		e.own = &http.Client{Transport: &http.Transport{
			Proxy: http.ProxyFromEnvironment, MaxIdleConnsPerHost: 8, MaxResponseHeaderBytes: maxResponse,
		}}
		o.Client = e.own
	}
	e.client = *o.Client
	// net/http would follow a 302 as a GET without the spans, be told 200, and carry the
	// caller's headers, an API key among them, to whatever host the collector names.
	e.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return e, nil
}

// orDefault replaces what is not positive.
func orDefault(v, unset time.Duration) time.Duration {
	if v <= 0 {
		return unset
	}
	return v
}

// Export posts spans, and tries again where that can help: see Retry in doc.go.
// It returns nil when the collector took them all, a *PartialError when it
// rejected some, and otherwise what the last attempt met.
func (e *Exporter) Export(ctx context.Context, spans []*tracecontext.SpanData) error {
	if e.closed.Load() {
		return tracecontext.ErrShutdown
	}
	if len(spans) == 0 {
		return nil
	}
	message, err := encode(spans)
	if err != nil {
		return err
	}
	body, err := compress(message)
	if err != nil {
		return err
	}
	return retry(ctx, e.options, func(ctx context.Context) error { return e.post(ctx, body) })
}

// Shutdown makes later Exports fail and closes idle connections.
func (e *Exporter) Shutdown(context.Context) error {
	e.closed.Store(true)
	if e.own != nil {
		e.own.CloseIdleConnections()
	}
	return nil
}

func compress(b []byte) ([]byte, error) {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestSpeed)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(b); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil { // writes the last block: Bytes comes after it
		return nil, err
	}
	return out.Bytes(), nil
}

// maxResponse bounds what is read of an answer, however much is sent, and maxReason
// what is read of a refusal to quote it.
const (
	maxResponse = 64 << 10
	maxReason   = 1 << 10
)

// post makes one attempt, with a reader and a request of its own: a body that
// was half sent can't be sent again.
func (e *Exporter) post(ctx context.Context, body []byte) error {
	ctx, cancel := context.WithTimeout(ctx, e.options.Timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, e.options.URL, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("otlp: %w", err)
	}
	if e.options.Header != nil {
		req.Header = e.options.Header.Clone()
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Content-Encoding", "gzip")
	resp, err := e.client.Do(req)
	if err != nil {
		return unanswered(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		return e.classify(resp) // before the body: that of a 101 is a connection without an end
	}
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxResponse))
	if err != nil {
		return &retryable{err: fmt.Errorf("otlp: answer of %s: %w", resp.Status, err)}
	}
	return e.partialSuccess(answer)
}

// withoutSecrets blots out the values of our own headers: who refuses an API key quotes
// it now and then, and the error ends up in a log.
func (e *Exporter) withoutSecrets(text string) string {
	for _, values := range e.options.Header {
		for _, word := range strings.Fields(strings.Join(values, " ")) {
			if len(word) >= minSecret {
				text = strings.ReplaceAll(text, word, "***")
			}
		}
	}
	return text
}

// minSecret is the length from which a word of a header is worth hiding.
const minSecret = 4

// partialSuccess looks into the answer of a success. What can't be read is no
// reason to doubt the status code.
func (e *Exporter) partialSuccess(answer []byte) error {
	var m struct {
		PartialSuccess struct {
			RejectedSpans json.Number `json:"rejectedSpans"` // a number or a string of one
			ErrorMessage  string      `json:"errorMessage"`
		} `json:"partialSuccess"`
	}
	if json.Unmarshal(answer, &m) != nil {
		return nil
	}
	n, _ := m.PartialSuccess.RejectedSpans.Int64()
	text := e.withoutSecrets(m.PartialSuccess.ErrorMessage)
	if n <= 0 && text == "" {
		return nil
	}
	return &tracecontext.PartialError{Rejected: max(0, n), Message: text[:min(len(text), 1<<10)]}
}
