package redact_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"reflect"
	"strings"
	"sync"
	"testing"

	logging "workbook/day141_slog"
	"workbook/day141_slog/redact"
)

func TestRedactorOptions(t *testing.T) {
	r := redact.New(redact.Options{Keys: []string{"National-ID", "iban"}, Allow: []string{"secret_santa", "Set-Cookie"}})
	tests := []struct {
		key    string
		hidden bool
	}{
		{"national_id", true}, {"nationalId", true}, {"user.national-id", true}, {"NATIONALID", true}, {"national", false},
		{"customer_iban", true}, {"ibanity", false}, {"secret_santa", false}, {"SecretSanta", false}, {"secret", true}, {"set-cookie", false}, {"cookie", true},
	}
	for _, tt := range tests {
		want := slog.String(tt.key, "value")
		if tt.hidden {
			want = slog.String(tt.key, redact.Marker)
		}
		if got := r.ReplaceAttr(nil, slog.String(tt.key, "value")); !got.Equal(want) {
			t.Errorf("ReplaceAttr(%s=value)\n got: %v\nwant: %v", tt.key, got, want)
		}
	}
}

// Test numbers that the card networks publish, and numbers of the same shape.
func TestRedactorCards(t *testing.T) {
	r := redact.New(redact.Options{})
	cards := []string{"4242424242424242", "4000056655665556", "5555555555554444", "2223003122003222", "5105105105105100", "378282246310005",
		"371449635398431", "6011111111111117", "6011000990139424", "3056930009020004", "36227206271667", "3566002020360505", "6200000000000005",
		"4222222222222", "4242-4242-4242-4242", "3782 822463 10005"}
	others := []string{"4242424242424241", "5555555555554445", "1234567812345670", "0000000000000000", "424242424242424", "20260302120000",
		"1767355200000000000", "4242 4242 4242", "9780306406157"}
	for _, s := range cards {
		if got, want := r.ReplaceAttr(nil, slog.String("n", "paid "+s+".")).Value.String(), "paid [REDACTED]."; got != want {
			t.Errorf("card %q\n got: %q\nwant: %q", s, got, want)
		}
	}
	for _, s := range others {
		if got, want := r.ReplaceAttr(nil, slog.String("n", s)).Value.String(), s; got != want {
			t.Errorf("no card %q\n got: %q\nwant: %q", s, got, want)
		}
	}
}

func TestRedactorNeverChangesTheCallersValue(t *testing.T) {
	r := redact.New(redact.Options{})
	build := func() any {
		return map[string]any{"password": hunter, "list": []any{map[string]string{"token": hunter}}, "raw": json.RawMessage(`{"pin":"1234"}`),
			"p": &login{"alice", hunter}, "b": []byte("token=" + hunter)}
	}
	x, want := build(), build()
	if got := fmt.Sprint(r.ReplaceAttr(nil, slog.Any("req", x)).Value); strings.Contains(got, hunter) {
		t.Errorf("got: %s\nwant: none of %q", got, hunter)
	}
	if !reflect.DeepEqual(x, want) {
		t.Errorf("the caller's map\n got: %v\nwant: %v", x, want)
	}
}

// What cannot be looked into is hidden, not shown.
func TestRedactorFailsClosed(t *testing.T) {
	r := redact.New(redact.Options{})
	self := map[string]any{"note": hunter}
	self["self"] = self
	deep := any(hunter)
	for range 100 {
		deep = []any{deep}
	}
	wide := make([]any, 20_000)
	wide[len(wide)-1] = hunter
	for name, x := range map[string]any{"cycle": self, "deep": deep, "wide": wide, "marshal panic": panicsToMarshal{}, "branching": branching()} {
		t.Run(name, func(t *testing.T) {
			got := r.ReplaceAttr(nil, slog.Any("x", x))
			if text := fmt.Sprintf("%.2000v", got.Value); !strings.Contains(text, redact.Marker) {
				t.Errorf("got: %s\nwant: %s in it", text, redact.Marker)
			}
			if name != "cycle" && strings.Contains(fmt.Sprint(got.Value), hunter) {
				t.Errorf("got: %.2000v\nwant: none of %q", got.Value, hunter)
			}
		})
	}
}

// branching has two ways at each of 60 levels: 2^60 paths.
func branching() any {
	node := any("leaf")
	for range 60 {
		node = map[string]any{"a": node, "b": node}
	}
	return node
}

// Text that is all separators must not take quadratic time: the test would
// take minutes.
func TestRedactorTakesLinearTime(t *testing.T) {
	r := redact.New(redact.Options{})
	for _, part := range []string{
		"a:[", "://a:", "a=b&", "4", "token=", `"`, "eyJ.", "Bearer ", "token=a ", "?token=a&", ";token=a", "\"token\":a ",
		"password: ", "'token=a'", "a-", "hf_", "ghp_", "eyJaaaa-", "eyJaaaaa.", "--password ", "<password>", "PASSWORD '",
		"AUTH \"", "@tcp(", "a:b@tcp(", "hooks.slack.com/services/", "-----BEGIN", "{", "[{", "4 ", "42-", "password=[",
		"password={a ", "basic a ", "tokens=5 ", "\"tokens\":5 ", "token=$1 ", "://a@", "token='", "token=\\\"", " token",
		"identified by '", "a@", "password=;", "password=\n", "MTk4", "bot1:", "\n  password: |", "x password=a;b ",
		"'password=a;b", "\\u0026token=", "password a ", "requirepass a ", "-u a:b ", "curl -u a:", "-u \"a:", "mysql -pa ", "sshpass -p 'a", "-u 'a ", "password:\n ", "password: #",
		"password:\n\n", "- password:\n", " machine password a",
	} {
		s := strings.Repeat(part, 1<<17/len(part))
		if got := r.ReplaceAttr(nil, slog.String("note", s)).Value.String(); got == "" {
			t.Errorf("%.20q and so on: nothing left", s)
		}
	}
}

func TestRedactorIsConcurrent(t *testing.T) {
	r := redact.New(redact.Options{Literals: []string{hunter}})
	var out bytes.Buffer
	l := slog.New(logging.NewJSONHandler(r.Writer(&out), &slog.HandlerOptions{ReplaceAttr: r.ReplaceAttr}))
	x := map[string]any{"password": hunter, "url": "postgres://a:" + hunter + "@h/d"}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				l.Info("m", "x", x, "token", hunter)
			}
		})
	}
	wg.Wait()
	if got, want := strings.Count(out.String(), "\n"), 400; got != want || strings.Contains(out.String(), hunter) {
		t.Errorf("8 goroutines, 50 records each\n got: %d lines, secret shown: %v\nwant: %d lines, none", got, strings.Contains(out.String(), hunter), want)
	}
}

// Any text around a secret in one of its forms: the secret must not come out, the
// rest must not make it panic, and a second pass must find nothing more.
func FuzzRedactText(f *testing.F) {
	forms := []string{" password=%s ", "\n  password: %s\n", "\nDB_PASSWORD=%s\n", "\n?a=1&password=%s&b=2\n", "\nServer=db;Password=%s;Encrypt=no\n",
		"\nhost=db password=%s user=app\n", "\n<password>%s</password>\n", "\nAuthorization: Bearer %s\n",
		"\ncurl -u app:%s https://x.example\n", "\nrequirepass %s\n", "\npassword:\n  %s\n", "\n%s\n"}
	for i, s := range []string{"", `{"a":`, "\"", "'", "://", "a=[", `\"`, "Authorization: ", "eyJ", "-----BEGIN", "4242 4242", "x@y", "[REDACTED]", "password=",
		"Bearer ", "?", ";", "&", "|", "`", "--", "</", "AUTH", "hooks.slack.com/services/", "ghp_"} {
		f.Add(s, s, uint8(i))
		f.Add(s, "", uint8(i+1))
	}
	r := redact.New(redact.Options{})
	scrub := func(s string) string { return r.ReplaceAttr(nil, slog.String("note", s)).Value.String() }
	f.Fuzz(func(t *testing.T, before, after string, form uint8) {
		secret := hunter
		if int(form)%len(forms) == len(forms)-1 {
			secret = "ghp_" + made(36, alnum) // has no name
		}
		s := before + fmt.Sprintf(forms[int(form)%len(forms)], secret) + after
		once := scrub(s)
		if strings.Contains(once, secret) && !strings.Contains(before+after, hunter) {
			t.Errorf("scrub(%q)\n got: %q\nwant: none of %q", s, once, secret)
		}
		if twice := scrub(once); twice != once {
			t.Errorf("scrub twice, of %q\n got: %q\nwant: %q", s, twice, once)
		}
	})
}
