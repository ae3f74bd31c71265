package otlp_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	tracecontext "workbook/day143_tracecontext"
	"workbook/day143_tracecontext/batch"
	"workbook/day143_tracecontext/otlp"
)

const secret = "hunter2-and-more"

// badCollectors are what an exporter may meet instead of a collector. Each has read the
// request when it is called, and the connection is closed when it returns.
var badCollectors = map[string]func(c net.Conn){
	"says nothing":            func(c net.Conn) { untilClosed(c) },
	"hangs up":                func(net.Conn) {},
	"speaks another protocol": func(c net.Conn) { say(c, "220 mail.example ESMTP\r\n") },
	"101, held open": func(c net.Conn) {
		say(c, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n")
		untilClosed(c)
	},
	"101, talking on": func(c net.Conn) {
		say(c, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n")
		endlessly(c, "x")
	},
	"hints for ever": func(c net.Conn) { endlessly(c, "HTTP/1.1 103 Early Hints\r\n\r\n") },
	"a head without an end": func(c net.Conn) {
		say(c, "HTTP/1.1 200 OK\r\n")
		endlessly(c, "X-Header: "+strings.Repeat("x", 1000)+"\r\n")
	},
	"a refusal without an end": func(c net.Conn) { say(c, "HTTP/1.1 400 Bad Request\r\n\r\n"); endlessly(c, strings.Repeat("x", 4096)) },
	"an answer byte by byte":   func(c net.Conn) { slowly(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}") },
	"a body byte by byte": func(c net.Conn) {
		say(c, "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n")
		slowly(c, strings.Repeat("x", 9000))
	},
	"a refusal byte by byte": func(c net.Conn) {
		say(c, "HTTP/1.1 503 Busy\r\nContent-Length: 900\r\n\r\n")
		slowly(c, strings.Repeat("x", 900))
	},
	"a body cut off":        func(c net.Conn) { say(c, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{") },
	"a length that is none": func(c net.Conn) { say(c, "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}") },
	"two lengths":           func(c net.Conn) { say(c, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}") },
	"a compressed bomb":     func(c net.Conn) { say(c, "HTTP/1.1 400 Bad Request\r\nContent-Encoding: gzip\r\n\r\n"+bomb()) },
	"a redirect to itself": func(c net.Conn) {
		say(c, "HTTP/1.1 307 Temporary Redirect\r\nLocation: /v1/traces\r\nContent-Length: 0\r\n\r\n")
	},
	"a redirect elsewhere": func(c net.Conn) {
		say(c, "HTTP/1.1 302 Found\r\nLocation: http://evil.example/\r\nContent-Length: 0\r\n\r\n")
	},
	"a refusal with our key": func(c net.Conn) {
		say(c, fmt.Sprintf("HTTP/1.1 401 Unauthorized %s\r\nContent-Length: %d\r\n\r\nno key %s here", secret, 12+len(secret), secret))
	},
	"later, in a thousand years": func(c net.Conn) { say(c, "HTTP/1.1 503 Busy\r\nRetry-After: 31536000000\r\nContent-Length: 0\r\n\r\n") },
}

// TestBadCollectors: each of them is met by a batch, under the real timeouts on the
// bubble's clock. The export ends within them, counts as failed, takes a bounded
// number of bytes, and its error is short and tells no secret.
func TestBadCollectors(t *testing.T) {
	for name, misbehave := range badCollectors {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var read atomic.Int64
				var collectors sync.WaitGroup
				dial := func(context.Context, string, string) (net.Conn, error) {
					ours, theirs := net.Pipe()
					collectors.Go(func() {
						defer theirs.Close()
						r, err := http.ReadRequest(bufio.NewReader(theirs))
						if err == nil {
							_, _ = io.Copy(io.Discard, r.Body)
							misbehave(theirs)
						}
					})
					return countedConn{ours, &read}, nil
				}
				transport := &http.Transport{DialContext: dial, MaxResponseHeaderBytes: 64 << 10}
				e, err := otlp.New(otlp.Options{
					URL:    "http://user:" + secret + "@collector.example/v1/traces?key=" + secret,
					Client: &http.Client{Transport: transport}, Header: http.Header{"Authorization": {"Bearer " + secret}},
				})
				if err != nil {
					t.Fatal(err)
				}
				start, text := time.Now(), ""
				b := batch.New(e, batch.Options{OnError: func(err error) { text = err.Error() }})
				if err := b.Export(t.Context(), []*tracecontext.SpanData{fullSpan(t)}); err != nil {
					t.Error(err)
				}
				if err := b.Shutdown(t.Context()); err != nil {
					t.Error(err)
				}
				transport.CloseIdleConnections()
				took := time.Since(start)
				collectors.Wait() // for ever, if one connection stays open
				if got, want := b.Stats(), (batch.Stats{Accepted: 1, Failed: 1}); got != want || took > 30*time.Second {
					t.Errorf("%+v after %v, want %+v within 30s", got, took, want)
				}
				if strings.Contains(text, secret) || len(text) > 1200 || text == "" {
					t.Errorf("the error has %d bytes and tells a secret, or nothing: %.300s", len(text), text)
				}
				if n := read.Load(); n > 16<<20 {
					t.Errorf("%d bytes were read, want a bounded number", n)
				}
			})
		})
	}
}

func say(c net.Conn, text string) { _, _ = io.WriteString(c, text) }

// endlessly says text until the peer hangs up, a thousand times a second.
func endlessly(c net.Conn, text string) {
	for {
		if _, err := io.WriteString(c, text); err != nil {
			return
		}
		<-time.After(time.Millisecond)
	}
}

// slowly says a byte every two seconds.
func slowly(c net.Conn, text string) {
	for i := range len(text) {
		if _, err := io.WriteString(c, text[i:i+1]); err != nil {
			return
		}
		<-time.After(2 * time.Second)
	}
}

func untilClosed(c net.Conn) { _, _ = io.Copy(io.Discard, c) }

// bomb is 4 MiB of zeros, compressed.
func bomb() string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(make([]byte, 4<<20))
	_ = z.Close()
	return b.String()
}

// countedConn counts what is read.
type countedConn struct {
	net.Conn
	n *atomic.Int64
}

func (c countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.n.Add(int64(n))
	return n, err
}
