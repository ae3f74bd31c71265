package shop

import (
	"bufio"
	"context"
	"errors"
	"net"
	"slices"
	"strings"
	"time"
)

// redisConn is one connection. It is used by one goroutine at a time.
type redisConn struct {
	c     net.Conn
	r     *bufio.Reader
	buf   []byte
	spent bool // must be closed, even if the last command went well
}

// newRedisConn wraps c and authenticates when there is a password.
func newRedisConn(ctx context.Context, c net.Conn, password string, timeout time.Duration) (*redisConn, error) {
	rc := &redisConn{c: c, r: bufio.NewReaderSize(c, 4<<10)}
	if password == "" {
		return rc, nil
	}
	if _, err := rc.do(ctx, timeout, "AUTH", password); err != nil {
		c.Close()
		return nil, authError(err)
	}
	return rc, nil
}

// authError keeps of the answer to AUTH its code word, if that is one of Redis' own: a
// server without that command quotes its arguments, and the second is the password.
func authError(err error) error {
	var se ServerError
	switch {
	case errors.As(err, &se):
		code, _, _ := strings.Cut(string(se), " ")
		if !slices.Contains([]string{"ERR", "NOAUTH", "WRONGPASS", "NOPERM", "DENIED", "LOADING", "MISCONF", "BUSY"}, code) {
			code = "something else"
		}
		return ServerError(code + " to AUTH")
	case errors.Is(err, ErrProtocol):
		return ErrProtocol
	}
	return err
}

// do sends one command and reads its reply, within timeout and ctx. After any
// error but a ServerError the connection must be closed: the reply may still
// be on its way, and would be taken for the answer to the next command.
func (rc *redisConn) do(ctx context.Context, timeout time.Duration, args ...string) (reply, error) {
	if err := rc.c.SetDeadline(time.Now().Add(timeout)); err != nil {
		return reply{}, err
	}
	// A context that ends has to break a read that is under way. A deadline in
	// the past does so, and leaves closing to the owner. Once that function has
	// started it may strike at any later moment, so the connection is spent.
	stop := context.AfterFunc(ctx, func() { _ = rc.c.SetDeadline(time.Unix(1, 0)) })
	defer func() { rc.spent = !stop() }()
	rc.buf = appendCommand(rc.buf[:0], args...)
	if _, err := rc.c.Write(rc.buf); err != nil {
		return reply{}, cause(ctx, err)
	}
	v, err := readReply(rc.r)
	return v, cause(ctx, err)
}

// usable tells whether the connection may be used again after err.
func usable(err error) bool {
	var se ServerError
	return err == nil || errors.As(err, &se)
}

// cause prefers what the caller did to what it looks like from the socket.
func cause(ctx context.Context, err error) error {
	if !usable(err) && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
