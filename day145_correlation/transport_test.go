package correlation_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	correlation "workbook/day145_correlation"
)

// received starts a server that answers with the id header's values, in %q.
func received(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "%q", r.Header["X-Request-Id"])
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestTransport(t *testing.T) {
	url := received(t)
	none := context.Background()
	withID := correlation.NewContext(none, "A1")
	tests := []struct {
		name   string
		ctx    context.Context
		header http.Header
		want   string
	}{
		{"an id", withID, nil, `["A1"]`},
		{"no id", none, nil, `[]`},
		{"the caller's own, Valid", withID, http.Header{"X-Request-Id": {"own"}}, `["own"]`},
		{"the caller's own, in another case", withID, http.Header{"X-Request-ID": {"own"}}, `["own"]`},
		{"the caller's own without an id", none, http.Header{"X-Request-Id": {"own"}}, `["own"]`},
		{"a header that is not Valid is replaced", withID, http.Header{"X-Request-Id": {"o w n"}}, `["A1"]`},
		{"two values are replaced", withID, http.Header{"X-Request-Id": {"own", "own"}}, `["A1"]`},
		{"two spellings are replaced", withID, http.Header{"X-Request-Id": {"a"}, "x-request-ID": {"b"}}, `["A1"]`},
		{"an id with a newline is not sent", correlation.NewContext(none, "A1\nX-Admin: 1"), nil, `[]`},
		{"an id with a space is not sent", correlation.NewContext(none, "job 7"), nil, `[]`},
		{"an empty id is not sent", correlation.NewContext(none, ""), nil, `[]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := http.NewRequestWithContext(tt.ctx, "GET", url, nil)
			if err != nil {
				t.Fatal(err)
			}
			for name, values := range tt.header {
				r.Header[name] = values
			}
			before := fmt.Sprint(r.Header)
			client := &http.Client{Transport: correlation.Transport(nil)}
			if got := answer(t, client, r); got != tt.want {
				t.Errorf("the server received %s, want %s", got, tt.want)
			}
			if after := fmt.Sprint(r.Header); after != before {
				t.Errorf("the caller's header is now %s, want %s", after, before)
			}
		})
	}
}

func answer(t *testing.T, client *http.Client, r *http.Request) string {
	t.Helper()
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body := make([]byte, 1<<10)
	n, _ := resp.Body.Read(body)
	return string(body[:n])
}

// Two transports, and a request sent twice, still send one value.
func TestTransportStackedAndRepeated(t *testing.T) {
	url := received(t)
	r, err := http.NewRequestWithContext(correlation.NewContext(context.Background(), "A1"), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: correlation.Transport(correlation.Transport(nil))}
	want := `["A1"]`
	for range 2 {
		if got := answer(t, client, r); got != want {
			t.Errorf("the server received %s, want %s", got, want)
		}
	}
}

// From service to service the id stays the same: Middleware, then Transport.
func TestTransportCarriesTheIDOn(t *testing.T) {
	url := received(t)
	client := &http.Client{Transport: correlation.Transport(nil, correlation.Options{Header: correlation.DefaultHeader})}
	front := httptest.NewServer(correlation.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		out, err := http.NewRequestWithContext(r.Context(), "GET", url, nil)
		if err != nil {
			t.Error(err)
			return
		}
		out.Header = r.Header.Clone() // as a proxy does, hostile values included
		fmt.Fprint(w, answer(t, client, out))
	})))
	defer front.Close()
	for _, sent := range []string{"A1", "A 1", ""} {
		r, err := http.NewRequest("GET", front.URL, nil)
		if err != nil {
			t.Fatal(err)
		}
		if sent != "" {
			r.Header.Set(correlation.DefaultHeader, sent)
		}
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		want := fmt.Sprintf("%q", resp.Header["X-Request-Id"])
		body := make([]byte, 1<<10)
		n, _ := resp.Body.Read(body)
		resp.Body.Close()
		if got := string(body[:n]); got != want || sent == "A1" && got != `["A1"]` {
			t.Errorf("sent %q: the second service received %s, the first answered %s", sent, got, want)
		}
	}
}

// recorder keeps the request that reached the wire's end of a chain.
type recorder struct {
	got    *http.Request
	closed bool
}

func (rec *recorder) RoundTrip(r *http.Request) (*http.Response, error) {
	rec.got = r
	return &http.Response{StatusCode: 200, Body: http.NoBody, Request: r}, nil
}

func (rec *recorder) CloseIdleConnections() { rec.closed = true }

// A request with a nil Header does not come from http.Client, but a RoundTripper
// may be called directly.
func TestTransportNilHeader(t *testing.T) {
	rec := &recorder{}
	r := (&http.Request{}).WithContext(correlation.NewContext(context.Background(), "A1"))
	if _, err := correlation.Transport(rec).RoundTrip(r); err != nil {
		t.Fatal(err)
	}
	if got := rec.got.Header["X-Request-Id"]; !slices.Equal(got, []string{"A1"}) || r.Header != nil {
		t.Errorf("sent %q, caller's header %v, want [A1] and nil", got, r.Header)
	}
}

func TestTransportWithoutIDPassesTheRequestOn(t *testing.T) {
	rec := &recorder{}
	r, err := http.NewRequest("GET", "http://orders.test/", nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := correlation.Transport(rec).RoundTrip(r); err != nil || rec.got != r {
		t.Errorf("RoundTrip without an id: %v, same request %v, want nil and true", err, rec.got == r)
	}
}

func TestTransportCloseIdleConnections(t *testing.T) {
	rec := &recorder{}
	(&http.Client{Transport: correlation.Transport(rec)}).CloseIdleConnections()
	if !rec.closed {
		t.Error("http.Client.CloseIdleConnections did not reach the base transport")
	}
}
