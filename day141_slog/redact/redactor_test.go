package redact_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/big"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	logging "workbook/day141_slog"
	"workbook/day141_slog/redact"
)

// redactions are the columns of the table in README.md.
func redactions() []struct {
	name    string
	replace func([]string, slog.Attr) slog.Attr
} {
	return []struct {
		name    string
		replace func([]string, slog.Attr) slog.Attr
	}{
		{"exact key", func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == "password" || a.Key == "token" || a.Key == "secret" {
				return slog.String(a.Key, redact.Marker)
			}
			return a
		}},
		{"any case", func(_ []string, a slog.Attr) slog.Attr {
			switch strings.ToLower(a.Key) {
			case "password", "token", "secret", "api_key", "authorization", "cookie":
				return slog.String(a.Key, redact.Marker)
			}
			return a
		}},
		{"Redactor", redact.New(redact.Options{}).ReplaceAttr},
	}
}

// leaks reports whether any secret of c, or its base64, is in the output.
func (c leak) leaks(f format, replace func([]string, slog.Attr) slog.Attr) (bool, string) {
	var out bytes.Buffer
	c.log(slog.New(f.newHandler(&out, &slog.HandlerOptions{ReplaceAttr: replace})))
	for _, s := range c.secrets {
		if strings.Contains(out.String(), s) || strings.Contains(out.String(), base64.StdEncoding.EncodeToString([]byte(s))) {
			return true, out.String()
		}
	}
	return false, out.String()
}

func TestRedactorBattery(t *testing.T) {
	all := battery()
	if got, want := len(all), 240; got < want {
		t.Errorf("battery of %d inputs, want at least %d", got, want)
	}
	replace := redact.New(redact.Options{}).ReplaceAttr
	for _, c := range all {
		t.Run(c.class+"/"+c.name, func(t *testing.T) {
			proven := false
			for _, f := range formats() {
				if leaked, line := c.leaks(f, replace); leaked {
					t.Errorf("%s\n got: %swant: none of %q", f.name, line, c.secrets)
				}
				leaked, _ := c.leaks(f, nil)
				proven = proven || leaked
			}
			if !proven {
				t.Errorf("%s: does not leak without a redactor either, so it proves nothing", c.name)
			}
		})
	}
}

// control is what a service logs all day. Each value must print exactly as it
// does without a redactor.
func control() []any {
	when := time.Date(2026, 3, 2, 12, 30, 0, 0, time.UTC)
	u, _ := url.Parse("https://example.com:8443/orders/7?page=2&sort=date#top")
	var all []any
	for _, line := range innocentLines() {
		all = append(all, line)
	}
	return append(all,
		200, int64(-7), uint64(1767355200000000000), int64(4242424242424242), 0.25, true, 1500*time.Millisecond, when,
		slog.LevelWarn, nil,
		errors.New("connection refused"), fmt.Errorf("read orders: %w", fs.ErrNotExist), &fs.PathError{Op: "open", Path: "/etc/x", Err: fs.ErrNotExist},
		struct {
			ID     int    `json:"id"`
			Name   string `json:"name,omitempty"`
			hidden int
		}{7, "desk", 1}, map[string]any{"z": 1, "a": []string{"x"}}, []int{1, 2, 3}, []byte("plain bytes"), json.RawMessage(`{"a": 1}`),
		u, netip.MustParseAddr("192.0.2.1"), &when, time.March, big.NewInt(12345678901234), http.Header{"Accept": {"text/html; q=0.5"}},
		map[int]string{1: "one"}, [2]string{"a", "b"}, []string{"--max-tokens", "512", "--user", "alice"}, (*url.URL)(nil), (*fs.PathError)(nil), slog.IntValue(3), json.Number("12.50"), complex(1, 2),
		(*time.Time)(nil), (*netip.Addr)(nil), (*slog.Level)(nil), struct{ At *time.Time }{}, map[string]*netip.Addr{"a": nil},
	)
}

// controlKeys look like those of secrets, and are not.
func controlKeys() []string {
	return []string{"user", "path", "status", "author", "authored_by", "secretary", "passport", "compass", "tokenizer", "token_count", "token_type",
		"token_expires_in", "password_changed_at", "password_policy", "cookie_consent", "secret_name", "key", "monkey", "keyboard", "api_version",
		"opinion", "pinned", "spinner", "session", "hash", "bypass", "card", "number", "url", "sig", "signature"}
}

func TestRedactorLeavesControlUntouched(t *testing.T) {
	replace := redact.New(redact.Options{}).ReplaceAttr
	check := func(t *testing.T, log func(l *slog.Logger)) {
		t.Helper()
		for _, f := range formats() {
			var out [2]bytes.Buffer
			for i, r := range []func([]string, slog.Attr) slog.Attr{replace, nil} {
				log(slog.New(logging.PinTime(f.newHandler(&out[i], &slog.HandlerOptions{ReplaceAttr: r}), time.Unix(0, 0))))
			}
			if got, want := out[0].String(), out[1].String(); got != want {
				t.Errorf("%s\n got: %swant: %s", f.name, got, want)
			}
		}
	}
	for i, x := range control() {
		t.Run(fmt.Sprintf("value %d %T", i, x), func(t *testing.T) {
			check(t, func(l *slog.Logger) { l.Info("m", "note", x) })
			check(t, func(l *slog.Logger) { l.With("note", x).WithGroup("http").Info("m", slog.Group("g", "note", x)) })
			if s, ok := x.(string); ok {
				check(t, func(l *slog.Logger) { l.Info(s, "err", errors.New(s)) })
			}
		})
	}
	t.Run("numbers and booleans", func(t *testing.T) {
		check(t, func(l *slog.Logger) {
			l.Info("tests pass: ok", "pass", true, "completion_tokens", 7, "n", map[string]any{"pass": false})
		})
		check(t, func(l *slog.Logger) { l.Info("pass=true tokens=512") })
	})
	for _, key := range controlKeys() {
		t.Run("key "+key, func(t *testing.T) {
			check(t, func(l *slog.Logger) { l.Info("m", key, "value", "n", map[string]string{key: "value"}) })
			check(t, func(l *slog.Logger) { l.WithGroup(key).Info("m", "note", "value", "prompt_tokens", 512) })
		})
	}
}
