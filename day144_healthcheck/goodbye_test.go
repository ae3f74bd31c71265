package healthcheck_test

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestEveryResponseSaysGoodbye has each way of answering begin before the
// drain and end during it.
func TestEveryResponseSaysGoodbye(t *testing.T) {
	for name, answer := range map[string]func(w http.ResponseWriter){
		"nothing":     func(w http.ResponseWriter) {},
		"WriteHeader": func(w http.ResponseWriter) { w.WriteHeader(http.StatusAccepted) },
		"early hints": func(w http.ResponseWriter) { w.WriteHeader(http.StatusEarlyHints); w.WriteHeader(200) },
		"Write":       func(w http.ResponseWriter) { w.Write([]byte("tea")) },
		"WriteString": func(w http.ResponseWriter) { io.WriteString(w, "tea") },
		"ReadFrom":    func(w http.ResponseWriter) { io.Copy(w, io.LimitReader(strings.NewReader("tea"), 3)) },
		"Flush":       func(w http.ResponseWriter) { w.(http.Flusher).Flush(); w.Write([]byte("tea")) },
		"controller":  func(w http.ResponseWriter) { http.NewResponseController(w).Flush() },
		"keep-alive":  func(w http.ResponseWriter) { w.Header().Set("Connection", "keep-alive"); w.WriteHeader(200) },
		"twice":       func(w http.ResponseWriter) { fmt.Fprint(w, "tea"); w.WriteHeader(500) },
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				s := newService(t)
				s.srv.ErrorLog = log.New(io.Discard, "", 0) // "twice" is told off
				s.srv.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					<-time.After(time.Second)
					answer(w)
				})
				s.start()
				last := make(chan bool)
				go func() { _, close := s.get("http://app/"); last <- close }()
				synctest.Wait()
				s.signal()
				if got, want := <-last, true; got != want {
					t.Errorf("Connection: close: got %v, want %v", got, want)
				}
				s.wait()
			})
		})
	}
}

// TestNothingSaysGoodbyeBefore: the wrapper is invisible until the drain.
func TestNothingSaysGoodbyeBefore(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newService(t)
		s.srv.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if err := http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Minute)); err != nil {
				t.Errorf("SetWriteDeadline through the wrapper: %v", err)
			}
			fmt.Fprint(w, "tea")
		})
		s.start()
		for range 3 {
			s.expect("before", "http://app/", 200, false)
		}
		s.signal()
		s.wait()
	})
}

// TestUpgradeKeepsItsHeader: a 101 is the end of HTTP on its connection, and
// its Connection header must go on saying Upgrade.
func TestUpgradeKeepsItsHeader(t *testing.T) {
	bubble(t, func(t *testing.T) {
		s := newService(t)
		s.srv.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			conn, rw, err := w.(http.Hijacker).Hijack()
			if err != nil {
				t.Errorf("Hijack: %v", err)
				return
			}
			defer conn.Close()
			rw.WriteString("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n")
			rw.Flush()
		})
		s.start()
		s.signal()
		synctest.Wait()
		conn, err := s.network.Dial(t.Context(), "", "app:80")
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		fmt.Fprint(conn, "GET / HTTP/1.1\r\nHost: app\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n")
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := resp.Header.Get("Connection"), "Upgrade"; got != want {
			t.Errorf("Connection: got %q, want %q", got, want)
		}
		s.wait()
	})
}
