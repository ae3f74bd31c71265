package shop

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"
)

// redisServer runs a real Redis on a free port until the test ends.
func redisServer(t *testing.T, args ...string) (addr string, proc *os.Process) {
	t.Helper()
	bin, err := exec.LookPath("redis-server")
	if err != nil {
		if os.Getenv("WORKBOOK_INTEROP") == "1" {
			t.Fatalf("WORKBOOK_INTEROP=1 wants redis-server: %v", err)
		}
		t.Skip("no redis-server on this machine")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr = l.Addr().String()
	l.Close()
	_, port, _ := net.SplitHostPort(addr)
	cmd := exec.Command(bin, append([]string{"--port", port, "--bind", "127.0.0.1",
		"--save", "", "--appendonly", "no", "--dir", t.TempDir()}, args...)...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	until(t, "redis-server listens on "+addr, func() bool {
		c, err := net.Dial("tcp", addr)
		if err == nil {
			c.Close()
		}
		return err == nil
	})
	return addr, cmd.Process
}

// signal sends a signal by name: package syscall has no STOP on every system.
func signal(t *testing.T, p *os.Process, name string) {
	t.Helper()
	if err := exec.Command("kill", "-"+name, strconv.Itoa(p.Pid)).Run(); err != nil {
		t.Fatal(err)
	}
}

// until polls cond for at most 10 seconds.
func until(t *testing.T, what string, cond func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.After(10 * time.Second); !cond(); {
		select {
		case <-tick.C:
		case <-end:
			t.Fatalf("after 10s it is still not so that %s", what)
		}
	}
}

func TestInteropRedisStoreAndQueue(t *testing.T) {
	addr, _ := redisServer(t, "--requirepass", "s3cret")
	c := NewRedis(RedisOptions{Addr: addr, Password: "s3cret"})
	defer c.Close()
	ctx := soon(t)
	store, q := NewRedisStore(c), NewRedisQueue(c, "one")
	want := Order{ID: "1", Item: "tea\r\n$3", Quantity: 2, Status: Accepted, Created: time.Now().UTC()}
	if err := store.Put(ctx, want); err != nil {
		t.Fatalf("Put() = %v", err)
	}
	if got, err := store.Get(ctx, "1"); err != nil || got != want {
		t.Errorf(`Get("1") = %+v, %v, want %+v`, got, err, want)
	}
	if _, err := store.Get(ctx, "2"); !errors.Is(err, ErrNotFound) {
		t.Errorf(`Get("2") = %v, want %v`, err, ErrNotFound)
	}
	for i := range 3 {
		if err := q.Push(ctx, Message{OrderID: fmt.Sprint(i), Headers: map[string]string{"traceparent": "x"}}); err != nil {
			t.Fatalf("Push() = %v", err)
		}
	}
	for i, id := range []string{"0", "1", "2"} {
		m, err := q.Pop(ctx)
		if err != nil || m.OrderID != id || m.Headers["traceparent"] != "x" {
			t.Errorf("Pop() number %d = %+v, %v, want order %s and its header", i, m, err, id)
		}
		if err := q.Ack(ctx, m); err != nil {
			t.Errorf("Ack() = %v", err)
		}
	}
	if _, err := q.Pop(ctx); !errors.Is(err, ErrEmpty) {
		t.Errorf("Pop() of an empty queue = %v, want %v", err, ErrEmpty)
	}
	wrong := NewRedis(RedisOptions{Addr: addr, Password: "wrong"})
	var se ServerError
	if err := NewRedisStore(wrong).Put(ctx, want); !errors.As(err, &se) {
		t.Errorf("Put() with a wrong password = %v, want a ServerError", err)
	}
}

// What a copy had in hand when it was killed comes to its successor of the
// same name first; Release gives it to everybody.
func TestInteropRedisQueueLosesNothing(t *testing.T) {
	addr, _ := redisServer(t)
	c := NewRedis(RedisOptions{Addr: addr})
	defer c.Close()
	ctx := soon(t)
	if err := NewRedisQueue(c, "one").Push(ctx, Message{OrderID: "1"}); err != nil {
		t.Fatal(err)
	}
	pop := func(consumer string) (string, error) {
		m, err := NewRedisQueue(c, consumer).Pop(ctx)
		return m.OrderID, err
	}
	if id, err := pop("one"); id != "1" || err != nil {
		t.Fatalf("Pop() = %q, %v, want order 1", id, err)
	}
	if id, err := pop("one"); id != "1" || err != nil {
		t.Errorf("Pop() of the successor = %q, %v, want order 1 again", id, err)
	}
	if id, err := pop("two"); !errors.Is(err, ErrEmpty) {
		t.Errorf("Pop() of another copy = %q, %v, want %v", id, err, ErrEmpty)
	}
	if err := NewRedisQueue(c, "one").Release(ctx); err != nil {
		t.Fatal(err)
	}
	if id, err := pop("two"); id != "1" || err != nil {
		t.Errorf("Pop() of another copy after Release = %q, %v, want order 1", id, err)
	}
}

// A stopped server takes the BLMOVE and answers when nobody waits any more.
// The message it moved then must still come.
func TestInteropRedisStopAndContinue(t *testing.T) {
	addr, proc := redisServer(t)
	c := NewRedis(RedisOptions{Addr: addr, Timeout: 200 * time.Millisecond})
	defer c.Close()
	q := NewRedisQueue(c, "one")
	until(t, "the queue is empty", func() bool { _, err := q.Pop(soon(t)); return errors.Is(err, ErrEmpty) })
	signal(t, proc, "STOP")
	start := time.Now()
	if _, err := q.Pop(soon(t)); err == nil || time.Since(start) > 3*time.Second {
		t.Errorf("Pop() from a stopped server = %v after %v, want an error within its deadline", err, time.Since(start))
	}
	signal(t, proc, "CONT")
	until(t, "a message gets through", func() bool { return q.Push(context.Background(), Message{OrderID: "1"}) == nil })
	until(t, "the message comes", func() bool {
		m, err := q.Pop(context.Background())
		return err == nil && m.OrderID == "1"
	})
}
