package otlp

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// retryable marks an error that another attempt may cure.
type retryable struct {
	err   error
	after time.Duration // the least wait that the collector asked for
}

func (e *retryable) Error() string { return e.err.Error() }
func (e *retryable) Unwrap() error { return e.err }

// retry calls attempt until it succeeds, fails for good, or the budget would be
// spent. The wait is drawn from the whole of [0, backoff): collectors come back
// to senders spread out, and not to a herd ("full jitter").
func retry(ctx context.Context, o Options, attempt func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, o.Budget)
	defer cancel()
	backoff := o.MinBackoff
	for attempts := 1; ; attempts++ {
		err := attempt(ctx)
		var again *retryable
		if !errors.As(err, &again) || ctx.Err() != nil {
			return err
		}
		wait := max(rand.N(backoff), again.after)
		if end, _ := ctx.Deadline(); time.Until(end) <= wait {
			return fmt.Errorf("otlp: gave up after %s: %w", count(attempts), err) // don't sleep into the deadline
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
		if ctx.Err() != nil { // asked after the wait, since a wake-up can come late
			return fmt.Errorf("otlp: %w after %s: %w", ctx.Err(), count(attempts), err)
		}
		// Doubled and capped here, step by step: 1<<n overflows when a
		// collector is away for a weekend.
		backoff = min(2*backoff, o.MaxBackoff)
	}
}

func count(attempts int) string {
	if attempts == 1 {
		return "1 attempt"
	}
	return fmt.Sprintf("%d attempts", attempts)
}

// unanswered is the error of an attempt that met no answer: refused, reset or timed out,
// which may pass. A certificate that can't be trusted, or a peer that does not speak TLS
// where it should, is a setting, and no wait cures it.
func unanswered(err error) error {
	var withURL *url.Error
	if errors.As(err, &withURL) {
		err = withURL.Err // without the URL, in whose query a key may stand
	}
	err = fmt.Errorf("otlp: no answer: %w", err)
	var certificate *tls.CertificateVerificationError
	var noTLS tls.RecordHeaderError
	if errors.As(err, &certificate) || errors.As(err, &noTLS) || errors.Is(err, http.ErrSchemeMismatch) {
		return err
	}
	return &retryable{err: err}
}

// classify turns an answer that is no success into an error. Only these four
// codes mean "later"; all others, 400 and 500 included, mean "never".
func (e *Exporter) classify(resp *http.Response) error {
	switch resp.StatusCode {
	case http.StatusSwitchingProtocols, http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return fmt.Errorf("otlp: collector answered %d %s, which is not followed: is this the collector's URL?",
			resp.StatusCode, http.StatusText(resp.StatusCode))
	}
	// A reason that is cut off, or comes too late, is no reason: ctx ends this read.
	reason, _ := io.ReadAll(io.LimitReader(resp.Body, maxReason))
	err := fmt.Errorf("otlp: collector answered %d %s: %.256q",
		resp.StatusCode, http.StatusText(resp.StatusCode), e.withoutSecrets(string(reason)))
	switch resp.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway,
		http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return &retryable{err: err, after: retryAfter(resp.Header.Get("Retry-After"))}
	}
	return err
}

// retryAfter reads both forms of RFC 9110, 10.2.3: seconds, or an HTTP date.
// Rubbish and the past are no wait at all.
func retryAfter(s string) time.Duration {
	const longest = 24 * time.Hour // more than any budget; keeps the product in range
	if seconds, err := strconv.ParseUint(s, 10, 64); err == nil {
		return time.Duration(min(seconds, uint64(longest/time.Second))) * time.Second
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}
