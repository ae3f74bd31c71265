package otlp_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/otlp"
)

// attempts runs one Export against answers given in turn, the last one for ever,
// on the bubble's clock, and returns when each attempt was made.
func attempts(t *testing.T, o otlp.Options, answers ...func() *http.Response) (at []time.Duration, err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		o.URL = "http://collector.example"
		o.Client = &http.Client{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				return nil, err
			}
			at = append(at, time.Since(start))
			return answers[min(len(at), len(answers))-1](), nil
		})}
		e, newErr := otlp.New(o)
		if newErr != nil {
			t.Fatal(newErr)
		}
		err = e.Export(context.Background(), []*tracecontext.SpanData{fullSpan(t)})
	})
	return at, err
}

func answer(code int, header ...string) func() *http.Response {
	return func() *http.Response {
		r := &http.Response{StatusCode: code, Status: strconv.Itoa(code), Header: http.Header{}, Body: io.NopCloser(strings.NewReader("why"))}
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		return r
	}
}

func TestRetryCodes(t *testing.T) {
	for code := 200; code < 600; code++ {
		if http.StatusText(code) == "" || code/100 == 3 {
			continue
		}
		want, ok := 1, code/100 == 2
		switch code {
		case 429, 502, 503, 504:
			want, ok = 2, true
		}
		at, err := attempts(t, otlp.Options{}, answer(code), answer(200))
		if len(at) != want || (err == nil) != ok {
			t.Errorf("status %d: %d attempts, %v, want %d", code, len(at), err, want)
		}
	}
}

func TestRetryBackoff(t *testing.T) {
	o := otlp.Options{MinBackoff: time.Second, MaxBackoff: 8 * time.Second, Budget: 10 * time.Minute}
	at, err := attempts(t, o, answer(503))
	if said := fmt.Sprintf("gave up after %d attempts", len(at)); err == nil || !strings.Contains(err.Error(), said) || len(at) < 75 {
		t.Fatalf("%d attempts in ten minutes, %v, want more than 75 and an error that says so", len(at), err)
	}
	varied := map[time.Duration]bool{}
	for i := 1; i < len(at); i++ {
		wait, limit := at[i]-at[i-1], min(time.Second<<min(i-1, 10), 8*time.Second)
		if wait < 0 || wait >= limit {
			t.Errorf("wait %d was %v, want within [0, %v)", i, wait, limit)
		}
		varied[wait.Round(time.Millisecond)] = true
	}
	if len(varied) < len(at)/2 {
		t.Errorf("%d different waits out of %d: not full jitter", len(varied), len(at))
	}
	if last := at[len(at)-1]; last > 10*time.Minute {
		t.Errorf("the last attempt was made %v in, over the budget", last)
	}
}

func TestRetryAfter(t *testing.T) {
	epoch := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC) // where a bubble's clock starts
	date := func(d time.Duration) string { return epoch.Add(d).Format(http.TimeFormat) }
	o := otlp.Options{MinBackoff: time.Nanosecond, Budget: time.Minute} // no wait of its own
	for _, tt := range []struct {
		name, value string
		want        time.Duration
	}{
		{"none", "", 0},
		{"seconds", "7", 7 * time.Second},
		{"zero", "0", 0},
		{"date", date(9 * time.Second), 9 * time.Second},
		{"date in the past", date(-time.Hour), 0},
		{"negative", "-3", 0},
		{"rubbish", "soon", 0},
	} {
		for _, code := range []int{429, 503} {
			at, err := attempts(t, o, answer(code, "Retry-After", tt.value), answer(200))
			if err != nil || len(at) != 2 || at[1] != tt.want {
				t.Errorf("%s: %d with Retry-After %q: attempts at %v, %v, want the second after %v", tt.name, code, tt.value, at, err, tt.want)
			}
		}
	}
	for _, tooLong := range []string{"61", "3600", "9223372036854775807", "18446744073709551615", date(time.Hour)} {
		if at, err := attempts(t, o, answer(503, "Retry-After", tooLong), answer(200)); err == nil || len(at) != 1 {
			t.Errorf("Retry-After %q with a budget of 1m: attempts at %v, %v, want to give up at once", tooLong, at, err)
		}
	}
}
