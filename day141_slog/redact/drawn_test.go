package redact_test

import (
	"log/slog"
	"math/rand/v2"
	"strings"
	"testing"

	"workbook/day141_slog/redact"
)

// pieces are what the searches look for, and what ends their finds.
var pieces = []string{" ", " ", "\n", "\t", "=", ":", "@", "://", "&", "?", ";", ",", "\"", "'", "`", "\\\"", "\\", "<", ">", "</", "-", "--", "{", "}", "[", "]",
	"(", ")", "|", "password", "token", "api_key", "Authorization", "user", "host", "db", "GET", "Bearer", "AUTH", "sig", "PASSWORD", "a", "x1", "é", "\xff",
	"4242424242424242", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI3In0.c2ln", "ghp_", "[REDACTED]", "-----BEGIN RSA PRIVATE KEY-----", "@tcp(", "identified by",
	"hooks.slack.com/services/", "correct horse", "\\u0026", "http://", "7"}

// Random texts of such pieces: redacting twice is redacting once, and a secret on a
// line of its own is hidden whatever stands above and below it.
func TestRedactorOnDrawnText(t *testing.T) {
	replace := redact.New(redact.Options{}).ReplaceAttr
	scrub := func(s string) string { return replace(nil, slog.String("note", s)).Value.String() }
	draw := rand.New(rand.NewPCG(141, 3))
	text := func() string {
		var b strings.Builder
		for range draw.IntN(12) {
			b.WriteString(pieces[draw.IntN(len(pieces))])
		}
		return b.String()
	}
	lines := []string{"password=" + hunter, "  password: " + hunter, "GET /?a=1&token=" + hunter + "&b=2", "Server=db;Password=" + hunter + ";Encrypt=no",
		"host=db password=" + hunter + " user=app", "Authorization: Bearer " + hunter, "exec x --password " + hunter, "postgres://app:" + hunter + "@db/x"}
	for range rounds(t, 30_000) {
		above, below := text(), text()
		s := above + "\n" + lines[draw.IntN(len(lines))] + "\n" + below
		once := scrub(s)
		if strings.Contains(once, hunter) {
			t.Fatalf("scrub(%q)\n got: %q\nwant: no %q", s, once, hunter)
		}
		if twice := scrub(once); twice != once {
			t.Fatalf("scrub twice, of %q\n got: %q\nwant: %q", s, twice, once)
		}
	}
}
