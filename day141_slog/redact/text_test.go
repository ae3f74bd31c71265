package redact_test

import (
	"fmt"
	"log/slog"
	"testing"

	"workbook/day141_slog/redact"
)

// What is left of a text: the secret is gone, and nothing else.
func TestRedactorText(t *testing.T) {
	r := redact.New(redact.Options{})
	tests := []struct{ name, text, want string }{
		{"basic, short and alone", "basic YWJjOjEy", "basic [REDACTED]"},
		{"bearer before a tab", "bearer\tabc123", "bearer\t[REDACTED]"},
		{"bearer before a line break", "bearer\nabc123", "bearer\n[REDACTED]"},
		{"bearer before a carriage return", "bearer\rabc123", "bearer\r[REDACTED]"},
		{"a token with a 0", "bearer abcde0", "bearer [REDACTED]"},
		{"a token with a 9", "bearer abcde9", "bearer [REDACTED]"},
		{"a scheme with a word before one with a token", "basic authentication, bearer abc123", "basic authentication, bearer [REDACTED]"},
		{"a token alone as userinfo", "clone https://abcdefghij0123456789@git.example.com/x", "clone https://[REDACTED]@git.example.com/x"},
		{"a card number with nines", "paid with 4999-9999-9999-9996", "paid with [REDACTED]"},
		{"13 digits, half of them nines", "card 4999999909996", "card [REDACTED]"},
		{"double quotes stay", `password="two words" ok`, `password="[REDACTED]" ok`},
		{"single quotes stay", `password='two words' ok`, `password='[REDACTED]' ok`},
		{"tabs around the separator", "password\t=\tabc", "password\t=\t[REDACTED]"},
		{"a quoted name before a plain word", `sent {"token":"expired"`, `sent {"token":"[REDACTED]"`},
		{"a signed URL", "/f?sig=" + signature + "&x=1", "/f?sig=[REDACTED]&x=1"},
		{"a signed URL inside JSON", `sent {"u":"/f?a=1\u0026sig=` + signature + `"`, `sent {"u":"/f?a=1\u0026sig=[REDACTED]"`},
		{"a signed URL of another vendor", "/f?Expires=1&Signature=" + signature, "/f?Expires=1&Signature=[REDACTED]"},
		{"a signature one byte too short", "sig=" + signature[:39], "sig=" + signature[:39]},
		{"the shortest signature", "sig=" + signature[:40], "sig=[REDACTED]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := r.ReplaceAttr(nil, slog.String("note", tt.text)).Value.String(); got != tt.want {
				t.Errorf("ReplaceAttr(note=%q)\n got: %q\nwant: %q", tt.text, got, tt.want)
			}
		})
	}
}

// A capital that begins a word behind other capitals: OTPCode is otp, code.
func TestRedactorNames(t *testing.T) {
	r := redact.New(redact.Options{Keys: []string{"vault_path"}})
	const value = "value"
	for key, want := range map[string]string{
		"OTPCode": redact.Marker, "userPINCode": redact.Marker, "JWTClaims": redact.Marker, "pincode": value,
		"vault_path": redact.Marker, // named as a whole, although a path is harmless
		"token_path": value,
	} {
		if got := r.ReplaceAttr(nil, slog.String(key, value)).Value.String(); got != want {
			t.Errorf("ReplaceAttr(%s=%s)\n got: %q\nwant: %q", key, value, got, want)
		}
	}
	// Only the record's own time is let pass as a time.
	for key, want := range map[string]slog.Attr{
		"password":   slog.String("password", redact.Marker),
		slog.TimeKey: slog.Time(slog.TimeKey, noon),
	} {
		if got := r.ReplaceAttr(nil, slog.Time(key, noon)); !got.Equal(want) {
			t.Errorf("ReplaceAttr(%s=a time)\n got: %v\nwant: %v", key, got, want)
		}
	}
}

// {"name":"password","value":"…"}: the value is hidden, what stands beside it
// is not, and a pair with an innocent name is left alone.
func TestRedactorNamedPairs(t *testing.T) {
	r := redact.New(redact.Options{})
	type pair map[string]string
	tests := []struct{ pair, want pair }{
		{pair{"name": "password", "value": hunter, "owner": "alice"}, pair{"name": "password", "value": redact.Marker, "owner": "alice"}},
		{pair{"Header": "Cookie", "Values": hunter}, pair{"Header": "Cookie", "Values": redact.Marker}},
		{pair{"name": "color", "value": "red"}, pair{"name": "color", "value": "red"}},
		{pair{"note": "password", "value": "red"}, pair{"note": "password", "value": "red"}},
	}
	for _, tt := range tests {
		if got, want := fmt.Sprint(r.ReplaceAttr(nil, slog.Any("field", tt.pair)).Value), fmt.Sprint(tt.want); got != want {
			t.Errorf("ReplaceAttr(field=%v)\n got: %s\nwant: %s", tt.pair, got, want)
		}
	}
}

// Four bytes are the least a literal may have.
func TestRedactorShortestLiteral(t *testing.T) {
	var inner writes
	r := redact.New(redact.Options{Literals: []string{"abcd"}})
	if _, err := r.Writer(&inner).Write([]byte("xabcdx")); err != nil {
		t.Fatal(err)
	}
	if want := "x[REDACTED]x"; inner.lines[0] != want {
		t.Errorf("Write(%q)\n got: %q\nwant: %q", "xabcdx", inner.lines[0], want)
	}
}
