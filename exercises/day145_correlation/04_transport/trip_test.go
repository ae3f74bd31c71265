package transport_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"workbook/exercises/check"
	transport "workbook/exercises/day145_correlation/04_transport"
)

// A trip is one request on its way out.
type trip struct {
	id        string // in the context; none if empty
	header    http.Header
	nilHeader bool
}

func (tr trip) String() string {
	text := fmt.Sprintf("a request whose context has %.70q, with the header %.200q", tr.id, map[string][]string(tr.header))
	if tr.nilHeader {
		text = fmt.Sprintf("a request whose context has %.70q, with a nil Header", tr.id)
	}
	return text + "; what base is given"
}

func (tr trip) check(want, rule, read string) check.Case {
	return check.Case{Call: "%v", Args: []any{tr}, Want: want, Rule: rule, Read: read,
		Got: func() string { return tr.run(transport.NewContext, transport.New) }}
}

// newContext is the reader's NewContext or the day's.
type newContext func(context.Context, string) context.Context

func (tr trip) request(newContext newContext) *http.Request {
	r := &http.Request{Method: "GET", URL: &url.URL{Scheme: "http", Host: "orders.test", Path: "/"}, Header: http.Header{}}
	if tr.nilHeader {
		r.Header = nil
	}
	for key, values := range tr.header {
		r.Header[key] = slices.Clone(values)
	}
	if tr.id == "" {
		return r
	}
	return r.WithContext(newContext(context.Background(), tr.id))
}

// run sends the request and writes down what base was given, and whether the caller's request has changed.
func (tr trip) run(newContext newContext, wrap func(http.RoundTripper) http.RoundTripper) string {
	r := tr.request(newContext)
	before, _ := headerText(r.Header)
	during := before
	base := &recorder{look: func() { during, _ = headerText(r.Header) }}
	_, err := wrap(base).RoundTrip(r)
	after, _ := headerText(r.Header)
	switch {
	case err != nil:
		return "error: " + err.Error()
	case len(base.sent) != 1:
		return fmt.Sprintf("base was called %d times", len(base.sent))
	case during != before:
		return "while base sends, the caller's header is " + during
	case after != before:
		return "afterwards the caller's header is " + after
	}
	text := "sent " + base.sent[0]
	if base.others != "" {
		text += ", " + base.others
	}
	return text
}

// headerText writes a header down: all of it, and all but the id.
func headerText(h http.Header) (all, others string) {
	var texts, rest []string
	for _, key := range slices.Sorted(maps.Keys(h)) {
		text := fmt.Sprintf("%s: %.60q", key, h[key])
		texts = append(texts, text)
		if !strings.EqualFold(key, name) {
			rest = append(rest, text)
		}
	}
	if h == nil {
		return "nil", ""
	}
	return strings.Join(texts, ", "), strings.Join(rest, ", ")
}

// A recorder is a base that keeps what it is given.
type recorder struct {
	look     func() // is called while base sends
	response *http.Response
	err      error

	request *http.Request
	sent    []string // of each call, the values of the id under every spelling
	others  string   // the other headers of the last call
}

func (rec *recorder) RoundTrip(r *http.Request) (*http.Response, error) {
	if rec.look != nil {
		rec.look()
	}
	ids := []string{}
	for _, key := range slices.Sorted(maps.Keys(r.Header)) {
		if strings.EqualFold(key, name) {
			ids = append(ids, r.Header[key]...)
		}
	}
	rec.request = r
	rec.sent = append(rec.sent, fmt.Sprintf("%.70q", ids))
	_, rec.others = headerText(r.Header)
	if rec.err != nil || rec.response != nil {
		return rec.response, rec.err
	}
	return &http.Response{StatusCode: 200, Body: http.NoBody, Request: r}, nil
}

// full is a request that uses every field a caller may set.
func full() *http.Request {
	body := http.NoBody
	return &http.Request{
		Method: "POST", URL: &url.URL{Scheme: "https", Host: "10.0.0.1:8443", Path: "/charge", RawQuery: "dry=1"},
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{"Accept": {"text/plain"}},
		Body: body, ContentLength: 5, TransferEncoding: []string{"chunked"}, Close: true, Host: "payments.test",
		Trailer: http.Header{"Digest": nil},
	}
}

// differences names the exported fields but Header in which two requests differ.
func differences(want, got *http.Request) string {
	if got == nil {
		return "no request"
	}
	var names []string
	a, b := reflect.ValueOf(*want), reflect.ValueOf(*got)
	for i := range a.NumField() {
		field := a.Type().Field(i)
		if !field.IsExported() || field.Name == "Header" || field.Type.Kind() == reflect.Func {
			continue
		}
		if !reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()) {
			names = append(names, field.Name)
		}
	}
	if names == nil {
		return "none"
	}
	return strings.Join(names, ", ")
}

type userKey struct{}

// contextOnTheWay says what base sees of the request's context, which ends while base sends.
func contextOnTheWay() string {
	ctx, cancel := context.WithTimeout(context.WithValue(context.Background(), userKey{}, "ann"), time.Hour)
	defer cancel()
	base := &recorder{look: cancel}
	r := trip{}.request(transport.NewContext).WithContext(transport.NewContext(ctx, "A1"))
	if _, err := transport.New(base).RoundTrip(r); err != nil {
		return err.Error()
	}
	sent := base.request.Context()
	deadline := "no deadline"
	if _, ok := sent.Deadline(); ok {
		deadline = "a deadline"
	}
	id := strings.Trim(strings.Join(base.sent, " "), `[]"`)
	return fmt.Sprintf("%s, %v, %s, %v", id, sent.Value(userKey{}), deadline, sent.Err())
}
