package shop

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
)

// Limits of a reply. A server that says more is broken or none at all. Those of the
// whole reply are what protects the memory: 1,024 elements of 1 MiB each are 1 GiB, and
// so are 1,024 arrays of 1,024 arrays.
const (
	maxLine  = 1 << 10 // bytes of a line, CRLF included
	maxBulk  = 1 << 20 // bytes of all bulk strings of a reply together
	maxArray = 1 << 10 // elements of all arrays of a reply together
	maxDepth = 4       // arrays in arrays
)

// room is what a reply may still have.
type room struct{ bytes, elements, depth int }

// ErrProtocol is wrapped by every error about bytes that are not RESP.
var ErrProtocol = errors.New("not a RESP reply")

// errTooLong is an ErrProtocol too: of a string that is longer than it may be.
var errTooLong = fmt.Errorf("%w: too long a string", ErrProtocol)

// ServerError is an error reply ("-ERR unknown command"). The connection is
// still good after it.
type ServerError string

// Error quotes the server's words, bounded.
func (e ServerError) Error() string { return fmt.Sprintf("redis: %.128q", string(e)) }

// A reply is a RESP2 value: text of a simple or bulk string, an integer's
// digits, or the elements of an array. Null is either null.
type reply struct {
	kind byte // one of + - : $ *
	text string
	list []reply
	null bool
}

// appendCommand appends args as the array of bulk strings that a request is.
// Lengths come before contents, so no content needs escaping, or can end early.
func appendCommand(b []byte, args ...string) []byte {
	b = append(b, '*')
	b = strconv.AppendInt(b, int64(len(args)), 10)
	b = append(b, "\r\n"...)
	for _, a := range args {
		b = append(b, '$')
		b = strconv.AppendInt(b, int64(len(a)), 10)
		b = append(b, "\r\n"...)
		b = append(b, a...)
		b = append(b, "\r\n"...)
	}
	return b
}

// readReply reads one reply. Any error but a ServerError means that the reader
// is somewhere inside a reply, and of no more use.
func readReply(r *bufio.Reader) (reply, error) {
	v, err := readValue(r, &room{maxBulk, maxArray, maxDepth})
	if err == nil && v.kind == '-' {
		return v, ServerError(v.text)
	}
	return v, err
}

func readValue(r *bufio.Reader, left *room) (reply, error) {
	line, err := readLine(r)
	if err != nil {
		return reply{}, err
	}
	v := reply{kind: line[0], text: line[1:]}
	switch v.kind {
	case '+', '-':
		return v, nil
	case ':':
		if _, err := strconv.ParseInt(v.text, 10, 64); err != nil {
			return reply{}, fmt.Errorf("%w: integer %.32q", ErrProtocol, v.text)
		}
		return v, nil
	case '$':
		return readBulk(r, v, left)
	case '*':
		return readArray(r, v, left)
	}
	return reply{}, fmt.Errorf("%w: line starts with %q", ErrProtocol, line[:1])
}

// readLine returns a line of at least one byte without its CRLF.
func readLine(r *bufio.Reader) (string, error) {
	line, err := r.ReadSlice('\n')
	if errors.Is(err, bufio.ErrBufferFull) || len(line) > maxLine {
		return "", fmt.Errorf("%w: a line of more than %d bytes", ErrProtocol, maxLine)
	}
	if err != nil {
		return "", err
	}
	n := len(line)
	if n < 3 || line[n-2] != '\r' {
		return "", fmt.Errorf("%w: line %.32q", ErrProtocol, line)
	}
	return string(line[:n-2]), nil
}

// length reads the number of a bulk string or array: -1 is null.
func length(s string, limit int) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < -1 || n > limit || s[0] == '+' {
		return 0, fmt.Errorf("%w: length %.32q, want -1 to %d", ErrProtocol, s, limit)
	}
	return n, nil
}

func readBulk(r *bufio.Reader, v reply, left *room) (reply, error) {
	n, err := length(v.text, math.MaxInt32)
	if err != nil {
		return reply{}, err
	}
	if n > left.bytes {
		return reply{}, fmt.Errorf("%w: %d bytes, want at most %d", errTooLong, n, left.bytes)
	}
	if n < 0 {
		return reply{kind: '$', null: true}, nil
	}
	left.bytes -= n
	b := make([]byte, n+2)
	if _, err := io.ReadFull(r, b); err != nil {
		return reply{}, err
	}
	if b[n] != '\r' || b[n+1] != '\n' {
		return reply{}, fmt.Errorf("%w: a bulk string of %d bytes goes on", ErrProtocol, n)
	}
	return reply{kind: '$', text: string(b[:n])}, nil
}

func readArray(r *bufio.Reader, v reply, left *room) (reply, error) {
	n, err := length(v.text, left.elements)
	if err != nil {
		return reply{}, err
	}
	if left.depth == 0 {
		return reply{}, fmt.Errorf("%w: more than %d arrays in one another", ErrProtocol, maxDepth)
	}
	left.elements -= max(0, n)
	left.depth--
	v = reply{kind: '*', null: n < 0}
	for range n {
		e, err := readValue(r, left)
		if err != nil {
			return reply{}, err
		}
		v.list = append(v.list, e)
	}
	left.depth++
	return v, nil
}
