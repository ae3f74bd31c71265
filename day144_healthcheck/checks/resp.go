package checks

import (
	"bufio"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	healthcheck "workbook/day144_healthcheck"
)

// maxReply bounds one reply, its end of line included. The longest that Redis
// sends to a PING is -DENIED, of some 1,100 bytes, in protected mode.
const maxReply = 4096

// errReply marks bytes that are not the RESP line they should be.
var errReply = errors.New("not a RESP reply")

// appendCommand appends a command as RESP wants it from clients: an array of
// bulk strings, each with its length, so that no argument needs quoting.
// (https://redis.io/docs/latest/develop/reference/protocol-spec/)
func appendCommand(b []byte, args ...string) []byte {
	b = append(b, '*')
	b = strconv.AppendInt(b, int64(len(args)), 10)
	for _, arg := range args {
		b = append(b, "\r\n$"...)
		b = strconv.AppendInt(b, int64(len(arg)), 10)
		b = append(b, "\r\n"...)
		b = append(b, arg...)
	}
	return append(b, "\r\n"...)
}

// readReply reads one simple string or error and returns it without its end
// of line, and beside an error what came. However TCP cuts it up, it comes out
// the same: ReadSlice waits for the '\n' and gives up when r's buffer, maxReply
// long, is full.
func readReply(r *bufio.Reader) (string, error) {
	line, err := r.ReadSlice('\n')
	text, ended := strings.CutSuffix(string(line), "\r\n")
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return text, fmt.Errorf("%w: it has more than %d bytes", errReply, maxReply)
	case err != nil:
		return text, err
	case !ended || text == "" || (text[0] != '+' && text[0] != '-') || strings.Contains(text, "\r"):
		return text, errReply
	}
	return text, nil
}

// told is what an error may quote of a reply: all of it, or after a password,
// which the server may repeat ("-ERR unknown command 'AUTH', with args beginning
// with: ..."), its code word, if that is one of Redis' own.
func told(line string, secret bool) string {
	code, _, _ := strings.Cut(line, " ")
	switch {
	case !secret:
		return line
	case slices.Contains(incurable, code) || slices.Contains(curable, code):
		return code
	}
	return "something else"
}

// The code words of replies, by whether somebody must change a configuration.
var (
	incurable = []string{"-NOAUTH", "-WRONGPASS", "-NOPERM", "-DENIED"}
	curable   = []string{
		"+OK", "+PONG", "-ERR", "-LOADING", "-MISCONF", "-MASTERDOWN", "-BUSY", "-READONLY", "-OOM", "-NOREPLICAS",
	}
)

// refusal is the error for a reply to command that is not the one hoped for.
func refusal(command, line string, secret bool) error {
	err := fmt.Errorf("%s answered %.64q", command, told(line, secret))
	code, _, _ := strings.Cut(line, " ")
	switch {
	case strings.HasPrefix(line, "-ERR max number of clients"):
		return err // the reply to connecting, and so the first whatever was sent
	case slices.Contains(incurable, code), command == "AUTH" && code == "-ERR": // a password, and none is set there
		return fmt.Errorf("%w: %w", healthcheck.ErrConfig, err)
	}
	return err
}
