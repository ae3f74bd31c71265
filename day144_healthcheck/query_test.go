package healthcheck_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	healthcheck "workbook/day144_healthcheck"
)

// FuzzQuery asks a draining probe anything: the drain must show each time.
func FuzzQuery(f *testing.F) {
	p, err := healthcheck.New(healthcheck.Check{Name: "db", Func: answers(nil).Func})
	if err != nil {
		f.Fatal(err)
	}
	p.Drain()
	f.Add("exclude=db", "")
	f.Add("verbose&exclude=%zz;&exclude=", "application/json")
	f.Add("exclude=db\x00\r\nX: y", "text/plain, application/json;q=0")
	f.Fuzz(func(t *testing.T, query, accept string) {
		r := httptest.NewRequest("GET", "/readyz", nil)
		r.URL.RawQuery = query
		r.Header["Accept"] = []string{accept}
		w := httptest.NewRecorder()
		p.Readyz(w, r)
		if got, want := w.Code, 503; got != want {
			t.Errorf("?%.64q: got %d, want %d", query, got, want)
		}
		if got := w.Body.String(); !strings.HasPrefix(got, "draining\n") && !strings.HasPrefix(got, `{"status":"draining"`) {
			t.Errorf("?%.64q: got %q, want it to start with draining", query, got)
		}
	})
}
