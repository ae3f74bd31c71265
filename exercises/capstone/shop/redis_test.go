package shop

import (
	"bufio"
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// script is a Redis that gives the same answer to a command each time; no
// answer means that it hangs, "close" that it hangs up.
type script struct {
	mu      sync.Mutex
	answers map[string]string // by command name
	got     []string          // every command, arguments joined with spaces
	dials   []time.Time
	refuse  int // dials to refuse, first
}

// Dial is RedisOptions' Dial.
func (s *script) Dial(context.Context, string, string) (net.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dials = append(s.dials, time.Now())
	if s.refuse > 0 {
		s.refuse--
		return nil, errors.New("connection refused")
	}
	here, there := net.Pipe()
	go s.serve(there)
	return here, nil
}

func (s *script) serve(c net.Conn) {
	defer c.Close()
	r := bufio.NewReader(c)
	for {
		v, err := readReply(r)
		if err != nil {
			return
		}
		a := s.answer(v)
		if a == "close" {
			return
		}
		if _, err := c.Write([]byte(a)); err != nil {
			return
		}
	}
}

func (s *script) answer(v reply) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var words []string
	for _, e := range v.list {
		words = append(words, e.text)
	}
	s.got = append(s.got, strings.Join(words, " "))
	return s.answers[words[0]]
}

func (s *script) set(command, answer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[command] = answer
}

func (s *script) client(o RedisOptions) *Redis {
	o.Addr, o.Dial = "redis:6379", s.Dial
	return NewRedis(o)
}

func TestRedisAuthenticatesFirst(t *testing.T) {
	s := &script{answers: map[string]string{"AUTH": "+OK\r\n", "GET": "$-1\r\n"}}
	c := s.client(RedisOptions{Password: "s3cret"})
	defer c.Close()
	for range 2 {
		if _, err := NewRedisStore(c).Get(soon(t), "1"); !errors.Is(err, ErrNotFound) {
			t.Errorf(`Get("1") = %v, want %v`, err, ErrNotFound)
		}
	}
	want := []string{"AUTH s3cret", "GET order:1", "GET order:1"}
	if !slices.Equal(s.got, want) {
		t.Errorf("commands %q, want %q: one connection, used again", s.got, want)
	}
}

func TestRedisWrongPasswordIsNotRepeated(t *testing.T) {
	s := &script{answers: map[string]string{"AUTH": "-WRONGPASS invalid username-password pair\r\n"}}
	c := s.client(RedisOptions{Password: "wrong"})
	err := NewRedisStore(c).Put(soon(t), Order{ID: "1"})
	var se ServerError
	if !errors.As(err, &se) || len(s.dials) != 1 {
		t.Errorf("Put() with a wrong password = %v after %d dials, want the server's word after 1", err, len(s.dials))
	}
	if err != nil && strings.Contains(err.Error(), "wrong\"") {
		t.Errorf("the error %q shows the password", err)
	}
}

// What a server says to AUTH may hold the password.
func TestRedisPasswordStaysInside(t *testing.T) {
	for _, answer := range []string{
		"-ERR unknown command 'AUTH', with args beginning with: 'hunter2' \r\n", "-hunter2\r\n", "hunter2\r\n", ":hunter2\r\n", "$hunter2\r\n",
	} {
		s := &script{answers: map[string]string{"AUTH": answer}}
		err := NewRedisStore(s.client(RedisOptions{Password: "hunter2", Timeout: 20 * time.Millisecond})).Put(soon(t), Order{ID: "1"})
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("Put() after AUTH was answered %q = %v, want an error without the password", answer, err)
		}
	}
}

// A record that can't be read will never be better.
func TestRedisBrokenOrder(t *testing.T) {
	for name, answer := range map[string]string{
		"no JSON": bulk(3), "another type": "-WRONGTYPE Operation against a key holding the wrong kind of value\r\n", "too long": bulk(maxBulk + 1),
	} {
		s := &script{answers: map[string]string{"GET": answer}}
		if _, err := NewRedisStore(s.client(RedisOptions{})).Get(soon(t), "1"); !errors.Is(err, ErrBroken) {
			t.Errorf("%s: Get() = %v, want %v", name, err, ErrBroken)
		}
	}
	s := &script{answers: map[string]string{"GET": "-LOADING Redis is loading\r\n"}}
	if _, err := NewRedisStore(s.client(RedisOptions{})).Get(soon(t), "1"); err == nil || errors.Is(err, ErrBroken) {
		t.Errorf("Get() on a loading server = %v, want an error that is not %v", err, ErrBroken)
	}
}

// The queue says by itself how long it is, and when that is enough.
func TestRedisQueueIsBounded(t *testing.T) {
	s := &script{answers: map[string]string{"LPUSH": ":100000\r\n", "LLEN": ":100000\r\n"}}
	c := s.client(RedisOptions{})
	defer c.Close()
	q := NewRedisQueue(c, "one")
	if err := q.Push(soon(t), Message{OrderID: "1"}); err != nil {
		t.Errorf("Push() with room for one = %v, want nil", err)
	}
	if err := q.Push(soon(t), Message{OrderID: "2"}); !errors.Is(err, ErrFull) {
		t.Errorf("Push() at 100,000 messages = %v, want %v", err, ErrFull)
	}
	s.set("LLEN", ":99999\r\n")
	if err := q.Push(soon(t), Message{OrderID: "3"}); err != nil {
		t.Errorf("Push() with room again = %v, want nil", err)
	}
}

func TestRedisServerErrorKeepsTheConnection(t *testing.T) {
	s := &script{answers: map[string]string{"SET": "-LOADING Redis is loading\r\n"}}
	c := s.client(RedisOptions{})
	defer c.Close()
	for range 3 {
		if err := NewRedisStore(c).Put(soon(t), Order{ID: "1"}); err == nil {
			t.Error("Put() on a loading server = nil, want its error")
		}
	}
	if got, want := len(s.dials), 1; got != want {
		t.Errorf("%d connections for 3 refused commands, want %d", got, want)
	}
}

// A server that is stopped accepts and never answers: the deadline decides.
func TestRedisDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: map[string]string{}}
		c := s.client(RedisOptions{Timeout: 300 * time.Millisecond})
		start := time.Now()
		_, err := NewRedisStore(c).Get(t.Context(), "1")
		if took := time.Since(start); err == nil || took != 300*time.Millisecond {
			t.Errorf("Get() from a silent server = %v after %v, want an error after 300ms", err, took)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		start = time.Now()
		_, err = NewRedisStore(c).Get(ctx, "1")
		if took := time.Since(start); !errors.Is(err, context.DeadlineExceeded) || took != 100*time.Millisecond {
			t.Errorf("Get(100ms) from a silent server = %v after %v, want %v after 100ms", err, took, context.DeadlineExceeded)
		}
	})
}

// The answer of a command that was given up must not become the answer of the
// next one.
func TestRedisAbandonedConnectionIsNotUsedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: map[string]string{}}
		c := s.client(RedisOptions{Timeout: time.Second})
		defer c.Close()
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Millisecond, cancel)
		if _, err := NewRedisStore(c).Get(ctx, "1"); !errors.Is(err, context.Canceled) {
			t.Errorf("Get(cancelled) = %v, want %v", err, context.Canceled)
		}
		s.set("GET", "$-1\r\n")
		if _, err := NewRedisStore(c).Get(t.Context(), "2"); !errors.Is(err, ErrNotFound) {
			t.Errorf("Get() after it = %v, want %v", err, ErrNotFound)
		}
		if got, want := len(s.dials), 2; got != want {
			t.Errorf("%d connections, want %d", got, want)
		}
	})
}

func TestRedisReconnectsWithBackoff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &script{answers: map[string]string{"GET": "$-1\r\n"}, refuse: 5}
		c := s.client(RedisOptions{Timeout: time.Minute, Backoff: Backoff{
			Base: 100 * time.Millisecond, Max: 400 * time.Millisecond, Rand: func(n int64) int64 { return n - 1 },
		}})
		defer c.Close()
		if _, err := NewRedisStore(c).Get(t.Context(), "1"); !errors.Is(err, ErrNotFound) {
			t.Errorf("Get() with 5 refused connections = %v, want %v", err, ErrNotFound)
		}
		var got []time.Duration
		for i := 1; i < len(s.dials); i++ {
			got = append(got, s.dials[i].Sub(s.dials[i-1])/time.Millisecond)
		}
		want := []time.Duration{100, 200, 400, 400, 400}
		if !slices.Equal(got, want) {
			t.Errorf("pauses between connections %d ms, want %d ms", got, want)
		}
	})
}

func TestRedisIdleConnectionsGoWithABrokenOne(t *testing.T) {
	s := &script{answers: map[string]string{"GET": "$-1\r\n"}}
	c := s.client(RedisOptions{})
	defer c.Close()
	ctx := soon(t)
	if _, err := NewRedisStore(c).Get(ctx, "1"); !errors.Is(err, ErrNotFound) {
		t.Fatal(err)
	}
	s.set("GET", "close")
	if _, err := NewRedisStore(c).Get(ctx, "1"); err == nil || errors.Is(err, ErrNotFound) {
		t.Errorf("Get() as the server hangs up = %v, want another error", err)
	}
	s.set("GET", "$-1\r\n")
	if _, err := NewRedisStore(c).Get(ctx, "1"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get() after it = %v, want %v on a new connection", err, ErrNotFound)
	}
}

func TestRedisQueueMovesABadMessageAside(t *testing.T) {
	s := &script{answers: map[string]string{
		"LINDEX": "$-1\r\n", "BLMOVE": "$3\r\ntea\r\n", "LMOVE": "$3\r\ntea\r\n",
	}}
	c := s.client(RedisOptions{})
	defer c.Close()
	_, err := NewRedisQueue(c, "one").Pop(soon(t))
	if err == nil || !strings.Contains(err.Error(), `"tea"`) {
		t.Errorf("Pop() of a message that is none = %v, want an error that quotes it", err)
	}
	s.set("LINDEX", bulk(maxBulk+1))
	if _, err := NewRedisQueue(c, "one").Pop(soon(t)); err == nil {
		t.Error("Pop() of a message of over 1 MiB = nil, want an error")
	}
	want := "LMOVE orders:hand:one orders:bad RIGHT LEFT"
	if got := s.got[len(s.got)-1]; got != want {
		t.Errorf("last command %q, want %q", got, want)
	}
}
