package lab

import (
	"bytes"
	"io"
	"net"
	"testing"
	"time"
)

// TestNetworkDelaysBytesAndTheEnd: what the receiver sees is what the sender
// did, in order, Delay later.
func TestNetworkDelaysBytesAndTheEnd(t *testing.T) {
	for _, delay := range []time.Duration{0, 3 * time.Second} {
		t.Run(delay.String(), func(t *testing.T) {
			bubble(t, func(t *testing.T) {
				n := &Network{Delay: delay}
				l := n.Listen("orders:80")
				defer l.Close()
				want := bytes.Repeat([]byte("tea "), 5000) // more than one parcel
				go func() {
					conn, err := l.Accept()
					if err != nil {
						return
					}
					conn.Write(want)
					conn.Close()
				}()
				began := time.Now()
				conn, err := n.Dial(t.Context(), "tcp", "orders:80")
				if err != nil {
					t.Fatal(err)
				}
				got, err := io.ReadAll(conn)
				if err != nil || !bytes.Equal(got, want) {
					t.Errorf("ReadAll: got %d bytes, %v, want %d", len(got), err, len(want))
				}
				if got, want := time.Since(began), delay; got != want {
					t.Errorf("took: got %v, want %v", got, want)
				}
				conn.Close()
				n.Wait()
			})
		})
	}
}

func TestNetworkRefuses(t *testing.T) {
	bubble(t, func(t *testing.T) {
		var n Network
		if _, err := n.Dial(t.Context(), "tcp", "nobody:80"); err == nil {
			t.Errorf("Dial of an address that nobody has: got nil, want an error")
		}
		l := n.Listen("orders:80")
		l.Close()
		if _, err := n.Dial(t.Context(), "tcp", "orders:80"); err == nil {
			t.Errorf("Dial after Close: got nil, want an error")
		}
		if _, err := l.Accept(); err != net.ErrClosed {
			t.Errorf("Accept after Close: got %v, want %v", err, net.ErrClosed)
		}
		n.Listen("orders:80").Close() // the address is free again
	})
}
