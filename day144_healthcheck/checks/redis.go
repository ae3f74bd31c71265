package checks

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"time"
)

// RedisAuth is who the check is to Redis. An empty Password sends no AUTH; an
// empty Username stands for the default user.
type RedisAuth struct {
	Username, Password string
}

// String keeps the password out of logs.
func (a RedisAuth) String() string { return fmt.Sprintf("RedisAuth{%q, hidden}", a.Username) }

// GoString is String: %#v must not show the password either.
func (a RedisAuth) GoString() string { return a.String() }

// Redis returns a check that connects to addr ("host:port"), sends AUTH if
// there is a password and PING, and passes only on exactly +PONG. Every error
// reply fails it. The error wraps healthcheck.ErrConfig for NOAUTH, WRONGPASS,
// NOPERM, DENIED and a refused AUTH, and does not for LOADING, MISCONF,
// MASTERDOWN, BUSY and the rest. A server that is stopped accepts the connection
// and never answers, so each attempt has its own connection and the context's
// deadline lies on it. Once a password was sent, errors quote code words only.
func Redis(addr string, auth RedisAuth) func(context.Context) error {
	return redis(addr, auth, "+PONG", "PING")
}

// RedisWrite is Redis for a service that writes there: it sets key, for a minute, to
// nothing. PING passes on a server that has become a replica after a failover (READONLY)
// and on one whose memory is full (OOM), and both refuse every write.
func RedisWrite(addr string, auth RedisAuth, key string) func(context.Context) error {
	return redis(addr, auth, "+OK", "SET", key, "", "EX", "60")
}

// redis returns the check that wants this answer to this command.
func redis(addr string, auth RedisAuth, want string, command ...string) func(context.Context) error {
	request, steps := redisRequest(auth, want, command)
	return func(ctx context.Context) error {
		conn, err := new(net.Dialer).DialContext(ctx, "tcp", addr)
		if err != nil {
			return err
		}
		defer conn.Close()
		// Reads and writes do not look at ctx: its end must become theirs. A
		// deadline in the past is how to wake one that already waits.
		stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
		defer stop()
		// A server with too many clients answers before it is asked, and
		// hangs up, so a failed write is no reason not to read.
		_, writeErr := conn.Write(request)
		if err := redisReplies(bufio.NewReaderSize(conn, maxReply), steps, auth.Password != ""); err != nil {
			return err
		}
		return writeErr
	}
}

// redisStep is a command that was sent and the reply that it wants.
type redisStep struct{ command, want string }

// redisRequest is the bytes to send and the replies to expect. The commands go out
// together: one round trip, and the last reply decides.
func redisRequest(auth RedisAuth, want string, command []string) (request []byte, steps []redisStep) {
	if auth.Password != "" {
		words := []string{"AUTH", auth.Username, auth.Password}
		if auth.Username == "" {
			words = []string{"AUTH", auth.Password}
		}
		request, steps = appendCommand(request, words...), append(steps, redisStep{"AUTH", "+OK"})
	}
	return appendCommand(request, command...), append(steps, redisStep{command[0], want})
}

// redisReplies reads one reply for each step and judges it. secret says that a
// reply may hold a password.
func redisReplies(r *bufio.Reader, steps []redisStep, secret bool) error {
	for _, step := range steps {
		line, err := readReply(r)
		if err != nil {
			return fmt.Errorf("reading the reply to %s: %.64q: %w", step.command, told(line, secret), err)
		}
		if line != step.want {
			return refusal(step.command, line, secret)
		}
	}
	return nil
}
