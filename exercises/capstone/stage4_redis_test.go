package main

import (
	"bufio"
	"fmt"
	"net"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"workbook/exercises/check"
)

const readRedis = "day144_healthcheck/checks/redis.go Redis"

// A Redis that is away is a reason to send no requests here, and none to restart.
func TestStage4ProbesLoseRedis(t *testing.T) {
	redis := newFakeRedis(t, &fakeRedis{})
	redis.loading.Store(true)
	// No page: its wire to Redis would close the connections for you.
	r := launchRun(t, func(c *Config) { c.Redis, c.Page = redis.addr, "" }).run()
	var ready clientAnswer
	waitUntil(func() bool {
		ready = clientAsk("GET", r.adminURL("/readyz?verbose"), "")
		return strings.Contains(ready.body, "redis") || ready.status == 200 || ready.status == 404
	})
	judge := check.New(t, readRedis)
	judge.Run("not_ready", holds(ready.status == 503 && strings.Contains(ready.body, "redis"), stageRule{"without its Redis the service can't take orders: readiness says so", ""},
		"GET /readyz?verbose with a Redis that answers -LOADING", fmt.Sprint(ready.status, " ", ready.body), "503 and a check named redis"))
	judge.Run("live", seen(stageRule{"a restart does not cure a dependency: liveness looks at this process alone", "day144_healthcheck/handler.go Probe.Live"},
		"GET /livez with a Redis that answers -LOADING", clientAsk("GET", r.adminURL("/livez"), "").status, 200))
	judge.Run("started", seen(stageRule{"startup asks what liveness asks: a pod that starts while Redis is away must not be restarted for it", "day144_healthcheck/handler.go Probe.Startup"},
		"GET /startupz with a Redis that answers -LOADING", r.settledStatus("/startupz"), 200))
	hidden := ready.body != "" && ready.status != 404 && !strings.Contains(ready.body, redis.addr)
	judge.Run("no_address", holds(hidden, stageRule{"bodies name checks, never addresses or error texts", "day144_healthcheck/handler.go Probe.Readyz"},
		"GET /readyz?verbose", ready.body, "an answer without an address"))
	if !waitUntil(func() bool { return redis.open.Load() > 0 }) {
		t.Fatal("the service has no connection to its Redis: this test says nothing")
	}
	r.term()
	r.end()
	waitUntil(func() bool { return redis.open.Load() == 0 })
	judge.Run("closed", seen(stageRule{"what was opened is closed at the end, after its last user: s.Opened says how", "day144_healthcheck/plan.go Plan"},
		"connections to Redis when the process has ended", redis.open.Load(), 0))
}

// A Redis that goes away later is noticed as well, and before a balancer has sent many requests here.
func TestStage4ProbesNoticeALostRedis(t *testing.T) {
	redis := newFakeRedis(t, &fakeRedis{})
	r := launchRun(t, func(c *Config) { c.Redis = redis.addr }).run()
	judge := check.New(t, readRedis)
	judge.Run("ready", seen(stageRule{"with its Redis the service is ready", ""}, "GET /readyz with a Redis that answers", r.settledStatus("/readyz"), 200))
	const within = 2500 * time.Millisecond
	redis.loading.Store(true)
	lost, status := time.Now(), 200
	waitUntil(func() bool {
		status = clientAsk("GET", r.adminURL("/readyz"), "").status
		return status != 200 || time.Since(lost) > within
	})
	judge.Run("lost", seen(stageRule{"a lost Redis is noticed within 2.5 s: its check needs an Every and a Fails of its own, since the defaults take over 10 s", "day144_healthcheck/check.go Check"},
		"GET /readyz 2.5s after Redis began to answer -LOADING", status, 503))
}

// A Redis that answers and takes no orders is no use: a replica after a failover, or a full one.
func TestStage4ProbesNoticeRefusedWrites(t *testing.T) {
	redis := newFakeRedis(t, &fakeRedis{})
	redis.readonly.Store(true)
	r := launchRun(t, func(c *Config) { c.Redis = redis.addr }).run()
	var ready clientAnswer
	waitUntil(func() bool {
		ready = clientAsk("GET", r.adminURL("/readyz?verbose"), "")
		return ready.status == 200 || ready.status == 404 || strings.Contains(ready.body, "[-] redis failing")
	})
	check.New(t, "day144_healthcheck/checks/redis.go RedisWrite").Run("refused_writes",
		seen(stageRule{"ask a dependency for what the service needs of it: PING passes on a replica, and every order is refused", ""},
			"status of GET /readyz with a Redis that answers PING, and -READONLY to SET", ready.status, 503))
}

// A check without the password works at home, and is red for ever in production.
func TestStage4ProbesKnowThePassword(t *testing.T) {
	redis := newFakeRedis(t, &fakeRedis{password: "hunter2"})
	r := launchRun(t, func(c *Config) { c.Redis, c.RedisPassword = redis.addr, "hunter2" }).run()
	check.New(t, readRedis).Run("password", seen(stageRule{"the check is a client of Redis like the service itself: it needs s.RedisPassword too", ""},
		"GET /readyz with a Redis that wants a password", r.settledStatus("/readyz"), 200))
}

// A fakeRedis answers PING and SET, after AUTH if there is a password, and everything
// else as a Redis does that has not read its data yet. While it is loading it answers
// these so too, and while it is readonly it refuses SET. It counts the connections that are open.
type fakeRedis struct {
	password, addr string
	loading        atomic.Bool
	readonly       atomic.Bool
	open           atomic.Int64
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
		case f.loading.Load():
		case command == "PING":
			reply = "+PONG"
		case strings.HasPrefix(command, "SET ") && f.readonly.Load():
			reply = "-READONLY You can't write against a read only replica."
		case strings.HasPrefix(command, "SET "):
			reply = "+OK"
		}
		fmt.Fprint(c, reply+"\r\n")
	}
}
