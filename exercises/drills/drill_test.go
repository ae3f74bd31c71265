package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"workbook/exercises/drills/script"
)

func TestListHasEveryScript(t *testing.T) {
	var out, complaints bytes.Buffer
	if status := run(t.Context(), nil, &out, &complaints); status != 0 || complaints.Len() > 0 {
		t.Fatalf("drills: status %d, %s", status, complaints.String())
	}
	for name := range script.All() {
		if want := "go run ./exercises/drills " + name[:2] + "\n"; !strings.Contains(out.String(), want) {
			t.Errorf("the list has no %q:\n%s", want, out.String())
		}
	}
	if got, want := strings.Count(out.String(), "\n"), len(script.All()); got != want {
		t.Errorf("the list has %d lines, want %d, one for each script:\n%s", got, want, out.String())
	}
}

func TestUnknownDrill(t *testing.T) {
	for _, args := range [][]string{{"nothing"}, {"01", "02"}, {"-x"}} {
		var complaints bytes.Buffer
		if status := run(t.Context(), args, io.Discard, &complaints); status != 2 || complaints.Len() == 0 && len(args) == 1 {
			t.Errorf("drills %q: status %d, %q, want 2 and a reason", args, status, complaints.String())
		}
	}
}

// told hands on what a command says first.
type told chan string

func (w told) Write(p []byte) (int, error) {
	w <- string(p)
	return len(p), nil
}

func TestServe(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	said, ended := make(told, 1), make(chan int)
	go func() { ended <- run(ctx, []string{"-listen", "127.0.0.1:0", "01"}, said, io.Discard) }()
	_, url, _ := strings.Cut(strings.TrimSpace(<-said), " on ")
	for host, want := range map[string]int{"": 200, "localhost:8150": 200, "[::1]": 200, "drills.example": 421, "10.0.0.1:80": 421} {
		req, err := http.NewRequest(http.MethodGet, url, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Host = host
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("GET %s as %q: %d, want %d", url, host, res.StatusCode, want)
		}
	}
	http.DefaultClient.CloseIdleConnections()
	stop()
	if status := <-ended; status != 0 {
		t.Errorf("after its context ended it returns %d, want 0", status)
	}
	var complaints bytes.Buffer
	if status := run(t.Context(), []string{"-listen", "0.0.0.0:0", "01"}, io.Discard, &complaints); status != 1 {
		t.Errorf("on every address: status %d, want 1 and no page", status)
	}
}
