package lab

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestFaultsFailTheirShare(t *testing.T) {
	var f Faults
	h := f.Wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	f.Set(.3, 0)
	failed := 0
	for range 2000 {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("POST", "/payments", nil))
		if w.Code == 500 {
			failed++
		}
	}
	if failed < 480 || failed > 720 { // 600 with a standard deviation of 20
		t.Errorf("%d of 2000 requests failed at 30%%, want about 600", failed)
	}
}

func TestFaultsDelayAndKeepTheBody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var f Faults
		f.Set(0, 300*time.Millisecond)
		got := ""
		h := f.Wrap(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			b, _ := io.ReadAll(r.Body)
			got = string(b)
		}))
		start := time.Now()
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("POST", "/payments", strings.NewReader("tea")))
		if took := time.Since(start); took != 300*time.Millisecond || got != "tea" {
			t.Errorf("a request delayed by 300ms took %v and arrived as %q, want 300ms and %q", took, got, "tea")
		}
	})
}
