package lab

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// A Balancer gives each new connection to the next replica in its rotation,
// and polls the readiness of all of them. Fill in the fields, Add replicas,
// then Run it. It never moves a connection that is open.
type Balancer struct {
	Dialer   DialFunc      // nil means TCP
	Period   time.Duration // pause between two polls of a replica (default 10ms)
	Failures int           // polls in a row that must fail (default 1)

	mu       sync.Mutex
	replicas []*member
	turn     int
	changed  chan struct{} // closed, and made anew, when anything changes
}

// A member is one replica as the balancer sees it.
type member struct {
	addr   string
	readyz string
	in     bool // in the rotation
	fails  int
	open   int // connections open, or being opened
}

// errNoReplica is what a client gets when none is in the rotation.
var errNoReplica = errors.New("lab: no replica is ready")

// Add makes the balancer poll readyz, a URL, and give connections to addr
// while the answer is 200.
func (b *Balancer) Add(addr, readyz string) {
	b.edit(func() { b.replicas = append(b.replicas, &member{addr: addr, readyz: readyz}) })
}

// Remove forgets a replica, which should be gone by then.
func (b *Balancer) Remove(addr string) {
	b.edit(func() {
		for i, m := range b.replicas {
			if m.addr == addr {
				b.replicas = append(b.replicas[:i:i], b.replicas[i+1:]...)
				return
			}
		}
	})
}

// Dial opens a connection to the next replica of the rotation, whatever
// address it is asked for. When that replica refuses, the client is told: this
// is a balancer of connections, which can't know what a second try would do.
func (b *Balancer) Dial(ctx context.Context, network, _ string) (net.Conn, error) {
	m := b.pick()
	if m == nil {
		return nil, errNoReplica
	}
	conn, err := b.dialer()(ctx, network, m.addr)
	if err != nil {
		b.edit(func() { m.open-- })
		return nil, err
	}
	return &counted{Conn: conn, closed: sync.OnceFunc(func() { b.edit(func() { m.open-- }) })}, nil
}

func (b *Balancer) pick() *member {
	b.mu.Lock()
	defer b.mu.Unlock()
	for range b.replicas {
		b.turn = (b.turn + 1) % len(b.replicas)
		if m := b.replicas[b.turn]; m.in {
			m.open++ // before it is dialled, so that Released can't miss it
			return m
		}
	}
	return nil
}

// Added returns when addr is in the rotation.
func (b *Balancer) Added(ctx context.Context, addr string) error {
	return b.wait(ctx, addr, "added", func(m *member) bool { return m != nil && m.in })
}

// Removed returns when addr gets no new connections.
func (b *Balancer) Removed(ctx context.Context, addr string) error {
	return b.wait(ctx, addr, "removed", func(m *member) bool { return m == nil || !m.in })
}

// Released returns when addr gets no new connections and has no open one. It
// fits healthcheck.Plan.Released.
func (b *Balancer) Released(ctx context.Context, addr string) error {
	return b.wait(ctx, addr, "released", func(m *member) bool { return m == nil || !m.in && m.open == 0 })
}

func (b *Balancer) wait(ctx context.Context, addr, what string, done func(*member) bool) error {
	for {
		ok, changed := b.look(addr, done)
		if ok {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("lab: %.64q was not %s: %w", addr, what, ctx.Err())
		}
	}
}

func (b *Balancer) look(addr string, done func(*member) bool) (ok bool, changed <-chan struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.changed == nil {
		b.changed = make(chan struct{})
	}
	for _, m := range b.replicas {
		if m.addr == addr {
			return done(m), b.changed
		}
	}
	return done(nil), b.changed
}

// edit changes something and wakes everybody who waits for a change.
func (b *Balancer) edit(change func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change()
	if b.changed != nil {
		close(b.changed)
		b.changed = nil
	}
}

func (b *Balancer) dialer() DialFunc {
	if b.Dialer != nil {
		return b.Dialer
	}
	return new(net.Dialer).DialContext
}

// Run polls until ctx is done.
func (b *Balancer) Run(ctx context.Context) error {
	tick := time.NewTicker(cmp.Or(b.Period, 10*time.Millisecond))
	defer tick.Stop()
	// A connection for each poll: a poll over one that is kept alive would
	// still be answered by a listener that is closed.
	client := &http.Client{Timeout: time.Second,
		Transport: &http.Transport{DialContext: b.dialer(), DisableKeepAlives: true}}
	for {
		for _, m := range b.members() {
			ready := poll(ctx, client, m.readyz)
			b.edit(func() { m.saw(ready, cmp.Or(b.Failures, 1)) })
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

func (b *Balancer) members() []*member {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]*member(nil), b.replicas...)
}
