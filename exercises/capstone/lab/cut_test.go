package lab

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"
)

func TestCutHoldsBytesAndLetsThemGo(t *testing.T) {
	cut, err := NewCut(echo(t))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan bool)
	go func() { cut.Run(ctx); close(ended) }()
	c, err := net.Dial("tcp", cut.Addr())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	say := func(text string, wait time.Duration) error {
		_ = c.SetDeadline(time.Now().Add(wait))
		if _, err := io.WriteString(c, text); err != nil {
			return err
		}
		b := make([]byte, len(text))
		_, err := io.ReadFull(c, b)
		return err
	}
	if err := say("one", 5*time.Second); err != nil {
		t.Errorf("an echo over an open wire = %v, want nil", err)
	}
	cut.Stop(true)
	cut.Stop(true)
	if err := say("two", 50*time.Millisecond); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("an echo over a stopped wire = %v, want %v", err, os.ErrDeadlineExceeded)
	}
	cut.Stop(false)
	_ = c.SetDeadline(time.Now().Add(5 * time.Second))
	b := make([]byte, 3)
	if _, err := io.ReadFull(c, b); err != nil || string(b) != "two" {
		t.Errorf("after it goes on %q came (%v), want what was held: %q", b, err, "two")
	}
	cancel()
	select {
	case <-ended:
	case <-time.After(5 * time.Second):
		t.Error("Run goes on 5s after its context has ended")
	}
}

// echo serves whatever it hears until the test ends.
func echo(t *testing.T) (addr string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go func() { defer c.Close(); _, _ = io.Copy(c, c) }()
		}
	}()
	return l.Addr().String()
}
