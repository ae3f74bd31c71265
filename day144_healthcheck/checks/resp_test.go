package checks // inside: these tests read replies without a server

import (
	"bufio"
	"bytes"
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	healthcheck "workbook/day144_healthcheck"
)

// FuzzReadReply wants the same answer however the bytes are cut up, and one
// that obeys the grammar: + or -, no end of line inside, at most maxReply.
func FuzzReadReply(f *testing.F) {
	for _, seed := range []string{"+PONG\r\n", "-ERR x\r\n", "+", "\r\n", "+\r\r\n", ":1\r\n", "+" + strings.Repeat("x", 1100)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, in []byte) {
		whole, err := readReply(bufio.NewReaderSize(bytes.NewReader(in), maxReply))
		pieces, piecesErr := readReply(bufio.NewReaderSize(iotest.OneByteReader(bytes.NewReader(in)), maxReply))
		if whole != pieces || (err == nil) != (piecesErr == nil) {
			t.Fatalf("readReply(%.64q): got %q, %v whole and %q, %v in pieces", in, whole, err, pieces, piecesErr)
		}
		if err != nil {
			return
		}
		if (whole[0] != '+' && whole[0] != '-') || strings.ContainsAny(whole, "\r\n") || len(whole) > maxReply-2 {
			t.Errorf("readReply(%.64q): got %q, want a simple string or an error", in, whole)
		}
		if !bytes.HasPrefix(in, []byte(whole+"\r\n")) {
			t.Errorf("readReply(%.64q): got %q, want the line it begins with", in, whole)
		}
	})
}

func TestRefusalIsOfTheRightKind(t *testing.T) {
	for _, tt := range []struct {
		command, line string
		config        bool
	}{
		{"PING", "-NOAUTH x", true},
		{"PING", "-NOAUTHENTICATION", false},
		{"PING", "-ERR unknown command", false},
		{"AUTH", "-ERR wrong number of arguments", true},
		{"AUTH", "-LOADING x", false},
		{"AUTH", "+WRONGPASS", false},
	} {
		if got := errors.Is(refusal(tt.command, tt.line, false), healthcheck.ErrConfig); got != tt.config {
			t.Errorf("refusal(%q, %q): got healthcheck.ErrConfig %v, want %v", tt.command, tt.line, got, tt.config)
		}
	}
}
