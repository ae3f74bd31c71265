package lab

import (
	"context"
	"net"
)

// A DialFunc opens a connection, as http.Transport.DialContext does.
type DialFunc func(ctx context.Context, network, addr string) (net.Conn, error)

// A Wire is how the parts of a laboratory reach each other.
type Wire struct {
	Listen func() (net.Listener, error) // a fresh address each time
	Dial   DialFunc
}

// Loopback is the wire of real sockets on 127.0.0.1.
func Loopback() Wire {
	return Wire{
		Listen: func() (net.Listener, error) { return net.Listen("tcp", "127.0.0.1:0") },
		Dial:   new(net.Dialer).DialContext,
	}
}
