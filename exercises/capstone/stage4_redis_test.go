package main

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"
)

// A lost Redis is a reason to send no requests here, and none to restart.
func TestStage4ProbesLoseRedis(t *testing.T) {
	redis := newFakeRedis(t, &fakeRedis{ping: "-LOADING Redis is loading the dataset in memory"})
	// No page: its wire to Redis would close the connections for you.
	r := launch(t, func(c *Config) { c.Redis, c.Page = redis.addr, "" }).run()
	var ready answer
	soon(func() bool {
		ready = ask("GET", r.adminURL("/readyz?verbose"), "")
		return strings.Contains(ready.body, "redis") || ready.status == 200 || ready.status == 404
	})
	t.Run("not_ready", func(t *testing.T) {
		if ready.status != 503 || !strings.Contains(ready.body, "redis") {
			report(t, rule{"without its Redis the service can't take orders: readiness says so", "day144_healthcheck/checks/redis.go"},
				"GET /readyz?verbose with a Redis that answers -LOADING", fmt.Sprint(ready.status, " ", ready.body), "503 and a check named redis")
		}
	})
	t.Run("live", func(t *testing.T) {
		check(t, rule{"a restart does not cure a dependency: liveness looks at this process alone", "day144_healthcheck/handler.go"},
			"GET /livez with a Redis that answers -LOADING", ask("GET", r.adminURL("/livez"), "").status, 200)
	})
	t.Run("started", func(t *testing.T) {
		soon(func() bool { return ask("GET", r.adminURL("/startupz"), "").status == 200 })
		check(t, rule{"startup asks what liveness asks: a pod that starts while Redis is away must not be restarted for it", "day144_healthcheck/facts.go"},
			"GET /startupz with a Redis that answers -LOADING", ask("GET", r.adminURL("/startupz"), "").status, 200)
	})
	t.Run("no_address", func(t *testing.T) {
		if strings.Contains(ready.body, redis.addr) || ready.body == "" || ready.status == 404 {
			report(t, rule{"bodies name checks, never addresses or error texts", "day144_healthcheck/snapshot.go"}, "GET /readyz?verbose", ready.body, "no address")
		}
	})
	t.Run("closed", func(t *testing.T) {
		if !soon(func() bool { return redis.open.Load() > 0 }) {
			t.Fatal("the service has no connection to its Redis: this test says nothing")
		}
		r.term()
		r.end()
		soon(func() bool { return redis.open.Load() == 0 })
		check(t, rule{"what was opened is closed at the end, after its last user: s.Opened says how", "day144_healthcheck/plan.go"},
			"connections to Redis when the process has ended", redis.open.Load(), 0)
	})
}

// A check without the password works at home, and is red for ever in production.
func TestStage4ProbesKnowThePassword(t *testing.T) {
	redis := newFakeRedis(t, &fakeRedis{password: "hunter2", ping: "+PONG"})
	r := launch(t, func(c *Config) { c.Redis, c.RedisPassword = redis.addr, "hunter2" }).run()
	var got answer
	soon(func() bool {
		got = ask("GET", r.adminURL("/readyz?verbose"), "")
		return got.status == 200 || got.status == 404
	})
	if got.status != 200 {
		report(t, rule{"the check is a client of Redis like the service itself: it needs s.RedisPassword too", "day144_healthcheck/checks/redis.go"},
			"GET /readyz?verbose with a Redis that wants a password", fmt.Sprint(got.status, " ", got.body), "200")
	}
}

// A fakeRedis answers PING with ping, after AUTH if there is a password, and
// has not read its data yet, whatever else is asked. It counts the connections
// that are open.
type fakeRedis struct {
	password, ping, addr string
	open                 atomic.Int64
}

func newFakeRedis(t *testing.T, f *fakeRedis) *fakeRedis {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	f.addr = l.Addr().String()
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			f.open.Add(1)
			go f.serve(c)
		}
	}()
	return f
}

// serve answers one connection. A command is "*" and its number of words, and
// then each word after a line with its length.
func (f *fakeRedis) serve(c net.Conn) {
	defer f.open.Add(-1)
	defer c.Close()
	known := f.password == ""
	for in := bufio.NewScanner(c); in.Scan(); {
		var n int
		fmt.Sscanf(in.Text(), "*%d", &n)
		words := make([]string, 0, n)
		for len(words) < n && in.Scan() && in.Scan() {
			words = append(words, in.Text())
		}
		reply := "-LOADING Redis is loading the dataset in memory"
		switch command := strings.Join(words, " "); {
		case command == "AUTH "+f.password:
			known, reply = true, "+OK"
		case !known:
			reply = "-NOAUTH Authentication required."
		case command == "PING":
			reply = f.ping
		}
		fmt.Fprint(c, reply+"\r\n")
	}
}
