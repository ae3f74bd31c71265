package scrape

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"sync"
	"time"

	"workbook/day146_alerting/promql"
)

// DefaultInterval is the time between two scrapes when a Scraper says nothing.
const DefaultInterval = 15 * time.Second

// accept asks for OpenMetrics first; every exporter answers one of the two.
const accept = "application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5"

// Scraper fills a Store from the metrics pages of running services. Set the
// fields before use and leave them alone then.
type Scraper struct {
	Store    *Store
	Targets  []string      // absolute http or https URLs
	Interval time.Duration // between scrapes; 0 means DefaultInterval
	Timeout  time.Duration // of one scrape; 0 means 10 s, at most Interval
	Client   *http.Client  // nil means http.DefaultClient; redirects are followed within the target's host only
}

// TargetError says which target gave no numbers, and why.
type TargetError struct {
	Target string // its URL, without a password
	Err    error
}

// Error returns the target and the reason.
func (e *TargetError) Error() string { return fmt.Sprintf("scraping %s: %v", e.Target, e.Err) }

// Unwrap returns the reason.
func (e *TargetError) Unwrap() error { return e.Err }

// Run scrapes every target now and then each Interval, and calls done after
// each round with its time and its error, until ctx ends. It returns ctx's
// error. A round that takes longer than Interval delays the next one: two
// rounds never overlap.
func (s *Scraper) Run(ctx context.Context, done func(at time.Time, err error)) error {
	tick := time.NewTicker(s.interval())
	defer tick.Stop()
	// The time of a round is that of the first plus what the monotonic clock says: a wall
	// clock that is set back would give times that fall, and a Store refuses those.
	first := time.Now()
	for {
		at := first.Add(time.Since(first))
		err := s.Scrape(ctx, at)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		done(at, err)
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// interval is also the upper limit of a scrape, so that rounds do not pile up.
func (s *Scraper) interval() time.Duration { return cmp.Or(s.Interval, DefaultInterval) }

// Scrape scrapes every target once, side by side, and records the results under
// the time at. A target that fails is recorded as failed; the error joins a
// *TargetError for each.
func (s *Scraper) Scrape(ctx context.Context, at time.Time) error {
	errs := make([]error, len(s.Targets))
	var wg sync.WaitGroup
	for i, target := range s.Targets {
		wg.Go(func() { errs[i] = s.one(ctx, target, at) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// one scrapes one target and records what came of it, the failure too.
func (s *Scraper) one(ctx context.Context, target string, at time.Time) error {
	u, err := url.Parse(target)
	if err != nil || u.Host == "" {
		return &TargetError{fmt.Sprintf("%.64q", target), errors.New("not an absolute URL")}
	}
	ctx, cancel := context.WithTimeout(ctx, min(cmp.Or(s.Timeout, 10*time.Second), s.interval()))
	defer cancel()
	samples, err := s.fetch(ctx, target)
	if err != nil {
		s.Store.Fail(instance(u), at)
		return &TargetError{u.Redacted(), err}
	}
	s.Store.Append(instance(u), at, samples)
	return nil
}

// stay follows a redirect to another path, as of a page that moved. What another host
// exposes is not this target's, and what it answers is nobody's to read here.
func stay(next *http.Request, via []*http.Request) error {
	const longest = 3
	if from := via[0].URL; next.URL.Host != from.Host || next.URL.Scheme != from.Scheme || len(via) > longest {
		return http.ErrUseLastResponse
	}
	return nil
}

// instance names a target in its series. Two pages of one host stay apart.
func instance(u *url.URL) string {
	if u.Path == "" || u.Path == "/metrics" {
		return u.Host
	}
	return u.Host + u.Path
}

// fetch returns what the target exposes now. The timeout of ctx covers the body
// as well, and Parse bounds it, so neither a page that never ends nor one that
// never begins keeps a scrape.
func (s *Scraper) fetch(ctx context.Context, target string) ([]promql.Sample, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, target, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Accept", accept)
	client := *cmp.Or(s.Client, http.DefaultClient)
	client.CheckRedirect = stay
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %s", resp.Status)
	}
	// Trust the declared type only as far as to refuse what cannot be metrics:
	// a login page also answers 200.
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if kind != "text/plain" && kind != "application/openmetrics-text" {
		return nil, fmt.Errorf("content type %.64q is not an exposition", resp.Header.Get("Content-Type"))
	}
	return parseTyped(resp.Body, kind == "application/openmetrics-text")
}
