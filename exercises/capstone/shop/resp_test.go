package shop

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

func TestAppendCommand(t *testing.T) {
	got := string(appendCommand(nil, "SET", "k", "a\r\n$1", ""))
	want := "*4\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\na\r\n$1\r\n$0\r\n\r\n"
	if got != want {
		t.Errorf(`appendCommand("SET", "k", "a\r\n$1", "") = %q, want %q`, got, want)
	}
}

func TestReadReply(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want reply
		err  error
	}{
		{"+OK\r\n", reply{kind: '+', text: "OK"}, nil},
		{":-12\r\n", reply{kind: ':', text: "-12"}, nil},
		{"$0\r\n\r\n", reply{kind: '$'}, nil},
		{"$4\r\na\r\nb\r\n", reply{kind: '$', text: "a\r\nb"}, nil},
		{"$-1\r\n", reply{kind: '$', null: true}, nil},
		{"*-1\r\n", reply{kind: '*', null: true}, nil},
		{"*2\r\n$1\r\na\r\n:1\r\n", reply{kind: '*', list: []reply{{kind: '$', text: "a"}, {kind: ':', text: "1"}}}, nil},
		{"-NOAUTH Authentication required.\r\n", reply{kind: '-', text: "NOAUTH Authentication required."}, ServerError("NOAUTH Authentication required.")},
		{"+OK\n", reply{}, ErrProtocol},
		{"HTTP/1.1 400 Bad Request\r\n", reply{}, ErrProtocol},
		{"\r\n", reply{}, ErrProtocol},
		{":x\r\n", reply{}, ErrProtocol},
		{"$-2\r\n", reply{}, ErrProtocol},
		{"$+1\r\na\r\n", reply{}, ErrProtocol},
		{"$1\r\nabc\r\n", reply{}, ErrProtocol},
		{"$1048577\r\n", reply{}, ErrProtocol},
		{"*1025\r\n", reply{}, ErrProtocol},
		{"*2\r\n" + strings.Repeat(bulk(maxBulk/2+1), 2), reply{}, ErrProtocol}, // limits must not multiply
		{"*2\r\n" + strings.Repeat("*512\r\n"+strings.Repeat(":1\r\n", 512), 2), reply{}, ErrProtocol},
		{strings.Repeat("*1\r\n", 5) + ":1\r\n", reply{}, ErrProtocol},
		{"+" + strings.Repeat("x", maxLine) + "\r\n", reply{}, ErrProtocol},
		{"$5\r\nab", reply{}, io.ErrUnexpectedEOF},
		{"", reply{}, io.EOF},
	} {
		for _, cut := range []func(io.Reader) io.Reader{iotest.OneByteReader, iotest.DataErrReader} {
			got, err := readReply(bufio.NewReaderSize(cut(strings.NewReader(tt.in)), 4<<10))
			if !errors.Is(err, tt.err) || err == nil && !reflect.DeepEqual(got, tt.want) {
				t.Errorf("readReply(%.64q) = %+v, %v, want %+v, %v", tt.in, got, err, tt.want, tt.err)
			}
		}
	}
}

func bulk(n int) string { return fmt.Sprintf("$%d\r\n%s\r\n", n, strings.Repeat("x", n)) }

// appendReply is the way back, for the fuzz test.
func appendReply(b []byte, v reply) []byte {
	switch {
	case v.null:
		return fmt.Appendf(b, "%c-1\r\n", v.kind)
	case v.kind == '$':
		return fmt.Appendf(b, "$%d\r\n%s\r\n", len(v.text), v.text)
	case v.kind == '*':
		b = fmt.Appendf(b, "*%d\r\n", len(v.list))
		for _, e := range v.list {
			b = appendReply(b, e)
		}
		return b
	}
	return fmt.Appendf(b, "%c%s\r\n", v.kind, v.text)
}

// Whatever a server says: no panic, and a reply that was read means the same
// when it is written and read again.
func FuzzReadReply(f *testing.F) {
	for _, s := range []string{"+OK\r\n", "-ERR no\r\n", ":1\r\n", "$2\r\nab\r\n", "$-1\r\n", "*2\r\n:1\r\n*1\r\n$0\r\n\r\n", "*-1\r\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		read := func(text []byte) (reply, error) {
			return readValue(bufio.NewReader(bytes.NewReader(text)), &room{maxBulk, maxArray, maxDepth})
		}
		v, err := read(in)
		if err != nil {
			return
		}
		again, err := read(appendReply(nil, v))
		if err != nil || !reflect.DeepEqual(again, v) {
			t.Errorf("readValue(%q) = %+v; written and read again %+v, %v", in, v, again, err)
		}
	})
}
