package checks

import (
	"bufio"
	"errors"
	"fmt"
	"strconv"
	"strings"

	healthcheck "workbook/day144_healthcheck"
)

// maxReply bounds one reply, its end of line included. The longest that Redis
// sends to a PING is an error of some 200 bytes.
const maxReply = 1024

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
// of line. However TCP cuts it up, it comes out the same: ReadSlice waits for
// the '\n' and gives up when r's buffer, maxReply long, is full.
func readReply(r *bufio.Reader) (string, error) {
	line, err := r.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return "", fmt.Errorf("%w: %.64q goes on for more than %d bytes", errReply, line, maxReply)
	case err != nil:
		return "", fmt.Errorf("after %.64q: %w", line, err)
	}
	text, ok := strings.CutSuffix(string(line), "\r\n")
	if !ok || text == "" || (text[0] != '+' && text[0] != '-') || strings.Contains(text, "\r") {
		return "", fmt.Errorf("%w: %.64q", errReply, line)
	}
	return text, nil
}

// refusal is the error for a reply to command that is not the one hoped for.
func refusal(command, line string) error {
	err := fmt.Errorf("%s answered %.64q", command, line)
	code, _, _ := strings.Cut(strings.TrimPrefix(line, "-"), " ")
	switch {
	case line[0] != '-':
		return err
	case strings.HasPrefix(line, "-ERR max number of clients"):
		return err // the reply to connecting, and so the first whatever was sent
	case code == "NOAUTH", code == "WRONGPASS", code == "NOPERM",
		command == "AUTH" && code == "ERR": // a password, and none is set there
		return fmt.Errorf("%w: %w", healthcheck.ErrConfig, err)
	}
	return err
}
