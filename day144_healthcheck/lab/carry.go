package lab

import (
	"net"
	"sync"
	"time"
)

// A parcel is what was read in one go, and when it is due at the far end.
type parcel struct {
	bytes []byte
	due   time.Time
}

// carry takes what arrives at from to to, each parcel delay after it was sent,
// and after the last one the end of the connection. Until then the sender
// believes that all is well: it may send into a connection that the other side
// closed a moment ago, and will never know whether the bytes were read.
func carry(from, to net.Conn, delay time.Duration) {
	parcels := make(chan parcel, 64)
	var delivery sync.WaitGroup
	delivery.Go(func() { deliver(parcels, to) })
	defer delivery.Wait()
	for {
		buf := make([]byte, 4096)
		n, err := from.Read(buf)
		if n > 0 {
			parcels <- parcel{buf[:n], time.Now().Add(delay)}
		}
		if err != nil {
			parcels <- parcel{nil, time.Now().Add(delay)}
			close(parcels)
			return
		}
	}
}

// deliver writes each parcel when it is due. A parcel for a closed end is
// lost, as is one on a real network.
func deliver(parcels <-chan parcel, to net.Conn) {
	for p := range parcels {
		<-time.After(time.Until(p.due))
		if p.bytes == nil {
			to.Close()
			continue
		}
		to.Write(p.bytes)
	}
}
